//! What another site can make a browser send: nothing that counts, whether or not the cookie comes
//! along. Cookies are `SameSite=Strict`; these tests send them all the same, so that the rule about
//! headers stands by itself.

use serde_json::json;
use tessera_broker::http::gate::Access;
use tessera_broker::http::route::Route;
use tessera_broker::routes;
use tessera_shared::paths;

use crate::matrix::objects::Objects;
use crate::on_both;
use crate::support::client::{Answer, Client};
use crate::support::factor;
use crate::support::world::World;
use crate::support::{On, TestApp};

const SITES: [Option<&str>; 6] = [
    None,
    Some("same-origin"),
    Some("same-site"),
    Some("cross-site"),
    Some("none"),
    Some("nonsense"),
];

/// Origins, and whether the broker goes by that name.
fn origins(app: &TestApp) -> Vec<(Option<String>, bool)> {
    let host = app.base.trim_start_matches("http://");
    let port = host.split(':').nth(1).unwrap();
    let theirs = [
        "null".to_owned(),
        String::new(),
        "http://evil.example".to_owned(),
        "http://127.0.0.1:1".to_owned(),
        format!("http://127.0.0.1:{port}.evil.example"),
        format!("http://evil.example:{port}"),
        format!("http://x@{host}"),
        format!("{}/", app.base),
        format!("https://{host}"),
        format!("{} {}", app.base, app.base),
    ];
    let mut all = vec![(None, false), (Some(app.base.clone()), true)];
    all.push((Some(format!("http://localhost:{port}")), true));
    all.extend(theirs.map(|origin| (Some(origin), false)));
    all
}

/// Reports of browsers come without a page of their own; they change nothing.
fn is_unsafe(route: &Route) -> bool {
    route.method.as_ref().is_some_and(|method| method.as_str() != "GET") && route.path != paths::CSP_REPORT
}

fn takes_session(route: &Route) -> bool {
    matches!(
        route.access,
        Access::SignedIn
            | Access::Enrolling
            | Access::Halfway
            | Access::Tenant(_)
            | Access::Platform(_)
            | Access::Anywhere(_)
    )
}

async fn send(client: &Client, route: &Route, own: &Objects) -> Answer {
    let (method, path) = (route.method.clone().unwrap(), own.fill(route.path));
    let method = reqwest::Method::from_bytes(method.as_str().as_bytes()).unwrap();
    // Nobody understands it, so that what is let through changes nothing either.
    let body = json!({"nobody_knows": 1}).to_string();
    client.send(method, &path, Some(body), "application/json").await
}

