//! Tokens that may be used from some networks only.

use diesel::prelude::*;
use serde_json::{Value, json};
use tessera_broker::db::schema::tokens;
use tessera_broker::tokens::usage;

use crate::issuers::reader::Reader;
use crate::issuers::{exchange, nobody, send_form};
use crate::on_both;
use crate::support::TestApp;
use crate::support::client::{Answer, Client};
use crate::support::play::newest_link;
use crate::support::world::{World, text};

/// A token that an admin allowed from these networks: its id, its secret, and its partner.
async fn token_from(app: &TestApp, world: &World, networks: &[&str]) -> (String, String, Client) {
    let (request, partner) = world.confirmed(app).await;
    let mut approval = world.approval(&request).await;
    approval["allowed_networks"] = json!(networks);
    let approve = format!("/api/v1/requests/{request}/approve");
    world.admin.post(&approve, &approval).await.expect(204);
    let id = world.issue(&request).await;
    (id, opened(app).await, partner)
}

async fn opened(app: &TestApp) -> String {
    let link = newest_link(app).await;
    link.token(&nobody(app).post(&link.path, &link.body(1)).await.expect(200))
}

/// What a gateway is told that sends these addresses.
async fn verify(app: &TestApp, world: &World, token: &str, addresses: &[&str]) -> Answer {
    let mut gateway = nobody(app)
        .with("x-gateway-key", &world.gateway)
        .with("authorization", &format!("Bearer {token}"));
    for address in addresses {
        gateway = gateway.with("x-gateway-client-address", address);
    }
    gateway.get("/gateway/verify").await
}

async fn introspect(app: &TestApp, world: &World, token: &str, more: &str) -> bool {
    let gateway = nobody(app).with("x-gateway-key", &world.gateway);
    let form = format!("token={token}{more}");
    let said = send_form(&gateway, "/oauth2/introspect", form).await.expect(200);
    said["active"].as_bool().unwrap()
}

const HOME: [&str; 2] = ["192.0.2.0/24", "2001:db8::/32"];

