//! A new customer in one step, and the first call of its gateway.

use serde_json::{Value, json};

use crate::on_both;
use crate::support::client::Client;
use crate::support::world::{World, api_body, gateway_body, text};

const PATH: &str = "/api/v1/platform/tenant-setups";

fn customer(slug: &str) -> Value {
    json!({
        "tenant": {"slug": slug, "name": "Osprey Lines", "accent": "#7c3aed"},
        "admin_email": "mira@osprey.example",
        "api": api_body(),
        "gateway": gateway_body("edge-1"),
    })
}

on_both! {
    async fn a_customer_is_set_up_whole_and_its_first_call_passes(app) {
        let owner = World::platform_owner(&app).await;
        let keyed = owner.with("idempotency-key", "once");
        let made = keyed.post(PATH, &customer("osprey-lines")).await.expect(201);
        assert_eq!(made["tenant"]["name"], "Osprey Lines");
        assert_eq!(made["invite"]["role"], "customer_admin");
        assert_eq!(made["api"]["slug"], "seats");
        let credential = text(&made["gateway"]["credential"]);
        // The same once more is the same, and the credential is shown once.
        let again = keyed.post(PATH, &customer("osprey-lines")).await.expect(201);
        assert_eq!(again["tenant"], made["tenant"]);
        assert_eq!(again["gateway"]["credential"], Value::Null);

        // The admin joins and finds what was made, in a trail that says by whom.
        let mail = app.mail_to("mira@osprey.example").await;
        let code = mail.split("/join#").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
        let nobody = Client::anonymous(&app.base);
        let accept = json!({"code": code, "name": "Mira Holt", "password": "four quiet words walk"});
        nobody.post("/api/v1/public/invites/accept", &accept).await.expect(204);
        let mira = Client::sign_in(&app.base, "mira@osprey.example", "four quiet words walk").await;
        let mira = mira.in_tenant(text(&made["tenant"]["id"]));
        assert_eq!(mira.get("/api/v1/gateways").await.expect(200)["items"][0]["name"], "edge-1");
        let events = mira.get("/api/v1/audit").await.expect(200);
        let told = |action: &str| events["items"].as_array().unwrap().iter().any(|event| event["action"] == action && event["actor"] == "Vera");
        for action in ["tenant.created", "member.invited", "api.created", "gateway.created"] {
            assert!(told(action), "{action}");
        }

        // The gateway says hello: that is a call that passed, and the owner hears of it.
        let first = format!("/api/v1/platform/tenants/{}/first-call", text(&made["tenant"]["id"]));
        assert_eq!(owner.get(&first).await.expect(200), json!({"passed": false}));
        let gateway = nobody.with("x-gateway-key", &credential);
        gateway.get("/gateway/verify").await.expect(401);
        tessera_broker::tokens::usage::flush(&app.app).await.unwrap();
        assert_eq!(owner.get(&first).await.expect(200), json!({"passed": false}), "a refusal is no call that passed");
        let hello = gateway.get("/gateway/hello").await.expect(200);
        assert_eq!(hello["customer"], "osprey-lines");
        assert_eq!(hello["gateway"], "edge-1");
        assert_eq!(hello["environment"], "production");
        tessera_broker::tokens::usage::flush(&app.app).await.unwrap();
        assert_eq!(owner.get(&first).await.expect(200), json!({"passed": true}));
        owner.get("/api/v1/platform/tenants/ten_01kar8zv4we008007jggzcc86j/first-call").await.refused(404);

        // That was all: the owner has no place inside.
        let inside = owner.in_tenant(text(&made["tenant"]["id"]));
        for list in ["gateways", "apis", "members", "audit", "tenant"] {
            inside.get(&format!("/api/v1/{list}")).await.refused(404);
        }
        inside.post("/api/v1/gateways", &gateway_body("edge-2")).await.refused(404);
    }

    async fn what_is_wrong_with_any_part_makes_nothing(app) {
        let world = World::make(&app).await;
        let owner = World::platform_owner(&app).await;
        let before = app.row_counts().await;
        let broken = |pointer: &str, value: Value| {
            let mut body = customer("osprey-lines");
            *body.pointer_mut(pointer).unwrap() = value;
            body
        };
        for (pointer, value) in [
            ("/tenant/slug", json!("api")), ("/tenant/accent", json!("violet")), ("/admin_email", json!("mira")),
            ("/api/audience", json!("")), ("/gateway/name", json!("")),
        ] {
            let refused = owner.post(PATH, &broken(pointer, value)).await.expect(422);
            assert_eq!(refused["errors"][0]["pointer"], pointer);
        }
        assert_eq!(owner.post(PATH, &customer(world.slug)).await.refused(409), "already_exists");
        let twice = json!([api_body()["scopes"][0], api_body()["scopes"][0]]);
        owner.post(PATH, &broken("/api/scopes", twice)).await.refused(422);
        let mut more = customer("osprey-lines");
        more["tenant"]["status"] = json!("suspended");
        owner.post(PATH, &more).await.refused(400);
        assert_eq!(app.row_counts().await, before);
    }

    async fn a_gateway_of_a_suspended_customer_is_not_greeted(app) {
        let world = World::make(&app).await;
        let owner = World::platform_owner(&app).await;
        let gateway = Client::anonymous(&app.base).with("x-gateway-key", &world.gateway);
        gateway.get("/gateway/hello").await.expect(200);
        let suspend = format!("/api/v1/platform/tenants/{}/suspend", world.halden);
        owner.post(&suspend, &json!({"reason": "The contract ended."})).await.expect(204);
        assert_eq!(gateway.get("/gateway/hello").await.refused(403), "tenant_suspended");
        let stranger = Client::anonymous(&app.base).with("x-gateway-key", "tsr_gw_nonsense");
        assert_eq!(stranger.get("/gateway/hello").await.refused(403), "bad_gateway_credential");
    }
}
