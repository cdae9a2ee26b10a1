//! Headers in which somebody says who or where they are: nobody believes them.

use serde_json::json;
use tessera_broker::config::{Config, Limits};
use tessera_shared::paths;

use crate::matrix::objects::Objects;
use crate::on_both;
use crate::support::client::{Answer, Client};
use crate::support::world::{PASSWORD, World};
use crate::support::{On, TestApp, everything};

/// What proxies and gateways elsewhere write, and callers might.
const SPOOFS: [(&str, &str); 22] = [
    ("x-forwarded-for", "203.0.113.9"),
    ("x-forwarded-host", "evil.example"),
    ("x-forwarded-proto", "https"),
    ("x-forwarded-port", "443"),
    ("x-forwarded-prefix", "/evil"),
    ("x-forwarded-user", "owner@tessera.example"),
    ("forwarded", "for=203.0.113.9;host=evil.example;proto=https"),
    ("x-real-ip", "203.0.113.9"),
    ("x-client-ip", "203.0.113.9"),
    ("true-client-ip", "203.0.113.9"),
    ("cf-connecting-ip", "203.0.113.9"),
    ("x-user", "owner@tessera.example"),
    ("x-user-id", "usr_01kar8zv4we008007jggzcc86j"),
    ("x-remote-user", "owner@tessera.example"),
    ("remote-user", "owner@tessera.example"),
    ("x-role", "platform_owner"),
    ("x-tessera-tenant", "northquay"),
    ("x-tessera-tenant-id", "ten_01kar8zv4we008007jggzcc86j"),
    ("x-tessera-partner", "prt_01kar8zv4we008007jggzcc86j"),
    ("x-original-url", "/healthz"),
    ("x-rewrite-url", "/healthz"),
    ("x-http-method-override", "DELETE"),
];

fn spoofing(client: &Client) -> Client {
    SPOOFS
        .iter()
        .fold(client.clone(), |client, (name, value)| client.with(name, value))
}

async fn call(client: &Client, method: &str, path: &str) -> Answer {
    match method {
        "POST" if path.starts_with("/oauth2/") => {
            let kind = "application/x-www-form-urlencoded";
            client
                .send(reqwest::Method::POST, path, Some("token=x".to_owned()), kind)
                .await
        }
        // Understood by nobody, so that the second call finds what the first one found.
        "POST" => client.post(path, &json!({"nobody_knows": 1})).await,
        _ => client.get(path).await,
    }
}

/// Where events since `after` came from.
async fn addresses(app: &TestApp, after: i64) -> Vec<Option<String>> {
    use diesel::prelude::*;
    use tessera_broker::db::schema::audit_events as events;
    let read = app.app.db.read(everything(), move |conn| {
        let all = events::table
            .order(events::id.asc())
            .select(events::address)
            .offset(after);
        all.load(conn).map_err(tessera_broker::outcome::Refusal::from)
    });
    read.await.unwrap()
}

