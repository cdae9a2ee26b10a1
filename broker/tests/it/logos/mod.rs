//! Names, colours and logos: who changes them, and what becomes of whatever is uploaded.

mod corpus;
pub mod craft;

use std::time::{Duration, Instant};

use image::ImageFormat;
use reqwest::Method;
use serde_json::{Value, json};
use tessera_broker::tenants::picture::draw_blocking;

use self::corpus::{Fate, MARKS, Upload};
use self::craft::{chunks, picture};
use crate::on_both;
use crate::support::client::{Answer, Client};
use crate::support::process::Process;
use crate::support::world::{World, text};
use crate::support::{On, TestApp};

const LOGO: &str = "/api/v1/tenant/logo";

async fn upload(caller: &Client, path: &str, upload: &Upload) -> Answer {
    caller
        .send_bytes(Method::POST, path, upload.bytes.clone(), upload.kind)
        .await
}

async fn logo_of(caller: &Client) -> Value {
    caller.get("/api/v1/tenant").await.expect(200)["card"]["logo"].clone()
}

/// A PNG of ours: a small square of 8-bit RGB, and nothing but that.
fn is_ours(name: &str, png: &[u8]) {
    let all = chunks(png);
    let kinds: Vec<&[u8; 4]> = all.iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds.first(), Some(&b"IHDR"), "{name}");
    assert_eq!(kinds.last(), Some(&b"IEND"), "{name}");
    assert!(
        kinds[1..kinds.len() - 1].iter().all(|kind| *kind == b"IDAT"),
        "{name}: {kinds:?}"
    );
    let header = &all[0].1;
    let side = |at: usize| u32::from_be_bytes(header[at..at + 4].try_into().unwrap());
    assert!(side(0) == side(4) && side(0) <= 256, "{name}");
    assert_eq!(header[8..], [8, 2, 0, 0, 0], "{name}");
    for mark in MARKS {
        assert!(
            !png.windows(mark.len()).any(|part| part == mark),
            "{name} kept what it hid"
        );
    }
}

