//! How the credential of a gateway gives way to another: with an overlap, exactly, on every node.

use serde_json::{Value, json};
use tessera_broker::clock::Clock;
use tessera_broker::gateways::last_use;
use tessera_broker::tokens::usage;
use tessera_shared::instant::Span;

use crate::on_both;
use crate::support::client::{Answer, Client};
use crate::support::process::Process;
use crate::support::signer::Signer;
use crate::support::world::{World, text};
use crate::support::{On, START, TestApp};

/// The first gateway of the tenant.
async fn gateway(world: &World) -> Value {
    world.agent.get("/api/v1/gateways").await.expect(200)["items"][0].clone()
}

async fn try_rotate(world: &World, body: Value) -> Answer {
    let path = format!("/api/v1/gateways/{}/rotate", text(&gateway(world).await["id"]));
    world.agent.post(&path, &body).await
}

async fn rotate(world: &World, hours: u32) -> String {
    text(&try_rotate(world, json!({"overlap_hours": hours})).await.expect(200)["credential"])
}

/// Which of `credentials` work at `base`: every door asks the same.
async fn working(base: &str, credentials: &[&String]) -> Vec<bool> {
    let mut works = Vec::new();
    for credential in credentials {
        let caller = Client::anonymous(base).with("x-gateway-key", credential);
        let greeted = caller.get("/gateway/hello").await.status == 200;
        let asked = caller.get("/gateway/verify").await.status == 401;
        assert_eq!(greeted, asked);
        works.push(greeted);
    }
    works
}

async fn end(world: &World, place: usize) -> Answer {
    let id = text(&gateway(world).await["credentials"][place]["id"]);
    end_id(world, &id).await
}

async fn end_id(world: &World, id: &str) -> Answer {
    let path = format!("/api/v1/gateway-credentials/{id}/end");
    world.agent.post(&path, &Value::Null).await
}

