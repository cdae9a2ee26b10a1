//! A person's own sessions and password.

use std::process::Command;

use serde_json::json;
use tessera_broker::config::{Config, Limits};
use tessera_shared::instant::Span;

use crate::on_both;
use crate::support::client::Client;
use crate::support::factor::enrol;
use crate::support::world::{World, text};
use crate::support::{TestApp, everything, master_key_text};

const SESSIONS: &str = "/api/v1/me/sessions";
const PASSWORD: &str = "/api/v1/me/password";
const OLD: &str = crate::support::world::PASSWORD;
const NEW: &str = "four quiet words walk";

async fn second(app: &TestApp) -> Client {
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

/// Action and facts of the newest events outside tenants, the newest first.
async fn newest_events(app: &TestApp, count: i64) -> Vec<(String, String)> {
    use diesel::prelude::*;
    use tessera_broker::db::schema::audit_events as events;
    let last = app.app.db.read(everything(), move |conn| {
        let newest = events::table
            .filter(events::tenant_id.is_null())
            .order(events::id.desc())
            .limit(count);
        let newest = newest.select((events::action, events::facts)).load(conn);
        newest.map_err(tessera_broker::outcome::Refusal::from)
    });
    last.await.unwrap()
}

fn few_tries(config: &mut Config) {
    config.limits = Limits {
        sign_in_per_minute: 20,
        sign_in_account_per_minute: 4,
        ..Limits::NONE
    };
}

on_both! { few_tries;
    async fn wrong_present_passwords_are_few_and_written_down_and_a_change_is_told(app) {
        let world = World::make(&app).await;
        let (here, other) = (world.agent.outside(), world.auditor.outside());
        let change = |current: &str| json!({"current": current, "new": NEW});
        app.clock.advance(Span::seconds(1));
        for _ in 0..4 {
            other.post(PASSWORD, &change("wrong one, surely")).await.refused(422);
        }
        let events = newest_events(&app, 4).await;
        let refused = |(action, facts): &(String, String)| action == "session.refused" && facts.contains("password change");
        assert!(events.iter().all(refused), "{events:?}");
        // More than an address may try, none of which is anybody else's.
        for _ in 0..20 {
            assert_eq!(other.post(PASSWORD, &change(OLD)).await.refused(429), "too_many_requests");
        }
        app.clock.advance(Span::seconds(1));
        here.post(PASSWORD, &change(OLD)).await.expect(204);
        assert_eq!(newest_events(&app, 1).await[0].0, "user.password_changed");
        assert!(app.mail_to("agent@support.example").await.contains("was changed"));
    }
}

on_both! {
    async fn whoever_runs_the_broker_takes_lost_factors_away_and_ends_the_sessions(app) {
        let world = World::make(&app).await;
        let (_authenticator, here) = enrol(&app, &world.agent.outside()).await;
        here.get("/api/v1/me").await.expect(200);
        let forget = |email: &str| {
            let done = Command::new(env!("CARGO_BIN_EXE_tessera"))
                .args(["user", "forget-factors", email, "--database", &app.app.config.database_url(), "--data"])
                .arg(&app.app.config.data)
                .env("TESSERA_MASTER_KEY", master_key_text())
                .env_remove("TESSERA_TEST_POSTGRES_URL")
                .output()
                .unwrap();
            (done.status.success(), String::from_utf8(done.stdout).unwrap())
        };
        assert!(!forget("nobody@support.example").0);
        here.get("/api/v1/me").await.expect(200);
        assert_eq!(forget("Agent@support.example"), (true, "forgotten\n".to_owned()));
        here.get("/api/v1/me").await.refused(401);
        let mut actions: Vec<String> = newest_events(&app, 2).await.into_iter().map(|(action, _)| action).collect();
        actions.sort();
        assert_eq!(actions, ["session.closed", "user.factor_removed"]);
        // The password alone is enough again, and there is nothing left to forget.
        second(&app).await.get("/api/v1/me").await.expect(200);
        assert_eq!(forget("agent@support.example"), (true, "there was none\n".to_owned()));
        // The command went by the system's clock, and so does its letter.
        app.catch_up();
        let letter = app.mail_to("agent@support.example").await;
        assert!(letter.contains("no longer has an authenticator app as second factor"), "{letter}");
        world.lead.get("/api/v1/tokens").await.expect(200);
    }
}

fn half_an_hour(config: &mut Config) {
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
