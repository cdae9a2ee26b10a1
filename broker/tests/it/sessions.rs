//! A person's own sessions and password.

use serde_json::json;
use tessera_shared::instant::Span;

use crate::on_both;
use crate::support::client::Client;
use crate::support::world::{World, text};

const SESSIONS: &str = "/api/v1/me/sessions";
const PASSWORD: &str = "/api/v1/me/password";
const OLD: &str = crate::support::world::PASSWORD;
const NEW: &str = "four quiet words walk";

async fn second(app: &crate::support::TestApp) -> Client {
    Client::sign_in(&app.base, "agent@support.example", OLD).await
}

on_both! {
    async fn one_sees_and_ends_only_the_own_sessions(app) {
        let world = World::make(&app).await;
        let (here, there) = (world.agent.outside(), second(&app).await);
        let seen = here.get(SESSIONS).await.expect(200);
        let items = seen["items"].as_array().unwrap();
        assert_eq!(items.len(), 2);
        assert_eq!(items.iter().filter(|item| item["current"] == json!(true)).count(), 1);
        let other = items.iter().find(|item| item["current"] == json!(false)).unwrap();
        let path = format!("{SESSIONS}/{}/close", text(&other["id"]));

        let foreign = world.lead.outside().post(&path, &json!(null)).await;
        let nowhere = format!("{SESSIONS}/ses_01kar8zv4we008007jggzcc86j/close");
        let random = world.lead.outside().post(&nowhere, &json!(null)).await;
        assert_eq!(foreign.seen_without(&path), random.seen_without(&nowhere));
        there.get("/api/v1/me").await.expect(200);

        here.post(&path, &json!(null)).await.expect(204);
        assert_eq!(there.get("/api/v1/me").await.refused(401), "unauthenticated");
        here.post(&path, &json!(null)).await.refused(404);
        here.get("/api/v1/me").await.expect(200);
    }

    async fn all_other_sessions_end_at_once(app) {
        let world = World::make(&app).await;
        let others = [second(&app).await, second(&app).await];
        world.agent.outside().post("/api/v1/me/other-sessions/close", &json!(null)).await.expect(204);
        for other in others {
            other.get("/api/v1/me").await.refused(401);
        }
        world.agent.get("/api/v1/tokens").await.expect(200);
        world.lead.get("/api/v1/tokens").await.expect(200);
    }

    async fn a_new_password_needs_the_old_one_and_ends_other_sessions(app) {
        let world = World::make(&app).await;
        let (here, there) = (world.agent.outside(), second(&app).await);
        let before = app.row_counts().await;
        for (current, new) in [(OLD, "elevenchars"), (OLD, OLD), ("", NEW)] {
            here.post(PASSWORD, &json!({"current": current, "new": new})).await.refused(422);
        }
        assert_eq!(app.row_counts().await, before);
        here.post(PASSWORD, &json!({"current": "wrong one, surely", "new": NEW})).await.refused(422);
        here.post(PASSWORD, &json!({"current": OLD, "new": NEW})).await.expect(204);
        there.get("/api/v1/me").await.refused(401);
        here.get("/api/v1/me").await.expect(200);
        let sign_in = |password: &str| json!({"email": "agent@support.example", "password": password});
        let nobody = Client::anonymous(&app.base);
        assert_eq!(nobody.post("/api/v1/session", &sign_in(OLD)).await.refused(401), "wrong_credentials");
        nobody.post("/api/v1/session", &sign_in(NEW)).await.expect(204);
    }

    async fn an_admin_signs_a_member_out_everywhere(app) {
        let world = World::make(&app).await;
        let members = world.admin.get("/api/v1/members").await.expect(200);
        let id = |email: &str| {
            let mut items = members["items"].as_array().unwrap().iter();
            text(&items.find(|item| item["email"] == json!(email)).unwrap()["id"])
        };
        let path = |email: &str| format!("/api/v1/members/{}/sign-out", id(email));
        let auditor = path("auditor@halden.example");
        world.auditor.get("/api/v1/tokens").await.expect(200);
        // From below, from the side and from elsewhere nothing happens.
        assert_eq!(world.agent.post(&auditor, &json!(null)).await.refused(403), "forbidden");
        assert_eq!(world.other_admin.post(&auditor, &json!(null)).await.refused(404), "not_found");
        for above in ["admin@halden.example", "lead@support.example"] {
            assert_eq!(world.admin.post(&path(above), &json!(null)).await.refused(409), "not_possible", "{above}");
        }
        world.auditor.get("/api/v1/tokens").await.expect(200);

        world.admin.post(&auditor, &json!(null)).await.expect(204);
        world.auditor.get("/api/v1/tokens").await.refused(401);
        assert!(app.mail_to("auditor@halden.example").await.contains("Hanna signed you out everywhere"));
        assert_eq!(world.admin.post(&auditor, &json!(null)).await.refused(409), "not_possible");
        let events = world.admin.get(&format!("/api/v1/audit?object={}", id("auditor@halden.example"))).await.expect(200);
        assert_eq!(events["items"][0]["action"], json!("member.signed_out"));
        world.lead.get("/api/v1/tokens").await.expect(200);
    }
}

fn half_an_hour(config: &mut tessera_broker::config::Config) {
    config.session.idle_minutes = 30;
    config.session.absolute_hours = 12;
}

on_both! { half_an_hour;
    async fn the_time_that_is_left_is_told_and_true(app) {
        let world = World::make(&app).await;
        let left = async || {
            let me = world.agent.outside().get("/api/v1/me").await.expect(200);
            (me["session_left_seconds"].as_u64().unwrap(), me["session_most_seconds"].as_u64().unwrap())
        };
        // Use within the same minute is not written down, and then does not count.
        app.clock.advance(Span::seconds(30));
        assert_eq!(left().await, (30 * 60 - 30, 12 * 3_600 - 30));
        app.clock.advance(Span::minutes(29));
        assert_eq!(left().await, (30 * 60, 12 * 3_600 - 30 - 29 * 60));
        app.clock.advance(Span::millis(30 * 60_000 - 1));
        left().await;
        app.clock.advance(Span::minutes(30));
        world.agent.outside().get("/api/v1/me").await.refused(401);
    }
}
