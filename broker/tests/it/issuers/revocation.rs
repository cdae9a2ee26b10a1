//! Token revocation (RFC 7009).

use serde_json::json;

use super::{jwt, nobody, send_form, working_token};
use crate::on_both;
use crate::support::TestApp;
use crate::support::client::{Answer, Client};
use crate::support::world::{World, text};

async fn revoke(caller: &Client, token: &str) -> Answer {
    send_form(
        caller,
        "/oauth2/revoke",
        format!("token={token}&token_type_hint=access_token"),
    )
    .await
}

async fn machine(app: &TestApp, maker: &Client, actions: &[&str]) -> Client {
    let body = json!({"name": actions.join(" "), "actions": actions});
    let made = maker.post("/api/v1/service-accounts", &body).await.expect(201);
    nobody(app).with_basic(&text(&made["account"]["id"]), &text(&made["secret"]))
}

on_both! {
    async fn whoever_holds_a_token_can_end_it(app) {
        let world = World::make(&app).await;
        let (id, token) = working_token(&app, &world).await;
        assert_eq!(world.verify(&app, &token).await, 200);
        let answer = revoke(&nobody(&app), &token).await;
        assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, ""));
        assert_eq!(world.verify(&app, &token).await, 401);
        assert_eq!(world.audit(&id).await[0], "token.revoked");
        // Again, and what never was a token: the same answer.
        for other in [&token, "x", &world.gateway] {
            assert_eq!(revoke(&nobody(&app), other).await.plain(), answer.plain());
        }
        assert_eq!(world.verify(&app, &token).await, 401);
        let known = nobody(&app).with("x-gateway-key", &world.gateway).get("/gateway/hello").await;
        known.expect(200);
    }

    async fn a_service_account_ends_tokens_of_its_tenant_only(app) {
        let world = World::make(&app).await;
        let (_, token) = working_token(&app, &world).await;
        let reader = machine(&app, &world.lead, &["view_tokens"]).await;
        let elsewhere = machine(&app, &world.lead.in_tenant(world.quay), &["revoke_token"]).await;
        assert_eq!(revoke(&reader, &token).await.json()["error"], "unauthorized_client");
        let foreign = revoke(&elsewhere, &token).await;
        assert_eq!(foreign.plain(), revoke(&elsewhere, "x").await.plain());
        assert_eq!(world.verify(&app, &token).await, 200);
        let own = machine(&app, &world.lead, &["revoke_token"]).await;
        revoke(&own, &token).await.status.is_success().then_some(()).unwrap();
        assert_eq!(world.verify(&app, &token).await, 401);
        let events = world.auditor.get("/api/v1/audit").await.expect(200);
        assert_eq!((&events["items"][0]["action"], &events["items"][0]["actor_kind"]), (&json!("token.revoked"), &json!("service_account")));
    }

    async fn what_cannot_be_revoked_says_so_and_changes_nothing(app) {
        let world = World::make(&app).await;
        let (_, token) = working_token(&app, &world).await;
        let jwt = jwt(&app, &token).await;
        assert_eq!(revoke(&nobody(&app), &jwt).await.json()["error"], "unsupported_token_type");
        let wrong = nobody(&app).with_basic("sva_01kar8zv4we008007jggzcc86j", "x");
        let refused = revoke(&wrong, &token).await;
        assert_eq!(refused.json(), json!({"error": "invalid_client"}));
        refused.expect(401);
        for form in ["", "token=", "token=a&token=b", "hint=x"] {
            let refused = send_form(&nobody(&app), "/oauth2/revoke", form.to_owned()).await;
            assert_eq!((refused.status.as_u16(), &refused.json()["error"]), (400, &json!("invalid_request")), "{form}");
        }
        assert_eq!(world.verify(&app, &token).await, 200);
    }

    async fn an_access_token_of_a_service_account_can_be_ended(app) {
        let world = World::make(&app).await;
        let account = machine(&app, &world.lead, &["view_tokens"]).await;
        let other = machine(&app, &world.lead, &["revoke_token"]).await;
        let granted = send_form(&account, "/oauth2/token", "grant_type=client_credentials".to_owned()).await.expect(200);
        let access = text(&granted["access_token"]);
        let script = nobody(&app).with("authorization", &format!("Bearer {access}")).in_tenant(world.halden);
        script.get("/api/v1/tokens").await.expect(200);
        revoke(&other, &access).await;
        script.get("/api/v1/tokens").await.expect(200);
        revoke(&nobody(&app), &access).await;
        script.get("/api/v1/tokens").await.refused(401);
    }
}