on_both! {
    async fn a_token_works_only_from_its_networks(app) {
        let world = World::make(&app).await;
        let (id, token, _) = token_from(&app, &world, &HOME).await;
        for inside in ["192.0.2.1", "192.0.2.254", "2001:db8:7::1", "::ffff:192.0.2.1"] {
            assert_eq!(verify(&app, &world, &token, &[inside]).await.status, 200, "{inside}");
        }
        let unknown = verify(&app, &world, "x", &["192.0.2.1"]).await.plain();
        assert_eq!(unknown.0, 401);
        let odd: [&[&str]; 8] = [
            &[], &[""], &["192.0.3.1"], &["2001:db9::1"], &["192.0.2.1", "192.0.2.1"], &["192.0.2.1, 192.0.2.1"],
            &["192.0.2.1:443"], &["X-Real-Ip"],
        ];
        for addresses in odd {
            assert_eq!(verify(&app, &world, &token, addresses).await.plain(), unknown, "{addresses:?}");
        }
        usage::flush(&app.app).await.unwrap();
        let detail = world.agent.get(&format!("/api/v1/tokens/{id}")).await.expect(200);
        assert_eq!(detail["refusals"], json!([{"reason": "network", "count": odd.len()}]));

        assert!(introspect(&app, &world, &token, "&client_address=192.0.2.1").await);
        for outside in ["", "&client_address=192.0.3.1", "&client_address=192.0.2.1:443", "&client_address="] {
            assert!(!introspect(&app, &world, &token, outside).await, "{outside}");
        }
        let twice = format!("token={token}&client_address=192.0.2.1&client_address=192.0.2.1");
        let gateway = nobody(&app).with("x-gateway-key", &world.gateway);
        let answer = send_form(&gateway, "/oauth2/introspect", twice).await;
        assert_eq!(answer.expect(400)["error"], "invalid_request");
        // One without networks needs nobody's word.
        let (_, free, _) = token_from(&app, &world, &[]).await;
        for addresses in odd {
            assert_eq!(verify(&app, &world, &free, addresses).await.status, 200);
        }
    }

    async fn everybody_concerned_sees_them_and_a_reissue_keeps_them(app) {
        let world = World::make(&app).await;
        // In any order: it is a set.
        let (id, _, partner) = token_from(&app, &world, &[HOME[1], HOME[0]]).await;
        let path = format!("/api/v1/tokens/{id}");
        let detail = world.agent.get(&path).await.expect(200);
        assert_eq!(detail["allowed_networks"], json!(HOME));
        let request = text(&detail["request"]);
        let seen = world.auditor.get(&format!("/api/v1/requests/{request}")).await.expect(200);
        assert_eq!(seen["decision"]["allowed_networks"], json!(HOME));
        let mine = partner.get("/api/v1/partner/request").await.expect(200);
        assert_eq!(mine["token"]["allowed_networks"], json!(HOME));
        let told = |action: &str| {
            let events = detail["timeline"].as_array().unwrap();
            let event = events.iter().find(|event| event["action"] == action).unwrap();
            event.to_string().contains(&HOME.join(" "))
        };
        assert!(told("request.approved") && told("token.issued"));

        world.try_change(&id, "reissue").await.expect(201);
        let next = opened(&app).await;
        assert_eq!(verify(&app, &world, &next, &["192.0.2.1"]).await.status, 200);
        assert_eq!(verify(&app, &world, &next, &["192.0.3.1"]).await.status, 401);
        let reloaded = app.app.clone();
        tokio::task::spawn_blocking(move || reloaded.load_indexes().unwrap()).await.unwrap();
        assert_eq!(verify(&app, &world, &next, &["192.0.2.1"]).await.status, 200);
        assert_eq!(verify(&app, &world, &next, &[]).await.status, 401);
    }

    async fn what_is_no_network_is_refused_with_the_spelling_that_is(app) {
        let world = World::make(&app).await;
        let (request, _) = world.confirmed(&app).await;
        let approve = format!("/api/v1/requests/{request}/approve");
        let try_networks = async |networks: Value| {
            let mut approval = world.approval(&request).await;
            approval["allowed_networks"] = networks;
            world.admin.post(&approve, &approval).await.expect(422)["errors"][0].clone()
        };
        let spelling = try_networks(json!(["2001:db8::/32", "192.0.2.7/24"])).await;
        assert_eq!(spelling["pointer"], "/allowed_networks/1");
        assert_eq!(spelling["code"], "not_canonical");
        assert_eq!(spelling["detail"], "Write it as 192.0.2.0/24.");
        assert_eq!(try_networks(json!(["x"])).await["code"], "not_a_network");
        assert_eq!(try_networks(json!(["::1/128", "::1/128"])).await["code"], "repeated");
        let many: Vec<String> = (0..17).map(|number| format!("192.0.{number}.0/24")).collect();
        assert_eq!(try_networks(json!(many)).await["code"], "out_of_range");
        let mut approval = world.approval(&request).await;
        approval["allowed_networks"] = json!(many[..16]);
        world.admin.post(&approve, &approval).await.expect(204);
    }

    async fn a_jwt_is_no_way_around_them(app) {
        let world = World::make(&app).await;
        let (id, token, _) = token_from(&app, &world, &["192.0.2.0/24"]).await;
        let unknown = exchange(&app, "x", "").await.plain();
        assert_eq!(exchange(&app, &token, "").await.plain(), unknown, "the test calls from 127.0.0.1");
        usage::flush(&app.app).await.unwrap();
        let detail = world.agent.get(&format!("/api/v1/tokens/{id}")).await.expect(200);
        assert_eq!(detail["refusals"], json!([{"reason": "network", "count": 1}]));

        let (_, near, _) = token_from(&app, &world, &["127.0.0.0/8", "192.0.2.0/24"]).await;
        let given = exchange(&app, &near, "").await.expect(200);
        assert_eq!(given["expires_in"], 60);
        let jwt = text(&given["access_token"]);
        let claims = serde_json::to_value(Reader::of(&app).await.read(&jwt, &app).unwrap()).unwrap();
        assert_eq!(claims["allowed_networks"], json!(["127.0.0.0/8", "192.0.2.0/24"]));
        assert!(introspect(&app, &world, &jwt, "&client_address=192.0.2.1").await);
        for outside in ["", "&client_address=192.0.3.1", "&client_address=192.0.2.1:443"] {
            assert!(!introspect(&app, &world, &jwt, outside).await, "{outside}");
        }
    }

    async fn nobody_who_writes_to_the_database_opens_them(app) {
        let world = World::make(&app).await;
        let (id, token, _) = token_from(&app, &world, &HOME).await;
        let row = id.clone();
        app.app.act(crate::support::everything(), move |tx| {
            let own = tokens::table.filter(tokens::id.eq(&row));
            let widened = (tokens::allowed_networks.eq(""), tokens::version.eq(7));
            Ok(diesel::update(own).set(widened).execute(&mut **tx)?)
        }).await.unwrap();
        let reloaded = app.app.clone();
        tokio::task::spawn_blocking(move || reloaded.load_indexes().unwrap()).await.unwrap();
        for addresses in [&[][..], &["192.0.3.1"], &["192.0.2.1"]] {
            assert_eq!(verify(&app, &world, &token, addresses).await.status, 401);
        }
    }
}
