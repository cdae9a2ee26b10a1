//! A suspended tenant: its people read on, nothing is issued, and no check passes.

use serde_json::{Value, json};

use crate::on_both;
use crate::support::TestApp;
use crate::support::client::Client;
use crate::support::play::newest_link;
use crate::support::process::Process;
use crate::support::world::{World, text};

/// A token that works, with the request it came of.
async fn working_token(app: &TestApp, world: &World) -> (String, String) {
    let (request, _) = world.approved(app).await;
    world.issue(&request).await;
    let link = newest_link(app).await;
    let opened = Client::anonymous(&app.base)
        .post(&link.path, &link.body(1))
        .await
        .expect(200);
    (request, link.token(&opened))
}

fn path(world: &World, verb: &str) -> String {
    format!("/api/v1/platform/tenants/{}/{verb}", world.halden)
}

fn because() -> Value {
    json!({"reason": "The contract ended."})
}

on_both! {
    async fn nothing_passes_and_nothing_is_issued_until_it_is_resumed(app) {
        let world = World::make(&app).await;
        let owner = World::platform_owner(&app).await;
        let (_, token) = working_token(&app, &world).await;
        let (waiting, _) = world.approved(&app).await;
        let (undecided, _) = world.confirmed(&app).await;
        let made = world.lead.post("/api/v1/service-accounts", &json!({"name": "Nightly", "actions": ["view_tokens"]})).await.expect(201);
        let approval = world.approval(&undecided).await;
        assert_eq!(world.verify(&app, &token).await, 200);

        owner.post(&path(&world, "suspend"), &json!({"reason": ""})).await.refused(422);
        owner.post(&path(&world, "suspend"), &because()).await.expect(204);
        assert_eq!(owner.post(&path(&world, "suspend"), &because()).await.refused(409), "not_possible");
        assert_eq!(world.verify(&app, &token).await, 401);
        let before = app.row_counts().await;
        assert_eq!(world.try_issue(&waiting).await.refused(403), "tenant_suspended");
        let decide = format!("/api/v1/requests/{undecided}/approve");
        assert_eq!(world.admin.post(&decide, &approval).await.refused(403), "tenant_suspended");
        let invite = json!({"email": "new@halden.example", "role": "customer_auditor"});
        assert_eq!(world.admin.post("/api/v1/invites", &invite).await.refused(403), "tenant_suspended");
        assert_eq!(app.row_counts().await, before);
        let nobody = Client::anonymous(&app.base);
        nobody.get(&format!("/api/v1/public/tenants/{}", world.slug)).await.refused(404);
        let form = format!("grant_type=client_credentials&client_id={}&client_secret={}", text(&made["account"]["id"]), text(&made["secret"]));
        let kind = "application/x-www-form-urlencoded";
        let refused = nobody.send(reqwest::Method::POST, "/oauth2/token", Some(form.clone()), kind).await;
        assert_eq!(refused.status, 401);
        for list in ["requests", "tokens", "audit", "members", "tenant"] {
            world.admin.get(&format!("/api/v1/{list}")).await.expect(200);
        }
        // Others go on.
        world.stranger.get("/api/v1/tokens").await.expect(200);

        owner.post(&path(&world, "resume"), &because()).await.expect(204);
        assert_eq!(world.verify(&app, &token).await, 200);
        world.issue(&waiting).await;
        nobody.send(reqwest::Method::POST, "/oauth2/token", Some(form), kind).await.expect(200);
        let events = world.admin.get("/api/v1/audit").await.expect(200);
        let actions: Vec<&str> = events["items"].as_array().unwrap().iter().filter_map(|event| event["action"].as_str()).collect();
        assert!(actions.contains(&"tenant.suspended") && actions.contains(&"tenant.resumed"));
    }
}

#[actix_web::test]
async fn every_node_refuses_the_tokens_of_a_suspended_tenant() {
    let app = TestApp::start_with(crate::support::On::Postgres, |_config| {}).await;
    app.catch_up();
    let world = World::make(&app).await;
    let owner = World::platform_owner(&app).await;
    let (_, token) = working_token(&app, &world).await;
    let other = Process::start(&app).await;
    let check = Client::anonymous(&other.base)
        .with("x-gateway-key", &world.gateway)
        .with("authorization", &format!("Bearer {token}"));
    let status = || async { check.get("/gateway/verify").await.status.as_u16() };
    assert_eq!(status().await, 200);
    for (verb, expected) in [("suspend", 401), ("resume", 200)] {
        owner.post(&path(&world, verb), &because()).await.expect(204);
        while status().await != expected {
            tokio::task::yield_now().await;
        }
    }
}
