//! The story from request to end, step by step, as REST callers play it.

use serde_json::{Value, json};
use tessera_shared::instant::Span;

use crate::on_both;
use crate::support::TestApp;
use crate::support::client::Client;
use crate::support::link::Link;
use crate::support::world::{World, text};

/// The key in the fragment of the link in a partner's mail.
fn fragment(mail: &str) -> String {
    let after = mail.split('#').nth(1).expect("a link with a fragment");
    after.split_whitespace().next().unwrap().to_owned()
}

/// A partner files a request and confirms it; says its id and the partner as a caller.
async fn confirmed(app: &TestApp, world: &World) -> (String, Client) {
    let nobody = Client::anonymous(&app.base);
    let path = "/api/v1/public/tenants/halden-rail/requests";
    let filed = nobody.post(path, &world.wish()).await.expect(201);
    let key = fragment(&app.mail_to("signe@fjord.example").await);
    let partner = nobody.with("x-partner-key", &key);
    partner
        .post("/api/v1/partner/request/confirm", &Value::Null)
        .await
        .expect(204);
    (text(&filed["id"]), partner)
}

async fn approve(world: &World, id: &str) {
    let detail = world.admin.get(&format!("/api/v1/requests/{id}")).await.expect(200);
    let body = json!({
        "revision": 1, "snapshot": detail["snapshot"], "starts_at": null, "ends_at": null, "reason": null,
        "scopes": [{"api": world.api, "scope": "seats:read"}],
    });
    world
        .admin
        .post(&format!("/api/v1/requests/{id}/approve"), &body)
        .await
        .expect(204);
}

async fn issue(world: &World, id: &str) -> String {
    let issued = world
        .agent
        .post(&format!("/api/v1/requests/{id}/issue"), &json!({"revision": 1}))
        .await;
    text(&issued.expect(201)["token"])
}

/// Opens the link of the newest mail as the partner's browser does, and says the token.
async fn open(app: &TestApp) -> (String, String, Value) {
    let mail = app.mail_to("signe@fjord.example").await;
    let id = mail.split("/d/").nth(1).unwrap().split('#').next().unwrap().to_owned();
    let link = Link::parse(&fragment(&mail));
    let body = json!({"proof": link.proof(), "reveal_key": Link::reveal_key(1)});
    let path = format!("/api/v1/public/deliveries/{id}/open");
    let opened = Client::anonymous(&app.base).post(&path, &body).await.expect(200);
    let token = link.open(&id, &text(&opened["nonce"]), &text(&opened["ciphertext"]));
    (token, path, body)
}

async fn verify(app: &TestApp, world: &World, token: &str) -> u16 {
    let gateway = Client::anonymous(&app.base).with("x-gateway-key", &world.gateway);
    let answer = gateway
        .with("authorization", &format!("Bearer {token}"))
        .get("/gateway/verify")
        .await;
    answer.status.as_u16()
}

on_both! {
    async fn a_token_lives_from_request_to_revocation(app) {
        let world = World::make(&app).await;
        let (id, partner) = confirmed(&app, &world).await;
        assert!(app.mail_to("admin@halden.example").await.contains(&id));
        approve(&world, &id).await;
        let token_id = issue(&world, &id).await;
        let (token, open_path, body) = open(&app).await;
        assert_eq!(verify(&app, &world, &token).await, 200);

        // To people of another tenant it does not exist, whichever tenant they name.
        let path = format!("/api/v1/tokens/{token_id}");
        for stranger in [world.stranger.clone(), world.stranger.in_tenant(world.halden), world.agent.in_tenant(world.quay)] {
            assert_eq!(stranger.get(&path).await.refused(404), "not_found");
        }

        // The same opener may ask again; somebody else is told that it was opened.
        let nobody = Client::anonymous(&app.base);
        nobody.post(&open_path, &body).await.expect(200);
        let mut other = body.clone();
        other["reveal_key"] = json!("A".repeat(43));
        assert_eq!(nobody.post(&open_path, &other).await.refused(410), "already_opened");

        let detail = world.agent.get(&format!("/api/v1/tokens/{token_id}")).await.expect(200);
        let change = json!({"version": detail["summary"]["version"], "reason": "Leaked."});
        world.agent.post(&format!("/api/v1/tokens/{token_id}/revoke"), &change).await.expect(204);
        assert_eq!(verify(&app, &world, &token).await, 401);
        let mine = partner.get("/api/v1/partner/request").await.expect(200);
        assert_eq!(mine["token"]["state"], "revoked");
        let detail = world.auditor.get(&format!("/api/v1/tokens/{token_id}")).await.expect(200);
        let actions: Vec<String> =
            detail["timeline"].as_array().unwrap().iter().map(|event| text(&event["action"])).collect();
        assert_eq!(actions, [
            "request.submitted", "request.confirmed", "request.approved", "token.issued", "delivery.sent",
            "delivery.opened", "delivery.refused", "token.revoked",
        ]);
    }

    async fn a_token_is_refused_at_its_end_without_any_job(app) {
        let world = World::make(&app).await;
        let (id, _partner) = confirmed(&app, &world).await;
        approve(&world, &id).await;
        issue(&world, &id).await;
        let (token, _, _) = open(&app).await;
        app.clock.advance(Span::millis(Span::days(30).as_millis() - 1));
        assert_eq!(verify(&app, &world, &token).await, 200);
        app.clock.advance(Span::millis(1));
        assert_eq!(verify(&app, &world, &token).await, 401);
    }

    async fn a_denied_request_is_removed_and_its_audit_stays(app) {
        let world = World::make(&app).await;
        let (id, partner) = confirmed(&app, &world).await;
        let detail = world.admin.get(&format!("/api/v1/requests/{id}")).await.expect(200);
        let body = json!({"revision": 1, "snapshot": detail["snapshot"], "reason": "Not this year."});
        world.admin.post(&format!("/api/v1/requests/{id}/deny"), &body).await.expect(204);
        assert_eq!(world.admin.get(&format!("/api/v1/requests/{id}")).await.refused(404), "not_found");
        assert_eq!(partner.get("/api/v1/partner/request").await.refused(404), "not_found");
        assert!(app.mail_to("signe@fjord.example").await.contains("Not this year."));
        let audit = world.auditor.get(&format!("/api/v1/audit?object={id}")).await.expect(200);
        assert_eq!(audit["items"][0]["action"], "request.denied");
        assert_eq!(audit["items"].as_array().unwrap().len(), 3);
    }
}