#[actix_web::test]
async fn no_header_changes_an_answer() {
    let app = TestApp::start_with(On::Sqlite, |_config| {}).await;
    let world = World::make(&app).await;
    let (own, partner) = Objects::make(&app, &world).await;
    let owner = World::platform_owner(&app).await;
    let nobody = Client::anonymous(&app.base);
    let gateway = nobody.with("x-gateway-key", &world.gateway);
    let before = app.contents().await;
    for route in tessera_broker::routes::all() {
        let method = route.method.as_ref().map_or("ANY", |method| method.as_str());
        // Nothing but a session ends by this one, a stream does not end at all, and the others are asked below.
        let exports = route.path.starts_with("/api/v1/exports/");
        if exports
            || method == "DELETE"
            || [paths::MY_EVENTS, paths::GATEWAY_EVENTS, paths::SSO_CALLBACK].contains(&route.path)
        {
            continue;
        }
        // Filing and the like may be repeated without a body.
        if method == "POST" && route.doc.body.is_none() && !route.path.starts_with("/oauth2/") {
            continue;
        }
        let path = own.fill(route.path);
        for caller in [
            &world.admin,
            &world.agent,
            &owner,
            &world.stranger,
            &partner,
            &gateway,
            &nobody,
        ] {
            let (honest, spoofed) = (
                call(caller, method, &path).await,
                call(&spoofing(caller), method, &path).await,
            );
            assert_eq!(honest.plain(), spoofed.plain(), "{method} {path}");
        }
    }
    assert_eq!(app.contents().await, before);
    // Who takes a list out, or comes back from a provider unasked, leaves a line in the trail.
    for path in [paths::EXPORT_TOKENS, paths::EXPORT_REQUESTS, paths::EXPORT_PARTNERS] {
        for caller in [&world.agent, &world.stranger, &partner, &nobody] {
            let (honest, spoofed) = (
                call(caller, "GET", path).await,
                call(&spoofing(caller), "GET", path).await,
            );
            assert_eq!(honest.plain(), spoofed.plain(), "GET {path}");
        }
    }
    let path = own.fill(paths::SSO_CALLBACK);
    let (honest, spoofed) = (
        call(&nobody, "GET", &path).await,
        call(&spoofing(&nobody), "GET", &path).await,
    );
    assert_eq!(honest.plain(), spoofed.plain());
}

on_both! {
    async fn the_trail_says_where_the_socket_was(app) {
        let world = World::make(&app).await;
        let after = addresses(&app, 0).await.len();
        let wrong = json!({"email": "agent@support.example", "password": "a wrong password"});
        for (name, value) in SPOOFS {
            let spoofing = Client::anonymous(&app.base).with(name, value);
            spoofing.post("/api/v1/session", &wrong).await.refused(401);
            let partner = json!({"name": name, "contact_name": "Ola", "contact_email": format!("{name}@p.example")});
            world.agent.with(name, value).post("/api/v1/partners", &partner).await.expect(201);
        }
        let seen = addresses(&app, i64::try_from(after).unwrap()).await;
        assert_eq!(seen.len(), 2 * SPOOFS.len());
        assert!(seen.iter().all(|address| address.as_deref() == Some("127.0.0.1")), "{seen:?}");
    }

    async fn links_in_letters_lead_where_the_settings_say(app) {
        World::make(&app).await;
        let email = "agent@support.example";
        spoofing(&Client::anonymous(&app.base)).post("/api/v1/public/password-resets", &json!({"email": email})).await;
        let mail = app.mail_to(email).await;
        assert!(mail.contains(&app.app.config.public_origin()) && !mail.contains("evil"), "{mail}");
    }
}

fn one_sign_in(config: &mut Config) {
    config.limits = Limits {
        sign_in_per_minute: 1,
        ..Limits::NONE
    };
}

fn one_call(config: &mut Config) {
    config.limits = Limits {
        public_per_minute: 1,
        ..Limits::NONE
    };
}

on_both! { one_sign_in;
    async fn another_address_in_a_header_gives_no_other_try(app) {
        let nobody = Client::anonymous(&app.base);
        let login = |number: usize| json!({"email": format!("user{number}@support.example"), "password": PASSWORD});
        nobody.post("/api/v1/session", &login(0)).await.refused(401);
        for (number, (name, _)) in SPOOFS.iter().enumerate() {
            for value in ["198.51.100.7", "for=198.51.100.7", "127.0.0.2"] {
                let refused = nobody.with(name, value).post("/api/v1/session", &login(1 + number)).await;
                assert_eq!(refused.refused(429), "too_many_requests", "{name}: {value}");
            }
        }
    }
}

on_both! { one_call;
    async fn another_address_in_a_header_gives_no_other_call(app) {
        let nobody = Client::anonymous(&app.base);
        let (path, body) = ("/api/v1/public/password-resets", json!({"email": "nobody@support.example"}));
        assert!(nobody.post(path, &body).await.status.is_success());
        for (name, _) in SPOOFS {
            let refused = nobody.with(name, "198.51.100.7").post(path, &body).await;
            assert_eq!(refused.refused(429), "too_many_requests", "{name}");
        }
    }
}
