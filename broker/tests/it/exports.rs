//! Lists as files: the rows of the list and no others, read no faster than they are taken.

use diesel::prelude::*;
use serde_json::json;
use tessera_shared::ids::TenantId;

use crate::on_both;
use crate::support::client::{Answer, Client};
use crate::support::world::{World, text};
use crate::support::{TestApp, everything};

/// Adds so many partners to a tenant.
async fn add_partners(app: &TestApp, tenant: TenantId, number: usize) {
    let tenant = tenant.to_string();
    app.app
        .act(everything(), move |tx| {
            for batch in (0..number).collect::<Vec<_>>().chunks(2_000) {
                let rows: Vec<String> = batch
                    .iter()
                    .map(|row| {
                        format!(
                            "('prt_{row:026}', '{tenant}', 'Partner {row:06} with a name of some length', 'Kari Nordmann', \
                             'kari{row}@partners.example', 0)"
                        )
                    })
                    .collect();
                let insert = format!(
                    "INSERT INTO partners (id, tenant_id, name, contact_name, contact_email, created_at) VALUES {}",
                    rows.join(", ")
                );
                diesel::sql_query(insert).execute(&mut **tx)?;
            }
            Ok(())
        })
        .await
        .unwrap();
}

/// Every id of a list, page by page.
async fn listed(caller: &Client, path: &str) -> Vec<String> {
    let (mut ids, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = caller.get(&format!("{path}limit=100{cursor}")).await.expect(200);
        ids.extend(page["items"].as_array().unwrap().iter().map(|row| text(&row["id"])));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return ids,
        }
    }
}

/// The ids in a file: what stands before the first comma of each line but the first.
fn exported(file: &str) -> Vec<String> {
    let lines = file.split("\r\n").skip(1).filter(|line| !line.is_empty());
    lines.map(|line| line.split(',').next().unwrap().to_owned()).collect()
}

fn header(answer: &Answer, name: &str) -> String {
    answer
        .headers
        .get(name)
        .map(|value| value.to_str().unwrap().to_owned())
        .unwrap_or_default()
}

on_both! {
    async fn a_file_holds_the_rows_of_its_list_and_no_others(app) {
        let world = World::make(&app).await;
        let (request, _) = world.approved(&app).await;
        world.issue(&request).await;
        add_partners(&app, world.halden, 1_203).await;
        let theirs = json!({"name": "Secret of the quay", "contact_name": "Ola", "contact_email": "ola@quay.example"});
        world.stranger.post("/api/v1/partners", &theirs).await.expect(201);
        for (list, filters) in [
            ("tokens", &["", "state=active&", "state=revoked&", "q=nothing%20such&"][..]),
            ("requests", &["", "stage=issued&", "stage=lapsed&"]),
            ("partners", &["", "q=partner%20000&"]),
        ] {
            for filter in filters {
                let answer = world.agent.get(&format!("/api/v1/exports/{list}?{filter}format=csv")).await;
                assert_eq!(answer.status, 200, "{}", answer.text);
                assert_eq!(exported(&answer.text), listed(&world.agent, &format!("/api/v1/{list}?{filter}")).await, "{list} {filter}");
                assert!(!answer.text.contains("quay"), "{list}");
            }
        }
        let answer = world.auditor.get("/api/v1/exports/audit?action=token.").await;
        assert_eq!(exported(&answer.text), listed(&world.auditor, "/api/v1/audit?action=token.&").await);
    }

    async fn a_file_says_what_it_is_and_the_trail_says_who_took_it(app) {
        let world = World::make(&app).await;
        let danger = json!({"name": "=1+1, Ltd", "contact_name": "@Ola", "contact_email": "ola@p.example"});
        world.agent.post("/api/v1/partners", &danger).await.expect(201);
        let answer = world.auditor.get("/api/v1/exports/partners?q=ltd").await;
        assert!(answer.text.contains("\"'=1+1, Ltd\",'@Ola,ola@p.example"), "{}", answer.text);
        assert_eq!(header(&answer, "content-type"), "text/csv; charset=utf-8");
        assert_eq!(header(&answer, "content-disposition"), format!("attachment; filename=\"{}-partners-2026-11-24.csv\"", world.slug));
        assert_eq!(header(&answer, "cache-control"), "no-store");
        assert_eq!(header(&answer, "x-tenant-id"), world.halden.to_string());
        let (answer, file) = world.auditor.get_bytes("/api/v1/exports/partners?format=xlsx").await;
        assert_eq!(header(&answer, "content-type"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        assert!(file.starts_with(b"PK\x03\x04") && file.windows(4).any(|end| end == b"PK\x05\x06"), "not a whole archive");

        let events = world.auditor.get("/api/v1/audit?action=list.exported").await.expect(200);
        let told: Vec<_> = events["items"].as_array().unwrap().iter().map(|event| (text(&event["label"]), event["facts"].clone())).collect();
        assert_eq!(told, [
            ("partners".to_owned(), json!({"format": "xlsx", "rows": "1", "filter": ""})),
            ("partners".to_owned(), json!({"format": "csv", "rows": "1", "filter": "q=ltd"})),
        ]);
        // What is refused is no export.
        for wrong in ["?format=pdf", "?cursor=x", "?limit=5"] {
            assert_eq!(world.agent.get(&format!("/api/v1/exports/partners{wrong}")).await.status, 400, "{wrong}");
        }
        world.stranger.in_tenant(world.halden).get("/api/v1/exports/partners").await.refused(404);
        let after = world.auditor.get("/api/v1/audit?action=list.exported").await.expect(200);
        assert_eq!(after, events);
    }

    async fn an_export_waits_for_its_reader_and_ends_with_them(app) {
        let world = World::make(&app).await;
        add_partners(&app, world.halden, 100_000).await;
        let path = "/api/v1/exports/partners";
        let mut slow = world.agent.open_stream(path).await;
        assert!(slow.chunk().await.unwrap().unwrap().starts_with(b"id,name"));
        // Whoever takes nothing holds it up: the rows are not piled up somewhere, and the one turn is not over.
        assert_eq!(world.agent.get(path).await.refused(429), "too_many_requests");
        let small = "?q=partner%20000007";
        assert_eq!(exported(&world.admin.get(&format!("{path}{small}")).await.text).len(), 1, "another person");
        drop(slow);
        let begun = std::time::Instant::now();
        let whole = loop {
            let answer = world.agent.get(path).await;
            if answer.status != 429 {
                break answer;
            }
            assert!(begun.elapsed().as_secs() < 60, "the turn is not given back");
            tokio::task::yield_now().await;
        };
        assert_eq!(exported(&whole.text).len(), 100_000);
    }
}
