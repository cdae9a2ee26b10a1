//! What waits in the queue besides requests and tokens: gateways that fell silent.

use serde_json::{Value, json};
use tessera_broker::tokens::usage;
use tessera_shared::instant::Span;

use crate::on_both;
use crate::support::TestApp;
use crate::support::client::Client;
use crate::support::world::{World, text};

/// The gateway calls once, and the call is written down.
async fn call(app: &TestApp, world: &World) {
    let gateway = Client::anonymous(&app.base).with("x-gateway-key", &world.gateway);
    gateway.get("/gateway/hello").await.expect(200);
    gateway.get("/gateway/verify").await;
    usage::flush(&app.app).await.unwrap();
}

async fn silent(caller: &Client, path: &str) -> Value {
    caller.get(path).await.expect(200)["gateways"].clone()
}

on_both! {
    async fn a_silent_gateway_waits_for_those_who_can_act_on_it(app) {
        let world = World::make(&app).await;
        let nobody = json!({"total": 0, "mine": 0, "items": []});
        // New is not silent, and neither is one that just called.
        assert_eq!(silent(&world.agent, "/api/v1/queue").await, nobody);
        call(&app, &world).await;
        assert_eq!(silent(&world.agent, "/api/v1/queue").await, nobody);

        app.clock.advance(Span::minutes(6));
        let seen = silent(&world.agent, "/api/v1/queue").await;
        assert_eq!((&seen["total"], &seen["mine"]), (&json!(1), &json!(1)));
        assert_eq!(seen["items"][0]["name"], "edge-1");
        assert_eq!(seen["items"][0]["tenant"]["slug"], "halden-rail");
        assert_eq!(seen["items"][0]["mine"], true);

        // Over all customers of a person as well, and never over others.
        assert_eq!(silent(&world.lead, "/api/v1/me/queue").await["items"], as_role(&seen["items"], "support_lead"));
        assert_eq!(silent(&world.stranger, "/api/v1/me/queue").await, nobody);
        assert_eq!(silent(&world.other_admin, "/api/v1/queue").await, nobody);

        // Who may only look sees it among everybody's work.
        let looked = silent(&world.auditor, "/api/v1/queue").await;
        assert_eq!((&looked["total"], &looked["mine"]), (&json!(1), &json!(0)));
        assert_eq!(silent(&world.auditor, "/api/v1/queue?mine=true").await["items"], json!([]));

        let other_place = silent(&world.agent, "/api/v1/queue?environment=sandbox").await;
        assert_eq!(other_place, nobody);

        // A call ends it, and so does retiring it.
        call(&app, &world).await;
        assert_eq!(silent(&world.agent, "/api/v1/queue").await, nobody);
        app.clock.advance(Span::minutes(6));
        let id = text(&seen["items"][0]["gateway"]);
        world.agent.post(&format!("/api/v1/gateways/{id}/retire"), &Value::Null).await.expect(204);
        assert_eq!(silent(&world.agent, "/api/v1/queue").await, nobody);
    }
}

/// What somebody of another role sees of the same rows.
fn as_role(items: &Value, role: &str) -> Value {
    let mut items = items.clone();
    for item in items.as_array_mut().unwrap() {
        item["tenant"]["role"] = json!(role);
    }
    items
}
