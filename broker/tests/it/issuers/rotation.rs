//! Other signing keys: planned ones that no gateway notices, and those in an emergency.

use serde_json::{Value, json};
use tessera_broker::clock::Clock;
use tessera_broker::issuers::rotate::keep_signing_keys;
use tessera_shared::instant::{Instant, Span};

use super::reader::Reader;
use super::{introspect, jwt, nobody, working_token};
use crate::on_both;
use crate::support::client::{Answer, Client};
use crate::support::process::Process;
use crate::support::world::{World, text};
use crate::support::{On, TestApp};

const ROTATE: &str = "/api/v1/signing-keys/rotate";

async fn rotate(caller: &Client, rotation: &str, algorithm: &str) -> Answer {
    let body = json!({"rotation": rotation, "algorithm": algorithm, "reason": "A test says so."});
    caller.post(ROTATE, &body).await
}

async fn states(world: &World) -> Vec<String> {
    let keys = world.agent.get("/api/v1/signing-keys").await.expect(200);
    keys["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| text(&key["state"]))
        .collect()
}

/// A gateway that fetches the keys anew when those it has are five minutes old.
struct Keeping {
    reader: Reader,
    fetched: Instant,
}

impl Keeping {
    async fn new(app: &TestApp) -> Self {
        let (reader, fetched) = (Reader::of(app).await, app.clock.now());
        Self { reader, fetched }
    }

    async fn verify(&mut self, jwt: &str, app: &TestApp) -> Option<Value> {
        if app.clock.now() - self.fetched >= Span::minutes(5) {
            *self = Self::new(app).await;
        }
        self.reader.read(jwt, app)
    }
}

on_both! {
    async fn three_rotations_and_no_gateway_refuses_what_is_good(app) {
        let world = World::make(&app).await;
        let (_, token) = working_token(&app, &world).await;
        let mut held = vec![jwt(&app, &token).await];
        // Gateways that fetch at different times.
        let mut gateways = Vec::new();
        for _ in 0..3 {
            gateways.push(Keeping::new(&app).await);
            app.clock.advance(Span::seconds(60));
        }
        let mut signers = std::collections::BTreeSet::new();
        for (number, algorithm) in ["ES256", "EdDSA", "ES256"].into_iter().enumerate() {
            rotate(&world.agent, "planned", algorithm).await.expect(204);
            assert_eq!(rotate(&world.agent, "planned", algorithm).await.refused(409), "not_possible");
            // An hour and a half in steps of a minute: a JWT each, and every gateway reads the newest and the
            // oldest that lives.
            for _ in 0..90 {
                app.clock.advance(Span::minutes(1));
                held.push(jwt(&app, &token).await);
                let now = app.clock.now().unix_seconds();
                held.retain(|jwt| Reader::end_of(jwt) > now);
                for gateway in &mut gateways {
                    for jwt in [held.first().unwrap(), held.last().unwrap()] {
                        assert!(gateway.verify(jwt, &app).await.is_some(), "rotation {number}");
                    }
                }
                signers.insert(Reader::key_of(held.last().unwrap()));
            }
        }
        assert_eq!(signers.len(), 4, "every key has signed");
        assert_eq!(Reader::of(&app).await.ids().len(), 1, "the others are gone");
        assert_eq!(states(&world).await, ["signing"]);
    }

    async fn in_an_emergency_the_old_key_is_dead_at_once(app) {
        let world = World::make(&app).await;
        let (id, token) = working_token(&app, &world).await;
        let old = jwt(&app, &token).await;
        rotate(&world.agent, "planned", "ES256").await.expect(204);
        let reader = Reader::of(&app).await;
        let claims = reader.read(&old, &app).unwrap();
        assert_eq!(reader.status(&app, &claims).await, 0);
        let before = reader.ids();
        assert_eq!((before.len(), states(&world).await), (2, vec!["published".to_owned(), "signing".to_owned()]));
        rotate(&world.agent, "emergency", "ES256").await.expect(204);
        let after = Reader::of(&app).await;
        assert_eq!(after.ids().len(), 1);
        assert!(after.ids().iter().all(|id| !before.contains(id)));
        assert!(after.read(&old, &app).is_none());
        assert_eq!(after.status(&app, &claims).await, 0, "the list too is signed by another key at once");
        assert_eq!(introspect(&app, &world.gateway, &old).await, json!({"active": false}));
        let new = jwt(&app, &token).await;
        assert!(after.read(&new, &app).is_some());
        assert_eq!(introspect(&app, &world.gateway, &new).await["active"], true);
        assert_eq!(world.verify(&app, &token).await, 200, "the token itself is not touched");
        let events = world.auditor.get("/api/v1/audit?limit=100").await.expect(200);
        let rotated: Vec<&Value> = events["items"].as_array().unwrap().iter().filter(|event| event["action"] == "signing_key.rotated").collect();
        let how: Vec<&str> = rotated.iter().map(|event| event["facts"]["rotation"].as_str().unwrap()).collect();
        assert_eq!(how, ["emergency", "planned", "first"]);
        assert_eq!((&rotated[0]["reason"], &rotated[0]["label"]), (&json!("A test says so."), &json!("Signing key ES256")));
        assert!(!events.to_string().contains(&id.replace("tok_", "d\":")), "no private part");
    }

    async fn every_tenant_gets_a_key_and_each_month_another(app) {
        let world = World::make(&app).await;
        assert_eq!(keep_signing_keys(&app.app).await.unwrap(), 2);
        assert_eq!(keep_signing_keys(&app.app).await.unwrap(), 0);
        let first = Reader::of(&app).await.ids();
        app.clock.advance(Span::days(30));
        assert_eq!(keep_signing_keys(&app.app).await.unwrap(), 0);
        app.clock.advance(Span::seconds(1));
        assert_eq!(keep_signing_keys(&app.app).await.unwrap(), 2);
        assert_eq!(keep_signing_keys(&app.app).await.unwrap(), 0);
        assert_eq!(Reader::of(&app).await.ids().len(), 2);
        assert_eq!(states(&world).await, ["published", "signing"]);
        app.clock.advance(Span::hours(2));
        let now = Reader::of(&app).await.ids();
        assert!(now.len() == 1 && now != first);
    }

    async fn who_may_not_changes_no_key(app) {
        let world = World::make(&app).await;
        keep_signing_keys(&app.app).await.unwrap();
        let before = app.contents().await;
        rotate(&world.auditor, "emergency", "ES256").await.refused(403);
        rotate(&world.admin, "emergency", "ES256").await.refused(403);
        for body in [
            json!({"rotation": "planned", "algorithm": "RS256", "reason": "x"}),
            json!({"rotation": "often", "algorithm": "ES256", "reason": "x"}),
            json!({"rotation": "planned", "algorithm": "ES256", "reason": "x", "private_key": "y"}),
        ] {
            world.agent.post(ROTATE, &body).await.refused(400);
        }
        world.agent.post(ROTATE, &json!({"rotation": "planned", "algorithm": "ES256", "reason": " "})).await.refused(422);
        assert_eq!(app.contents().await, before);
    }
}

#[actix_web::test]
async fn every_node_stops_believing_a_stolen_key() {
    let app = TestApp::start_with(On::Postgres, |_config| {}).await;
    app.catch_up();
    let world = World::make(&app).await;
    let (_, token) = working_token(&app, &world).await;
    let old = jwt(&app, &token).await;
    let other = Process::start(&app).await;
    let there = nobody(&app).at(&other.base).with("x-gateway-key", &world.gateway);
    let active = |jwt: String| {
        let there = there.clone();
        async move {
            let said = super::send_form(&there, "/oauth2/introspect", format!("token={jwt}")).await;
            said.expect(200)["active"] == json!(true)
        }
    };
    assert!(active(old.clone()).await);
    let begun = std::time::Instant::now();
    rotate(&world.agent, "emergency", "ES256").await.expect(204);
    while active(old.clone()).await {
        tokio::task::yield_now().await;
    }
    // The published bound.
    assert!(begun.elapsed().as_secs() < 10);
    let new = jwt(&app, &token).await;
    while !active(new.clone()).await {
        tokio::task::yield_now().await;
    }
}
