//! Dangerous acts ask once more who one is.

use serde_json::{Value, json};
use tessera_broker::config::Config;
use tessera_broker::routes;
use tessera_shared::instant::Span;

use crate::on_both;
use crate::support::client::{Answer, Client};
use crate::support::factor::{enrol, finish};
use crate::support::world::{PASSWORD, World, gateway_body, text};

const STEP_UP: &str = "/api/v1/session/step-up";

/// Routes that ask, written by hand.
const FRESH: [&str; 21] = [
    "add_gateway_key",
    "add_passkey",
    "add_provider",
    "add_service_account_key",
    "begin_passkey",
    "begin_totp",
    "change_password",
    "change_provider",
    "confirm_totp",
    "create_service_account",
    "end_gateway_credential",
    "remove_member",
    "remove_passkey",
    "remove_totp",
    "replace_recovery_codes",
    "retire_gateway",
    "retire_service_account",
    "rotate_gateway",
    "rotate_service_account",
    "rotate_signing_keys",
    "suspend_tenant",
];

fn with_password() -> Value {
    json!({"by": "password", "proof": PASSWORD})
}

fn with_code(code: &str) -> Value {
    json!({"by": "code", "proof": code})
}

fn five_minutes(config: &mut Config) {
    config.session.fresh_minutes = 5;
}

fn broken(answer: Answer) -> String {
    text(&answer.expect(422)["errors"][0]["pointer"])
}

on_both! { five_minutes;
    async fn a_dangerous_act_needs_a_proof_not_older_than_five_minutes(app) {
        let world = World::make(&app).await;
        let gateway = world.agent.post("/api/v1/gateways", &gateway_body("edge-2")).await.expect(201);
        let rotate = format!("/api/v1/gateways/{}/rotate", text(&gateway["gateway"]["id"]));
        app.clock.advance(Span::minutes(5));
        world.agent.post(&rotate, &json!({"overlap_hours": 24})).await.expect(200);
        app.clock.advance(Span::millis(1));
        let before = app.row_counts().await;
        assert_eq!(world.agent.post(&rotate, &json!({"overlap_hours": 24})).await.refused(403), "step_up_required");
        assert_eq!(app.row_counts().await, before);
        // What is not dangerous goes on.
        world.agent.get("/api/v1/gateways").await.expect(200);

        assert_eq!(broken(world.agent.outside().post(STEP_UP, &json!({"by": "password", "proof": "not mine"})).await), "/proof");
        assert_eq!(broken(world.agent.outside().post(STEP_UP, &with_code("123456")).await), "/proof");
        world.agent.post(&rotate, &json!({"overlap_hours": 24})).await.refused(403);
        let fresh = world.agent.post(STEP_UP, &with_password()).await;
        assert_eq!(fresh.status, 204);
        world.agent.get("/api/v1/me").await.refused(401);
        let again = world.agent.in_session(&fresh);
        again.post(&rotate, &json!({"overlap_hours": 24})).await.expect(200);
        app.clock.advance(Span::minutes(6));
        again.post(&rotate, &json!({"overlap_hours": 24})).await.refused(403);
    }

    async fn every_dangerous_route_asks_and_says_so(app) {
        let world = World::make(&app).await;
        let owner = World::platform_owner(&app).await;
        app.clock.advance(Span::minutes(6));
        let mut asking: Vec<&str> = Vec::new();
        for route in routes::all().iter().filter(|route| route.fresh) {
            let path = crate::matrix::objects::Objects::random().fill(route.path);
            let caller = match route.name {
                "suspend_tenant" | "add_provider" | "change_provider" => owner.clone(),
                "remove_member" => world.admin.clone(),
                _ => world.lead.clone(),
            };
            let answer = caller.post(&path, &json!({})).await;
            assert_eq!(answer.refused(403), "step_up_required", "{}", route.name);
            asking.push(route.name);
        }
        asking.sort_unstable();
        assert_eq!(asking, FRESH);
        let document = Client::anonymous(&app.base).get("/api/openapi.json").await.expect(200);
        assert_eq!(document.to_string().matches("\"x-step-up\":true").count(), FRESH.len());
    }

    async fn who_may_not_do_it_anyway_is_not_asked(app) {
        let world = World::make(&app).await;
        app.clock.advance(Span::minutes(6));
        let path = format!("/api/v1/platform/tenants/{}/suspend", world.halden);
        assert_eq!(world.lead.outside().post(&path, &json!({"reason": "No."})).await.refused(404), "not_found");
        let nobody = "usr_01kar8zv4we008007jggzcc86j";
        let remove = format!("/api/v1/members/{nobody}/remove");
        assert_eq!(world.agent.post(&remove, &json!({"reason": "No."})).await.refused(403), "forbidden");
    }

    async fn with_a_second_factor_the_password_is_not_enough(app) {
        let world = World::make(&app).await;
        let (authenticator, here) = enrol(&app, &world.agent.outside()).await;
        app.clock.advance(Span::minutes(6));
        assert_eq!(broken(here.post(STEP_UP, &with_password()).await), "/proof");
        let code = authenticator.code(&app, 0);
        let fresh = here.post(STEP_UP, &with_code(&code)).await;
        assert_eq!(fresh.status, 204, "{}", fresh.text);
        let here = here.in_session(&fresh);
        assert_eq!(broken(here.post(STEP_UP, &with_code(&code)).await), "/proof", "a code is good once, wherever");
        here.post("/api/v1/me/factors/recovery-codes", &json!(null)).await.expect(200);
    }
}

on_both! {
    async fn a_cookie_from_before_signing_in_is_good_for_nothing_after_it(app) {
        let world = World::make(&app).await;
        let preset = "tessera=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let fixed = Client::anonymous(&app.base).with("cookie", preset);
        let login = json!({"email": "agent@support.example", "password": PASSWORD});
        let answer = fixed.post("/api/v1/session", &login).await;
        assert_eq!(answer.status, 204);
        assert_ne!(answer.cookie("tessera=").unwrap(), preset);
        fixed.get("/api/v1/me").await.refused(401);
        // With a second factor there are three secrets, each good for its own time only.
        let (authenticator, _here) = enrol(&app, &world.agent.outside()).await;
        let half = fixed.post("/api/v1/session", &login).await;
        let whole = finish(&Client::anonymous(&app.base).in_session(&half), &authenticator.code(&app, 0)).await;
        assert_ne!(half.cookie("tessera="), whole.cookie("tessera="));
        fixed.get("/api/v1/me").await.refused(401);
        Client::anonymous(&app.base).in_session(&half).get("/api/v1/me").await.refused(401);
    }
}
