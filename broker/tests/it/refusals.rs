//! Why checks were refused: counted for the tenant, never told to whoever asked.

use serde_json::{Value, json};
use tessera_broker::tokens::usage;
use tessera_shared::instant::Span;

use crate::issuers::{exchange, jwt, working_token};
use crate::on_both;
use crate::support::TestApp;
use crate::support::client::{Answer, Client};
use crate::support::play::newest_link;
use crate::support::world::{World, gateway_body, text};

async fn ask(app: &TestApp, gateway: &str, token: &str) -> Answer {
    let gateway = Client::anonymous(&app.base).with("x-gateway-key", gateway);
    let call = gateway.with("authorization", &format!("Bearer {token}"));
    call.get("/gateway/verify").await
}

/// The token of a request that an admin approves so.
async fn token_of(app: &TestApp, world: &World, change: impl FnOnce(&mut Value)) -> (String, String) {
    let (request, _) = world.confirmed(app).await;
    let mut approval = world.approval(&request).await;
    change(&mut approval);
    let approve = format!("/api/v1/requests/{request}/approve");
    world.admin.post(&approve, &approval).await.expect(204);
    let id = world.issue(&request).await;
    let link = newest_link(app).await;
    let opened = Client::anonymous(&app.base)
        .post(&link.path, &link.body(1))
        .await
        .expect(200);
    (id, link.token(&opened))
}

/// What the list of gateways says was refused at the one of this name.
async fn counted(app: &TestApp, world: &World, name: &str) -> Value {
    usage::flush(&app.app).await.unwrap();
    let page = world.agent.get("/api/v1/gateways").await.expect(200);
    let gateways = page["items"].as_array().unwrap();
    let gateway = gateways.iter().find(|gateway| gateway["name"] == name).unwrap();
    let own = world
        .agent
        .get(&format!("/api/v1/gateways/{}", text(&gateway["id"])))
        .await
        .expect(200);
    assert_eq!(own["refusals_24h"], gateway["refusals_24h"]);
    gateway["refusals_24h"].clone()
}

async fn counted_of_token(app: &TestApp, world: &World, id: &str) -> Value {
    usage::flush(&app.app).await.unwrap();
    let token = world.agent.get(&format!("/api/v1/tokens/{id}")).await.expect(200);
    token["refusals"].clone()
}