on_both! {
    async fn the_old_credential_works_up_to_its_end_and_the_new_one_at_once(app) {
        let world = World::make(&app).await;
        let new = rotate(&world, 24).await;
        let both = [&world.gateway, &new];
        assert_eq!(working(&app.base, &both).await, [true, true]);
        let shown = gateway(&world).await;
        assert_eq!(shown["credentials"][0]["ends_at"], Value::Null);
        assert_eq!(shown["credentials"][1]["ends_at"], json!(START + Span::hours(24)));
        let hint = text(&shown["credentials"][0]["hint"]);
        let (first, last) = hint.split_once('…').unwrap();
        assert!(new.starts_with(first) && new.ends_with(last), "{hint}");

        app.clock.advance(Span::millis(24 * 3_600_000 - 1));
        assert_eq!(working(&app.base, &both).await, [true, true]);
        let again = app.started_again().await;
        assert!(again.gateways.find(&world.gateway).is_some() && again.gateways.find(&new).is_some());
        app.clock.advance(Span::millis(1));
        // No job has run.
        assert_eq!(working(&app.base, &both).await, [false, true]);
        assert!(again.gateways.find(&world.gateway).is_none() && again.gateways.find(&new).is_some());
        let again = app.started_again().await;
        assert!(again.gateways.find(&world.gateway).is_none() && again.gateways.find(&new).is_some());
        assert_eq!(gateway(&world).await["credentials"].as_array().unwrap().len(), 1);
    }

    async fn a_rotation_says_how_long(app) {
        let world = World::make(&app).await;
        try_rotate(&world, json!({})).await.refused(400);
        try_rotate(&world, json!({"overlap_hours": 24})).await.expect(200);
        assert_eq!(gateway(&world).await["credentials"][1]["ends_at"], json!(START + Span::hours(24)));
        for bad in [json!(169), json!(-1), json!(1.5), json!("24")] {
            let status = try_rotate(&world, json!({"overlap_hours": bad})).await.status.as_u16();
            assert!(matches!(status, 400 | 422), "{bad}: {status}");
        }
        try_rotate(&world, json!({"overlap_hours": 168})).await.expect(200);
        let trail = world.agent.get("/api/v1/audit").await.expect(200);
        assert_eq!(trail["items"][0]["action"], "gateway.rotated");
        assert_eq!(trail["items"][0]["facts"]["overlap_hours"], "168");
        assert_eq!(trail["items"][1]["facts"]["overlap_hours"], "24");
    }

    async fn another_rotation_ends_the_oldest_at_once(app) {
        let world = World::make(&app).await;
        let second = rotate(&world, 168).await;
        app.clock.advance(Span::hours(1));
        let third = rotate(&world, 24).await;
        let all = [&world.gateway, &second, &third];
        assert_eq!(working(&app.base, &all).await, [false, true, true]);
        let fourth = rotate(&world, 0).await;
        let all = [&world.gateway, &second, &third, &fourth];
        assert_eq!(working(&app.base, &all).await, [false, false, false, true]);
    }

    async fn the_old_credential_can_be_ended_before_its_time(app) {
        let world = World::make(&app).await;
        assert_eq!(end(&world, 0).await.refused(409), "not_possible");
        let new = rotate(&world, 24).await;
        assert_eq!(end(&world, 0).await.refused(409), "not_possible");
        assert_eq!(working(&app.base, &[&world.gateway, &new]).await, [true, true]);
        let old = text(&gateway(&world).await["credentials"][1]["id"]);
        assert_eq!(end_id(&world, &old).await.status, 204);
        assert_eq!(working(&app.base, &[&world.gateway, &new]).await, [false, true]);
        assert_eq!(end_id(&world, &old).await.refused(409), "not_possible");
        let trail = world.agent.get("/api/v1/audit").await.expect(200);
        assert_eq!(trail["items"][0]["action"], "gateway.credential_ended");
        let again = app.started_again().await;
        assert!(again.gateways.find(&world.gateway).is_none() && again.gateways.find(&new).is_some());
    }

    async fn the_answer_to_a_change_says_what_the_page_says(app) {
        let world = World::make(&app).await;
        let caller = Client::anonymous(&app.base).with("x-gateway-key", &world.gateway);
        caller.with("authorization", "Bearer nonsense").get("/gateway/verify").await.expect(401);
        usage::flush(&app.app).await.unwrap();
        let rotated = try_rotate(&world, json!({"overlap_hours": 24})).await.expect(200);
        assert_eq!(rotated["gateway"], gateway(&world).await);
        assert_eq!(rotated["gateway"]["refused_24h"], 1);
        let path = format!("/api/v1/gateways/{}/keys", text(&rotated["gateway"]["id"]));
        let keyed = world.agent.post(&path, &json!({"key": Signer::new().jwk().to_string()})).await.expect(201);
        assert_eq!(keyed, gateway(&world).await);
    }

    async fn a_retired_gateway_has_none(app) {
        let world = World::make(&app).await;
        let new = rotate(&world, 24).await;
        let id = text(&gateway(&world).await["id"]);
        let old = text(&gateway(&world).await["credentials"][1]["id"]);
        assert_eq!(world.agent.post(&format!("/api/v1/gateways/{id}/retire"), &Value::Null).await.status, 204);
        assert_eq!(working(&app.base, &[&world.gateway, &new]).await, [false, false]);
        assert_eq!(gateway(&world).await["credentials"], json!([]));
        assert_eq!(end_id(&world, &old).await.refused(409), "not_possible");
        assert_eq!(try_rotate(&world, json!({"overlap_hours": 24})).await.refused(409), "not_possible");
    }

    async fn a_repeated_rotation_is_one(app) {
        let world = World::make(&app).await;
        let path = format!("/api/v1/gateways/{}/rotate", text(&gateway(&world).await["id"]));
        let agent = world.agent.with("idempotency-key", "once");
        let first = agent.post(&path, &json!({"overlap_hours": 24})).await.expect(200);
        let before = app.row_counts().await;
        let second = agent.post(&path, &json!({"overlap_hours": 24})).await.expect(200);
        assert_eq!(app.row_counts().await, before);
        assert_eq!(second["credential"], Value::Null);
        assert_eq!(second["gateway"], first["gateway"]);
        agent.post(&path, &json!({"overlap_hours": 0})).await.refused(422);
        assert_eq!(working(&app.base, &[&world.gateway, &text(&first["credential"])]).await, [true, true]);
    }

    async fn each_credential_says_when_it_was_last_used(app) {
        let world = World::make(&app).await;
        let new = rotate(&world, 24).await;
        let used = async || {
            last_use::settle(&app.app).await.unwrap();
            let shown = gateway(&world).await;
            let last = |place: usize| shown["credentials"][place]["last_used_at"].clone();
            (last(0), last(1))
        };
        let at = |minutes| json!(START + Span::minutes(minutes));
        assert_eq!(used().await, (Value::Null, Value::Null));
        app.clock.advance(Span::minutes(5));
        working(&app.base, &[&world.gateway]).await;
        assert_eq!(used().await, (Value::Null, at(5)));
        app.clock.advance(Span::minutes(5));
        working(&app.base, &[&new]).await;
        assert_eq!(used().await, (at(10), at(5)));
        // A wrong credential is nobody's.
        working(&app.base, &[&new.replace(&new[10..14], "0000")]).await;
        app.clock.advance(Span::minutes(5));
        assert_eq!(used().await, (at(10), at(5)));
        // Introspection is use as well.
        let caller = Client::anonymous(&app.base).with("x-gateway-key", &world.gateway);
        caller.send(reqwest::Method::POST, "/oauth2/introspect", Some("token=x".to_owned()), "application/x-www-form-urlencoded").await.expect(200);
        assert_eq!(used().await, (at(10), at(15)));
    }

    async fn the_use_of_another_node_is_not_forgotten(app) {
        let world = World::make(&app).await;
        let other = app.started_again().await;
        let early = app.clock.now().to_string();
        working(&app.base, &[&world.gateway]).await;
        app.clock.advance(Span::minutes(7));
        assert!(other.gateways.find(&world.gateway).is_some());
        last_use::settle(&other).await.unwrap();
        last_use::settle(&app.app).await.unwrap();
        let shown = text(&gateway(&world).await["credentials"][0]["last_used_at"]);
        assert!(shown > early, "{shown}");
    }
}

#[actix_web::test]
async fn another_node_agrees() {
    let app = TestApp::start_with(On::Postgres, |_config| {}).await;
    app.catch_up();
    let world = World::make(&app).await;
    let other = Process::start(&app).await;
    let new = rotate(&world, 24).await;
    let both = [&world.gateway, &new];
    let until = async |credential: &String, status: u16| {
        let caller = Client::anonymous(&other.base).with("x-gateway-key", credential);
        let begun = std::time::Instant::now();
        while caller.get("/gateway/hello").await.status != status {
            assert!(begun.elapsed().as_secs() < 30, "the other node does not hear of it");
            actix_web::rt::task::yield_now().await;
        }
    };
    until(&new, 200).await;
    assert_eq!(working(&other.base, &both).await, [true, true]);
    assert_eq!(end(&world, 1).await.status, 204);
    until(&world.gateway, 403).await;
    assert_eq!(working(&other.base, &both).await, [false, true]);
}
