//! A new password by mail.

use serde_json::json;
use tessera_shared::instant::Span;

use crate::on_both;
use crate::support::TestApp;
use crate::support::client::Client;
use crate::support::world::{PASSWORD, World};

const ASK: &str = "/api/v1/public/password-resets";
const OPEN: &str = "/api/v1/public/password-resets/open";
const COMPLETE: &str = "/api/v1/public/password-resets/complete";
const EMAIL: &str = "agent@support.example";
const NEW: &str = "four quiet words walk";

async fn code(app: &TestApp, email: &str) -> String {
    let nobody = Client::anonymous(&app.base);
    nobody.post(ASK, &json!({"email": email})).await.expect(204);
    let mail = app.mail_to(EMAIL).await;
    mail.split("/reset#")
        .nth(1)
        .unwrap()
        .split_whitespace()
        .next()
        .unwrap()
        .to_owned()
}

async fn sign_in(app: &TestApp, password: &str) -> u16 {
    let body = json!({"email": EMAIL, "password": password});
    Client::anonymous(&app.base)
        .post("/api/v1/session", &body)
        .await
        .status
        .as_u16()
}

on_both! {
    async fn a_link_sets_the_password_once_and_ends_every_session(app) {
        let world = World::make(&app).await;
        let nobody = Client::anonymous(&app.base);
        let code = code(&app, "Agent@Support.example").await;
        let complete = |password: &str| json!({"code": code, "password": password});
        // Looking at it is free, and as often as one likes.
        for _ in 0..2 {
            nobody.post(OPEN, &json!({"code": code})).await.expect(204);
        }
        nobody.post(COMPLETE, &complete("too short")).await.refused(422);
        nobody.post(COMPLETE, &complete(NEW)).await.expect(204);
        world.agent.outside().get("/api/v1/me").await.refused(401);
        world.lead.outside().get("/api/v1/me").await.expect(200);
        assert_eq!((sign_in(&app, PASSWORD).await, sign_in(&app, NEW).await), (401, 204));
        assert!(app.mail_to(EMAIL).await.contains("was changed"));
        // Used is as good as unknown.
        let used = nobody.post(COMPLETE, &complete(PASSWORD)).await;
        let unknown = nobody.post(COMPLETE, &json!({"code": "x", "password": PASSWORD})).await;
        assert_eq!(used.seen(), unknown.seen());
        for code in [code.as_str(), "x"] {
            let looked = nobody.post(OPEN, &json!({"code": code})).await;
            assert_eq!(looked.seen_without(OPEN), used.seen_without(COMPLETE));
        }
        assert_eq!(used.refused(404), "not_found");
        assert_eq!(sign_in(&app, NEW).await, 204);
    }

    async fn a_link_ends_after_half_an_hour_and_with_the_next_one(app) {
        World::make(&app).await;
        let nobody = Client::anonymous(&app.base);
        let first = code(&app, EMAIL).await;
        let second = code(&app, EMAIL).await;
        nobody.post(COMPLETE, &json!({"code": first, "password": NEW})).await.refused(404);
        nobody.post(OPEN, &json!({"code": first})).await.refused(404);
        nobody.post(OPEN, &json!({"code": second})).await.expect(204);
        app.clock.advance(Span::minutes(30));
        nobody.post(OPEN, &json!({"code": second})).await.refused(404);
        nobody.post(COMPLETE, &json!({"code": second, "password": NEW})).await.refused(404);
        assert_eq!(sign_in(&app, PASSWORD).await, 204);
    }

    async fn asking_says_nothing_about_accounts(app) {
        World::make(&app).await;
        let nobody = Client::anonymous(&app.base);
        let known = nobody.post(ASK, &json!({"email": EMAIL})).await;
        let unknown = nobody.post(ASK, &json!({"email": "nobody@support.example"})).await;
        assert_eq!((known.status, &known.text), (unknown.status, &unknown.text));
        assert_eq!(known.headers.len(), unknown.headers.len());
        assert!(app.mail_to("nobody@support.example").await.contains("no account"));
        assert_eq!(sign_in(&app, PASSWORD).await, 204, "asking changes nothing");
    }

    async fn of_ten_who_use_a_link_at_once_one_wins(app) {
        World::make(&app).await;
        let code = code(&app, EMAIL).await;
        let nobody = Client::anonymous(&app.base);
        let bodies: Vec<_> = (0..10).map(|n| json!({"code": code, "password": format!("{NEW} {n}")})).collect();
        let answers = futures_util::future::join_all(bodies.iter().map(|body| nobody.post(COMPLETE, body))).await;
        let won: Vec<usize> = (0..10).filter(|n| answers[*n].status == 204).collect();
        assert_eq!(won.len(), 1);
        assert_eq!(sign_in(&app, &format!("{NEW} {}", won[0])).await, 204);
    }
}

on_both! { |config: &mut tessera_broker::config::Config| config.limits.letters_per_minute = 2;
    async fn nobody_is_flooded_with_letters(app) {
        World::make(&app).await;
        let nobody = Client::anonymous(&app.base);
        for email in [EMAIL, "nobody@support.example"] {
            let body = json!({"email": email});
            nobody.post(ASK, &body).await.expect(204);
            nobody.post(ASK, &body).await.expect(204);
            nobody.post(ASK, &body).await.refused(429);
        }
    }
}