on_both! {
    async fn each_reason_is_counted_and_none_is_told(app) {
        let world = World::make(&app).await;
        let owner = World::platform_owner(&app).await;
        let quay = world.seen_from_quay().await;
        let mut sandbox = gateway_body("edge-sandbox");
        sandbox["environment"] = json!("sandbox");
        let sandbox = text(&world.agent.post("/api/v1/gateways", &sandbox).await.expect(201)["credential"]);
        let mut strict = gateway_body("edge-strict");
        strict["required_scopes"] = json!(["seats:book"]);
        let strict = text(&world.agent.post("/api/v1/gateways", &strict).await.expect(201)["credential"]);

        let (good_id, good) = working_token(&app, &world).await;
        let (_, foreign) = working_token(&app, &quay).await;
        let (revoked_id, revoked) = working_token(&app, &world).await;
        let (suspended_id, suspended) = working_token(&app, &world).await;
        let begins = app.app.clock.now() + Span::days(2);
        let (_, early) = token_of(&app, &world, |approval| approval["starts_at"] = json!(begins)).await;
        let ends = app.app.clock.now() + Span::minutes(30);
        let (_, brief) = token_of(&app, &world, |approval| approval["ends_at"] = json!(ends)).await;
        world.try_change(&revoked_id, "revoke").await.expect(204);
        world.try_change(&suspended_id, "suspend").await.expect(204);
        app.clock.advance(Span::minutes(30));

        let unknown = format!("{}{}", &good[..good.len() - 1], if good.ends_with('0') { '1' } else { '0' });
        let told = ask(&app, &world.gateway, "x").await.plain();
        assert_eq!(told.0, 401);
        for token in [&foreign, &revoked, &suspended, &early, &brief, &unknown] {
            assert_eq!(ask(&app, &world.gateway, token).await.plain(), told);
        }
        assert_eq!(ask(&app, &world.gateway, &revoked).await.plain(), told);
        assert_eq!(ask(&app, &sandbox, &good).await.plain(), told);
        ask(&app, &strict, &good).await.refused(403);
        assert_eq!(ask(&app, &world.gateway, &good).await.status, 200);

        assert_eq!(counted(&app, &world, "edge-1").await, json!([
            {"reason": "malformed", "count": 2},
            {"reason": "revoked", "count": 2},
            {"reason": "unknown", "count": 1},
            {"reason": "expired", "count": 1},
            {"reason": "not_started", "count": 1},
            {"reason": "suspended", "count": 1},
        ]));
        assert_eq!(counted(&app, &world, "edge-sandbox").await, json!([{"reason": "environment", "count": 1}]));
        assert_eq!(counted(&app, &world, "edge-strict").await, json!([{"reason": "scope", "count": 1}]));
        assert_eq!(counted(&app, &quay, "edge-1").await, json!([]), "another customer hears nothing of it");
        assert_eq!(counted_of_token(&app, &world, &revoked_id).await, json!([{"reason": "revoked", "count": 2}]));
        assert_eq!(counted_of_token(&app, &world, &good_id).await, json!([
            {"reason": "environment", "count": 1},
            {"reason": "scope", "count": 1},
        ]));

        let suspend = format!("/api/v1/platform/tenants/{}/suspend", world.halden);
        owner.post(&suspend, &json!({"reason": "The contract ended."})).await.expect(204);
        assert_eq!(ask(&app, &world.gateway, &good).await.plain(), told);
        let of_good = counted_of_token(&app, &world, &good_id).await;
        assert!(of_good.as_array().unwrap().contains(&json!({"reason": "tenant_suspended", "count": 1})), "{of_good}");
    }

    async fn what_the_index_forgot_is_still_counted_for_what_it_was(app) {
        let world = World::make(&app).await;
        let ends = app.app.clock.now() + Span::minutes(30);
        let (id, token) = token_of(&app, &world, |approval| approval["ends_at"] = json!(ends)).await;
        assert_eq!(world.verify(&app, &token).await, 200);
        app.clock.advance(Span::minutes(40));
        app.app.tokens.sweep();
        assert_eq!(app.app.tokens.len(), 0, "the index knows no token");
        for _ in 0..3 {
            assert_eq!(world.verify(&app, &token).await, 401);
        }
        assert_eq!(counted(&app, &world, "edge-1").await, json!([{"reason": "expired", "count": 3}]));
        assert_eq!(counted_of_token(&app, &world, &id).await, json!([{"reason": "expired", "count": 3}]));
    }

    async fn what_could_not_be_written_is_written_later_and_once(app) {
        let world = World::make(&app).await;
        let (id, token) = working_token(&app, &world).await;
        world.try_change(&id, "suspend").await.expect(204);
        for _ in 0..2 {
            assert_eq!(world.verify(&app, &token).await, 401);
        }
        app.rename_table("refusal_hours", "away").await;
        assert!(usage::flush(&app.app).await.is_err());
        assert_eq!(world.verify(&app, &token).await, 401);
        app.rename_table("away", "refusal_hours").await;
        assert_eq!(counted(&app, &world, "edge-1").await, json!([{"reason": "suspended", "count": 3}]));
        assert_eq!(counted(&app, &world, "edge-1").await, json!([{"reason": "suspended", "count": 3}]));
    }

    async fn reasons_are_kept_for_ninety_days(app) {
        let world = World::make(&app).await;
        let (id, token) = working_token(&app, &world).await;
        world.try_change(&id, "suspend").await.expect(204);
        assert_eq!(world.verify(&app, &token).await, 401);
        usage::flush(&app.app).await.unwrap();
        app.clock.advance(Span::days(89));
        assert_eq!(usage::forget_old(&app.app).await.unwrap(), 0);
        app.clock.advance(Span::days(2));
        assert_eq!(usage::forget_old(&app.app).await.unwrap(), 1);
    }

    async fn an_exchange_is_a_use_of_the_token(app) {
        let world = World::make(&app).await;
        let (id, token) = working_token(&app, &world).await;
        let path = format!("/api/v1/tokens/{id}");
        let seen = async || {
            usage::flush(&app.app).await.unwrap();
            world.agent.get(&path).await.expect(200)
        };
        assert_eq!(seen().await["summary"]["last_used_at"], Value::Null);
        jwt(&app, &token).await;
        let once = seen().await;
        assert_eq!(once["summary"]["last_used_at"], json!(app.app.clock.now()));
        assert_eq!(once["last_gateway"], Value::Null);
        assert_eq!(once["usage"][27]["allowed"], 1);
        assert_eq!(once["refusals"], json!([]));
        exchange(&app, &token, "&scope=seats%3Aall").await.expect(400);
        world.try_change(&id, "suspend").await.expect(204);
        exchange(&app, &token, "").await.expect(400);
        let thrice = seen().await;
        assert_eq!(thrice["usage"][27]["refused"], 2);
        assert_eq!(thrice["refusals"], json!([{"reason": "suspended", "count": 1}, {"reason": "scope", "count": 1}]));
        // It is no call of a gateway.
        assert_eq!(counted(&app, &world, "edge-1").await, json!([]));
        let owner = World::platform_owner(&app).await;
        let first = format!("/api/v1/platform/tenants/{}/first-call", world.halden);
        assert_eq!(owner.get(&first).await.expect(200), json!({"passed": false}));
    }
}