#[actix_web::test]
async fn a_change_comes_from_the_own_pages_or_not_at_all() {
    let app = TestApp::start_with(On::Sqlite, |_config| {}).await;
    let world = World::make(&app).await;
    let (own, _partner) = Objects::make(&app, &world).await;
    let callers = [
        world.lead.clone(),
        World::platform_owner(&app).await,
        Client::anonymous(&app.base),
    ];
    let routes: Vec<Route> = routes::all().into_iter().filter(is_unsafe).collect();
    assert!(routes.len() > 30);
    let before = app.contents().await;
    let mut wrong = Vec::new();
    for route in routes
        .iter()
        .filter(|route| matches!(route.access, Access::Public) || takes_session(route))
    {
        for (origin, is_ours) in origins(&app) {
            for site in SITES {
                let ours = match site {
                    Some(site) => site == "same-origin",
                    // Scripts send no such headers, and no cookie either.
                    None => is_ours || (origin.is_none() && !takes_session(route)),
                };
                // Without a body to misunderstand, what is let through would happen.
                if ours && (route.doc.body.is_none() || takes_session(route)) {
                    continue;
                }
                for caller in &callers {
                    let caller = caller.on_page_of(origin.as_deref());
                    let caller = site.map_or(caller.clone(), |site| caller.with("sec-fetch-site", site));
                    let answer = send(&caller, route, &own).await;
                    let refused = answer.status == 403 && answer.json()["code"] == "cross_site";
                    if refused == ours {
                        wrong.push(format!("{} from {origin:?}, {site:?}: {}", route.path, answer.text));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert_eq!(app.contents().await, before);
}

on_both! {
    async fn the_own_pages_get_through(app) {
        let world = World::make(&app).await;
        let partner = |name: &str| json!({"name": name, "contact_name": "Ola", "contact_email": format!("{name}@p.example")});
        for (number, (origin, site)) in [(Some(app.base.as_str()), None), (None, Some("same-origin")), (Some("null"), Some("same-origin"))].into_iter().enumerate() {
            let agent = world.agent.on_page_of(origin);
            let agent = site.map_or(agent.clone(), |site| agent.with("sec-fetch-site", site));
            agent.post("/api/v1/partners", &partner(&format!("p{number}"))).await.expect(201);
        }
    }

    async fn a_form_has_no_type_that_is_taken(app) {
        let world = World::make(&app).await;
        let (own, _partner) = Objects::make(&app, &world).await;
        let half = factor::half(&app, &world.auditor.outside(), "auditor@halden.example").await.1;
        let before = app.contents().await;
        for route in routes::all().iter().filter(|route| is_unsafe(route) && route.doc.body.is_some()) {
            let caller = match route.access {
                Access::Halfway => &half,
                _ if takes_session(route) => &world.lead,
                _ => &Client::anonymous(&app.base),
            };
            for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain;application/json", ""] {
                let answer = caller.send(reqwest::Method::POST, &own.fill(route.path), Some("{}".to_owned()), kind).await;
                // Who may not is told so first.
                assert!(matches!(answer.status.as_u16(), 415 | 401 | 403 | 404), "{} {kind}: {}", route.path, answer.text);
            }
        }
        assert_eq!(app.contents().await, before);
    }

    async fn what_a_session_may_read_is_read_from_the_own_pages(app) {
        let world = World::make(&app).await;
        let (own, _partner) = Objects::make(&app, &world).await;
        for route in routes::all().iter().filter(|route| !is_unsafe(route) && takes_session(route)) {
            let path = own.fill(route.path);
            for site in ["cross-site", "same-site", "nonsense"] {
                let refused = world.lead.with("sec-fetch-site", site).get(&path).await;
                assert_eq!(refused.refused(403), "cross_site", "{path}");
            }
            for site in ["same-origin", "none"] {
                let read = world.lead.with("sec-fetch-site", site).status_of(&path).await;
                assert_ne!(read, 403, "{path}");
            }
        }
        // Pages for everybody may be linked to from anywhere.
        let visitor = Client::anonymous(&app.base).with("sec-fetch-site", "cross-site");
        visitor.get(&format!("/api/v1/public/tenants/{}", world.slug)).await.expect(200);
        assert_eq!(visitor.status_of("/").await, 200);
    }
}

on_both! { |config| config.public_url = Some("https://tokens.example.com".to_owned());
    async fn a_named_broker_goes_by_that_name_only(app) {
        let nobody = Client::anonymous(&app.base);
        let body = json!({"email": "nobody@support.example"});
        let ask = async |origin: &str| nobody.on_page_of(Some(origin)).post("/api/v1/public/password-resets", &body).await;
        assert!(ask("https://tokens.example.com").await.status.is_success());
        for origin in [app.base.as_str(), "http://tokens.example.com", "https://tokens.example.com:8443", "https://evil.example"] {
            assert_eq!(ask(origin).await.refused(403), "cross_site", "{origin}");
        }
    }

    async fn over_https_a_planted_plain_cookie_is_none(app) {
        let world = async {
            let hash = app.app.passwords.hash_blocking("a password of a test").unwrap();
            app.app.act(crate::support::everything(), move |tx| {
                let actor = tessera_broker::auth::Actor::system("test");
                tessera_broker::people::service::create_user(tx, &actor, "iris@support.example", "Iris", &hash, None)
            }).await.unwrap();
        };
        world.await;
        let nobody = Client::anonymous(&app.base).on_page_of(Some("https://tokens.example.com"));
        let login = json!({"email": "iris@support.example", "password": "a password of a test"});
        let begun = nobody.post("/api/v1/session", &login).await;
        let cookies: Vec<&str> = begun.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap()).collect();
        for cookie in &cookies {
            let attributes = ["Secure", "HttpOnly", "SameSite=Strict", "Path=/"];
            assert!(cookie.starts_with("__Host-") && attributes.iter().all(|word| cookie.contains(word)), "{cookie}");
            assert!(!cookie.contains("Domain"), "{cookie}");
        }
        let session = cookies.iter().find(|cookie| cookie.starts_with("__Host-tessera=")).unwrap();
        let session = session.split(';').next().unwrap();
        nobody.with("cookie", session).get("/api/v1/me").await.expect(200);
        let planted = session.replace("__Host-tessera=", "tessera=");
        nobody.with("cookie", &planted).get("/api/v1/me").await.refused(401);
    }
}
