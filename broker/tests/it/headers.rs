//! The headers that browsers keep their rules from are on every answer, whatever it is.

use reqwest::Method;
use tessera_broker::config::{Config, Limits};
use tessera_broker::http::docs::VIEWER_POLICY;
use tessera_broker::http::middleware::CONTENT_SECURITY_POLICY;

use crate::matrix::objects::Objects;
use crate::on_both;
use crate::support::client::{Answer, Client};
use crate::support::world::World;
use crate::support::{On, TestApp};

/// What every answer says, word for word.
const EVERYWHERE: [(&str, &str); 9] = [
    ("reporting-endpoints", "csp=\"/csp-report\""),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("strict-transport-security", "max-age=63072000; includeSubDomains"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=(), payment=()",
    ),
];

/// Statuses seen.
type Seen = std::collections::BTreeSet<u16>;

fn check(answer: &Answer, what: &str, seen: &mut Seen) {
    let header = |name: &str| {
        let values: Vec<_> = answer.headers.get_all(name).iter().collect();
        assert_eq!(values.len(), 1, "{what}: {name} {values:?}");
        values[0].to_str().unwrap().to_owned()
    };
    for (name, value) in EVERYWHERE {
        assert_eq!(header(name), value, "{what}: {name}");
    }
    let policy = if what.contains("/api/docs/") {
        VIEWER_POLICY
    } else {
        CONTENT_SECURITY_POLICY
    };
    assert_eq!(header("content-security-policy"), policy, "{what}");
    assert!(!header("x-request-id").is_empty(), "{what}");
    assert!(!answer.headers.contains_key("access-control-allow-origin"), "{what}");
    assert!(
        !answer.headers.contains_key("server") && !answer.headers.contains_key("x-powered-by"),
        "{what}"
    );
    header("cache-control");
    seen.insert(answer.status.as_u16());
}

/// A method that is not the route's own, and its own with too much, too little and nonsense.
async fn every_way(client: &Client, method: &str, path: &str, seen: &mut Seen) {
    let large = " ".repeat(1 << 17);
    if path.ends_with("/events") && client.status_of(path).await == 200 {
        return;
    }
    for (other, body, kind) in [
        (method, None, ""),
        (method, Some("{}"), "application/json"),
        (method, Some("{"), "application/json"),
        (method, Some("x"), "text/plain"),
        (method, Some(large.as_str()), "application/json"),
        ("PUT", None, ""),
        ("OPTIONS", None, ""),
        ("HEAD", None, ""),
    ] {
        // Signing out and the like would end the caller.
        if body.is_none() && !matches!(other, "GET" | "PUT" | "OPTIONS" | "HEAD") {
            continue;
        }
        let other = Method::from_bytes(other.as_bytes()).unwrap();
        let what = format!("{other} {path}");
        check(
            &client.send(other, path, body.map(str::to_owned), kind).await,
            &what,
            seen,
        );
    }
}

#[test]
fn the_policy_is_the_one_that_was_decided() {
    for rule in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types default",
        "report-uri /csp-report",
    ] {
        assert!(CONTENT_SECURITY_POLICY.split("; ").any(|known| known == rule), "{rule}");
    }
    for never in ["unsafe-inline", "'unsafe-eval'", "http:", "https:", "*", "data:"] {
        assert!(!CONTENT_SECURITY_POLICY.contains(never), "{never}");
    }
}

#[actix_web::test]
async fn every_route_in_every_way() {
    let app = TestApp::start_with(On::Sqlite, |_config| {}).await;
    let world = World::make(&app).await;
    let (own, partner) = Objects::make(&app, &world).await;
    let nobody = Client::anonymous(&app.base);
    let gateway = nobody.with("x-gateway-key", &world.gateway);
    let mut seen = Seen::new();
    for route in tessera_broker::routes::all() {
        let method = route.method.as_ref().map_or("GET", |method| method.as_str());
        if method == "DELETE" {
            continue;
        }
        let path = own.fill(route.path);
        for caller in [&world.lead, &world.auditor, &partner, &gateway, &nobody] {
            // Filing nothing is nothing; without a body to refuse, it would be something.
            if method == "GET" || route.doc.body.is_some() {
                every_way(caller, method, &path, &mut seen).await;
            }
        }
    }
    for status in [200, 400, 401, 403, 404, 405, 413, 415] {
        assert!(seen.contains(&status), "never saw {status}: {seen:?}");
    }
}

on_both! {
    async fn pages_files_and_what_is_not_there(app) {
        let nobody = Client::anonymous(&app.base);
        let mut seen = Seen::new();
        let mut paths: Vec<String> = ["/", "/index.html", "/queue", "/no/such/page", "/no-such-file.js", "/..%2f", "/%00", "/api", "/api/docs/",
            "/api/docs/index.html", "/api/docs/no-such", "/gateway", "/oauth2", "/problems/not_found", "/.well-known/x"].map(str::to_owned).to_vec();
        let page = nobody.get("/").await.text;
        paths.extend(page.split('"').filter(|part| part.starts_with('/') && part.contains('.')).map(str::to_owned));
        for path in &paths {
            for method in ["GET", "POST", "DELETE"] {
                let answer = nobody.send(Method::from_bytes(method.as_bytes()).unwrap(), path, None, "").await;
                check(&answer, &format!("{method} {path}"), &mut seen);
            }
            let packed = nobody.with("accept-encoding", "br").status_of(path).await;
            assert!(packed < 500, "{path}");
        }
        let huge = nobody.with("x-huge", &"x".repeat(20_000)).get("/").await;
        check(&huge, "GET / with much in its head", &mut seen);
        assert_eq!(huge.refused(431), "headers_too_large");
        for status in [200, 404, 405, 431] {
            assert!(seen.contains(&status), "never saw {status}: {seen:?}");
        }
    }
}

on_both! { |config: &mut Config| config.limits = Limits { public_per_minute: 1, ..Limits::NONE };
    async fn a_refusal_for_haste(app) {
        let (nobody, mut seen) = (Client::anonymous(&app.base), Seen::new());
        let body = serde_json::json!({"email": "nobody@support.example"});
        for _ in 0..2 {
            check(&nobody.post("/api/v1/public/password-resets", &body).await, "POST", &mut seen);
        }
        assert!(seen.contains(&429), "{seen:?}");
    }
}

#[actix_web::test]
async fn an_answer_without_a_database() {
    let app = TestApp::start_with(On::Postgres, |_config| {}).await;
    let world = World::make(&app).await;
    app.lose_database();
    let mut seen = Seen::new();
    for path in ["/readyz", "/api/v1/tokens", "/api/v1/me"] {
        check(&world.agent.get(path).await, path, &mut seen);
    }
    assert_eq!(seen, Seen::from([503]));
}
