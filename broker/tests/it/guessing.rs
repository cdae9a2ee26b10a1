//! Guessing passwords is slow, says nothing, and keeps no owner out.

use serde_json::{Value, json};
use tessera_broker::config::{Config, Limits};

use crate::on_both;
use crate::support::client::{Answer, Client};
use crate::support::world::{PASSWORD, World, text};
use crate::support::{TestApp, everything};

const SESSION: &str = "/api/v1/session";
const EMAIL: &str = "agent@support.example";

fn login(email: &str, password: &str) -> Value {
    json!({"email": email, "password": password})
}

async fn guess(app: &TestApp, email: &str) -> Answer {
    let nobody = Client::anonymous(&app.base);
    nobody.post(SESSION, &login(email, "a wrong password")).await
}

fn cookie(answer: &Answer, name: &str) -> String {
    let cookies = answer.headers.get_all("set-cookie").iter();
    let mut cookies = cookies.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap().to_owned());
    cookies.find(|cookie| cookie.starts_with(name)).unwrap()
}

/// Where the newest failed sign-in came from.
async fn last_address(app: &TestApp) -> Option<String> {
    use diesel::prelude::*;
    use tessera_broker::db::schema::audit_events as events;
    let last = app.app.db.read(everything(), |conn| {
        let newest = events::table
            .order(events::id.desc())
            .select(events::address)
            .first(conn);
        newest.map_err(tessera_broker::outcome::Refusal::from)
    });
    last.await.unwrap()
}

fn three_guesses(config: &mut Config) {
    config.limits = Limits {
        sign_in_account_per_minute: 3,
        ..Limits::NONE
    };
}

on_both! { three_guesses;
    async fn guesses_run_out_alike_for_known_and_unknown_addresses(app) {
        World::make(&app).await;
        for _ in 0..2 {
            let (known, unknown) = (guess(&app, EMAIL).await, guess(&app, "nobody@support.example").await);
            assert_eq!(known.seen(), unknown.seen());
            assert_eq!(known.refused(401), "wrong_credentials");
        }
        guess(&app, "nobody@support.example").await.refused(401);
        // World::make signed in once.
        let (known, unknown) = (guess(&app, EMAIL).await, guess(&app, "nobody@support.example").await);
        for answer in [known, unknown] {
            let wait: u64 = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
            assert!((1..=21).contains(&wait), "{wait}");
            assert_eq!(answer.refused(429), "too_many_requests");
        }
        // The right password waits as well, and other accounts do not.
        let nobody = Client::anonymous(&app.base);
        nobody.post(SESSION, &login(EMAIL, PASSWORD)).await.refused(429);
        nobody.post(SESSION, &login("lead@support.example", PASSWORD)).await.expect(204);
    }

    async fn a_device_the_account_knows_goes_on(app) {
        World::make(&app).await;
        let nobody = Client::anonymous(&app.base);
        let first = nobody.post(SESSION, &login(EMAIL, PASSWORD)).await;
        let device = cookie(&first, "tessera-device=");
        while guess(&app, EMAIL).await.status != 429 {}
        nobody.with("cookie", &device).post(SESSION, &login(EMAIL, PASSWORD)).await.expect(204);
        // It is known to that account only, and an invented one is known to none.
        while guess(&app, "lead@support.example").await.status != 429 {}
        let lead = login("lead@support.example", PASSWORD);
        nobody.with("cookie", &device).post(SESSION, &lead).await.refused(429);
        let invented = format!("{device}x");
        nobody.with("cookie", &invented).post(SESSION, &login(EMAIL, PASSWORD)).await.refused(429);
    }
}

on_both! {
    async fn after_a_hundred_wrong_ones_only_known_devices_and_mail_open_an_account(app) {
        World::make(&app).await;
        let nobody = Client::anonymous(&app.base);
        let first = nobody.post(SESSION, &login(EMAIL, PASSWORD)).await;
        let device = nobody.with("cookie", &cookie(&first, "tessera-device="));
        for _ in 0..100 {
            guess(&app, EMAIL).await.refused(401);
        }
        let right = nobody.post(SESSION, &login(EMAIL, PASSWORD)).await;
        assert_eq!(right.seen(), guess(&app, EMAIL).await.seen(), "locked is told like wrong");
        device.post(SESSION, &login(EMAIL, PASSWORD)).await.expect(204);
        // The owner's sign-in forgives.
        nobody.post(SESSION, &login(EMAIL, PASSWORD)).await.expect(204);
    }

    async fn a_session_is_never_the_one_the_browser_brought(app) {
        let world = World::make(&app).await;
        let nobody = Client::anonymous(&app.base);
        for fixed in ["tessera=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "__Host-tessera=x; tessera=x"] {
            let planted = nobody.with("cookie", fixed);
            let begun = planted.post(SESSION, &login(EMAIL, PASSWORD)).await;
            let given = cookie(&begun, "tessera=");
            assert!(!fixed.contains(given.trim_start_matches("tessera=")));
            planted.get("/api/v1/me").await.refused(401);
            nobody.with("cookie", &given).get("/api/v1/me").await.expect(200);
        }
        let sessions = world.agent.outside().get("/api/v1/me/sessions").await.expect(200);
        assert_eq!(sessions["items"].as_array().unwrap().len(), 3);
        assert!(!text(&sessions["items"][0]["id"]).is_empty());
    }

    async fn a_forwarded_address_from_anybody_is_not_believed(app) {
        guess(&app, EMAIL).await.refused(401);
        let forged = Client::anonymous(&app.base).with("x-forwarded-for", "203.0.113.9").with("forwarded", "for=203.0.113.9");
        forged.post(SESSION, &login(EMAIL, "a wrong password")).await.refused(401);
        assert_eq!(last_address(&app).await.as_deref(), Some("127.0.0.1"));
    }
}

fn behind_a_proxy(config: &mut Config) {
    config.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    config.limits = Limits {
        sign_in_per_minute: 2,
        ..Limits::NONE
    };
}

on_both! { behind_a_proxy;
    async fn callers_behind_a_trusted_proxy_are_told_apart(app) {
        let from = |address: &str| Client::anonymous(&app.base).with("x-forwarded-for", address);
        let wrong = login(EMAIL, "a wrong password");
        for _ in 0..2 {
            from("203.0.113.9").post(SESSION, &wrong).await.refused(401);
        }
        assert_eq!(last_address(&app).await.as_deref(), Some("203.0.113.9"));
        from("203.0.113.9").post(SESSION, &wrong).await.refused(429);
        from("198.51.100.1, 203.0.113.9").post(SESSION, &wrong).await.refused(429);
        from("198.51.100.1").post(SESSION, &wrong).await.refused(401);
    }
}