on_both! {
    async fn whatever_is_uploaded_what_is_kept_is_a_picture_of_ours(app) {
        let world = World::make(&app).await;
        let nobody = Client::anonymous(&app.base);
        for file in corpus::all() {
            let before = logo_of(&world.admin).await;
            let answer = upload(&world.admin, LOGO, &file).await;
            let status = answer.status.as_u16();
            let body = answer.json();
            let code = body["errors"][0]["code"].as_str().unwrap_or_default();
            match file.fate {
                Fate::Kept => assert_eq!(status, 200, "{}: {body}", file.name),
                Fate::Refused(expected, why) => assert_eq!((status, code), (expected, why), "{}: {body}", file.name),
                Fate::Either => assert!(matches!(status, 200 | 422), "{}: {body}", file.name),
            }
            if status != 200 {
                assert_eq!(logo_of(&world.admin).await, before, "{} changed something", file.name);
                continue;
            }
            assert_eq!(logo_of(&world.admin).await, body["logo"]);
            let (kept, bytes) = nobody.get_bytes(&format!("/api/v1/public/logos/{}", text(&body["logo"]))).await;
            assert_eq!(kept.status, 200);
            is_ours(file.name, &bytes);
        }
    }

    async fn a_logo_is_served_to_be_looked_at_and_nothing_else(app) {
        let world = World::make(&app).await;
        let square = Upload { name: "", kind: "image/png", bytes: picture(64, 64, ImageFormat::Png), fate: Fate::Kept };
        let first = text(&upload(&world.admin, LOGO, &square).await.expect(200)["logo"]);
        let again = text(&upload(&world.admin, LOGO, &square).await.expect(200)["logo"]);
        assert_eq!(first, again, "the same picture has the same address");
        let elsewhere = text(&upload(&world.other_admin, LOGO, &square).await.expect(200)["logo"]);
        assert_ne!(first, elsewhere, "two customers share no address");

        let nobody = Client::anonymous(&app.base);
        let path = format!("/api/v1/public/logos/{first}");
        let (answer, _) = nobody.get_bytes(&path).await;
        let header = |name: &str| answer.headers[name].to_str().unwrap();
        assert_eq!(header("content-type"), "image/png");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox; frame-ancestors 'none'");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(header("etag"), format!("\"{first}\""));
        assert!(!answer.headers.contains_key("set-cookie"));
        let kept = nobody.with("if-none-match", &format!("\"{first}\"")).get(&path).await;
        assert_eq!((kept.status.as_u16(), kept.text.as_str()), (304, ""));

        // Shown wherever the customer is: to its members and on its public page.
        let cards = world.agent.outside().get("/api/v1/me/tenants").await.expect(200);
        assert_eq!(cards["items"][0]["logo"], json!(first));
        let page = nobody.get(&format!("/api/v1/public/tenants/{}", world.slug)).await.expect(200);
        assert_eq!(page["tenant"]["logo"], json!(first));

        world.admin.post(&format!("{LOGO}/remove"), &json!({})).await.expect(200);
        assert_eq!(logo_of(&world.admin).await, Value::Null);
        nobody.get(&path).await.refused(404);
        nobody.get(&format!("/api/v1/public/logos/{elsewhere}")).await.expect(200);
        assert_eq!(logo_of(&world.other_admin).await, json!(elsewhere), "the other customer keeps its own");
        for unknown in ["0", "%2e%2e", "0123456789abcdef0123456789abcdef"] {
            nobody.get(&format!("/api/v1/public/logos/{unknown}")).await.refused(404);
        }
    }

    async fn a_brand_is_changed_by_the_own_admin_and_by_the_owner_of_the_platform(app) {
        let world = World::make(&app).await;
        let owner = World::platform_owner(&app).await;
        let brand = |name: &str, accent: &str| json!({"name": name, "accent": accent});
        let path = "/api/v1/tenant/brand";
        let of = |tenant: tessera_shared::ids::TenantId| format!("/api/v1/platform/tenants/{tenant}/brand");
        let before = app.row_counts().await;
        for (body, pointer) in [(brand("", "#112233"), "/name"), (brand("Halden", "red"), "/accent"), (brand("a\u{202e}b", "#112233"), "/name")] {
            let refused = world.admin.post(path, &body).await.expect(422);
            assert_eq!(refused["errors"][0]["pointer"], pointer);
            owner.post(&of(world.halden), &body).await.refused(422);
        }
        for nobody_here in [&world.agent, &world.lead, &world.auditor] {
            nobody_here.post(path, &brand("Mine", "#112233")).await.refused(403);
        }
        assert_eq!(app.row_counts().await, before);

        let changed = world.admin.post(path, &brand("Halden Railways", "#0f766e")).await.expect(200);
        assert_eq!(changed, json!({"name": "Halden Railways", "accent": "#0f766e", "logo": null}));
        let found = world.agent.outside().get("/api/v1/me/tenants?q=railways").await.expect(200);
        assert_eq!(found["items"][0]["name"], "Halden Railways");
        assert_eq!(found["items"][0]["slug"], "halden-rail", "addresses stay");
        // The same once more is no change.
        let rows = app.row_counts().await;
        world.admin.post(path, &brand("Halden Railways", "#0f766e")).await.expect(200);
        assert_eq!(app.row_counts().await, rows);

        owner.post(&of(world.quay), &brand("Northquay Cargo", "#1d4ed8")).await.expect(200);
        let quay = world.other_admin.get("/api/v1/tenant").await.expect(200);
        assert_eq!(quay["card"]["name"], "Northquay Cargo");
        let halden = world.admin.get("/api/v1/tenant").await.expect(200);
        assert_eq!(halden["card"]["name"], "Halden Railways");
        let event = world.admin.get("/api/v1/audit").await.expect(200)["items"][0].clone();
        assert_eq!(event["action"], "tenant.branded");
        assert_eq!(event["facts"]["name_before"], "Halden Rail");

        // What is suspended changes nothing by itself, but the platform still may.
        let because = json!({"reason": "The contract ended."});
        owner.post(&format!("/api/v1/platform/tenants/{}/suspend", world.halden), &because).await.expect(204);
        assert_eq!(world.admin.post(path, &brand("Again", "#112233")).await.refused(403), "tenant_suspended");
        let square = Upload { name: "", kind: "image/png", bytes: picture(64, 64, ImageFormat::Png), fate: Fate::Kept };
        assert_eq!(upload(&world.admin, LOGO, &square).await.refused(403), "tenant_suspended");
        upload(&owner, &format!("/api/v1/platform/tenants/{}/logo", world.halden), &square).await.expect(200);
        let nowhere = "/api/v1/platform/tenants/ten_01kar8zv4we008007jggzcc86j";
        owner.post(&format!("{nowhere}/brand"), &brand("Nobody", "#112233")).await.refused(404);
        upload(&owner, &format!("{nowhere}/logo"), &square).await.refused(404);
        owner.post(&format!("{nowhere}/logo/remove"), &json!({})).await.refused(404);
    }
}

#[test]
fn a_flood_of_pixels_is_refused_by_its_header() {
    for file in corpus::floods()
        .into_iter()
        .filter(|file| file.fate != Fate::Kept && file.name.contains("000"))
    {
        let fastest = (0..5).map(|_try| {
            let begun = Instant::now();
            assert!(draw_blocking(&file.bytes).is_err(), "{}", file.name);
            begun.elapsed()
        });
        let fastest = fastest.min().unwrap();
        assert!(fastest < Duration::from_millis(50), "{}: {fastest:?}", file.name);
    }
}

#[actix_web::test]
async fn floods_do_not_grow_the_broker() {
    let app = TestApp::start_with(On::Postgres, |_config| {}).await;
    app.catch_up();
    let world = World::make(&app).await;
    let broker = Process::start(&app).await;
    let admin = world.admin.at(&broker.base);
    let square = Upload {
        name: "",
        kind: "image/png",
        bytes: picture(64, 64, ImageFormat::Png),
        fate: Fate::Kept,
    };
    upload(&admin, LOGO, &square).await.expect(200);
    let before = broker.peak_memory_kib();
    let floods = || {
        corpus::floods()
            .into_iter()
            .filter(|file| file.fate == Fate::Refused(422, "too_large"))
    };
    for file in floods().chain(floods()).chain(floods()) {
        upload(&admin, LOGO, &file).await.refused(422);
    }
    let grown = broker.peak_memory_kib() - before;
    assert!(grown < 32 * 1024, "{grown} KiB");
}
