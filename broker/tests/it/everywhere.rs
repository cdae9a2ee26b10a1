//! Bad input at every route of the table: always a problem, never a change.

use reqwest::Method;
use serde_json::{Value, json};
use tessera_broker::http::gate::Access;
use tessera_broker::http::route::Route;
use tessera_broker::routes;
use tessera_shared::permission::Action;

use crate::garbage::problem;
use crate::matrix::objects::Objects;
use crate::on_both;
use crate::support::TestApp;
use crate::support::client::{Answer, Client};
use crate::support::factor;
use crate::support::world::{World, gateway_body, text};

const JSON: &str = "application/json";

/// Everybody who may call something.
struct Callers {
    world: World,
    own: Objects,
    partner: Client,
    owner: Client,
    half: Client,
    gateway: Client,
    nobody: Client,
}

impl Callers {
    async fn make(app: &TestApp) -> Self {
        let world = World::make(app).await;
        let (own, partner) = Objects::make(app, &world).await;
        Self {
            own,
            partner,
            owner: World::platform_owner(app).await,
            half: factor::half(app, &world.auditor, "auditor@halden.example").await.1,
            gateway: Client::anonymous(&app.base).with("x-gateway-key", &world.gateway),
            nobody: Client::anonymous(&app.base),
            world,
        }
    }

    /// One who may call the route, so that nothing but the input is wrong.
    fn of(&self, route: &Route) -> &Client {
        match route.access {
            Access::Public => &self.nobody,
            Access::Gateway => &self.gateway,
            Access::Partner => &self.partner,
            Access::Halfway => &self.half,
            Access::Platform(_) | Access::Anywhere(_) => &self.owner,
            Access::Tenant(Action::BrandTenant | Action::DecideRequest | Action::ManageMembers) => &self.world.admin,
            Access::Tenant(Action::ManageServiceAccounts) => &self.world.lead,
            Access::Tenant(_) | Access::SignedIn | Access::Enrolling => &self.world.agent,
        }
    }

    async fn get(&self, route: &Route, query: &str) -> Answer {
        let path = format!("{}?{query}", self.own.fill(route.path));
        self.of(route).get(&path).await
    }
}

/// Routes that take `name` in their query.
fn with_query(name: &str) -> Vec<Route> {
    let routes: Vec<Route> = routes::all()
        .into_iter()
        .filter(|route| route.doc.query.contains(&name))
        .collect();
    assert!(!routes.is_empty(), "no route takes {name}");
    routes
}

on_both! {
    async fn a_body_that_does_not_fit_changes_nothing(app) {
        let callers = Callers::make(&app).await;
        let routes: Vec<Route> = routes::all().into_iter().filter(|route| route.doc.body.is_some()).collect();
        assert!(routes.len() > 10, "only {} routes take a body", routes.len());
        let (deep, large) = ("[".repeat(60_000), " ".repeat(1 << 20));
        let before = app.row_counts().await;
        for route in &routes {
            let (caller, path) = (callers.of(route), callers.own.fill(route.path));
            let send = |body: &str, kind: &'static str| caller.send(Method::POST, &path, Some(body.to_owned()), kind);
            for body in ["", "{", "[]", "null", "7", "{}", "{\"\u{0}\":1}", deep.as_str()] {
                problem(&send(body, JSON).await, 400, "malformed");
            }
            let unknown = problem(&send("{\"nobody_knows\":1}", JSON).await, 400, "malformed");
            assert!(text(&unknown["detail"]).contains("unknown field `nobody_knows`"), "{path}: {unknown}");
            problem(&send("{}", "text/plain").await, 415, "unsupported_media_type");
            problem(&send(&large, JSON).await, 413, "too_large");
        }
        assert_eq!(app.row_counts().await, before);
    }

    async fn a_page_has_1_to_100_rows_and_a_cursor_of_its_own(app) {
        let callers = Callers::make(&app).await;
        for route in with_query("limit") {
            for limit in ["0", "101", "-1", "1.5", "", "x", "4294967297"] {
                problem(&callers.get(&route, &format!("limit={limit}")).await, 400, "malformed");
            }
            for limit in ["1", "100"] {
                callers.get(&route, &format!("limit={limit}")).await.expect(200);
            }
            for cursor in ["", "x", "AAAA", "..%2F", &"A".repeat(64), &"A".repeat(500)] {
                problem(&callers.get(&route, &format!("cursor={cursor}")).await, 400, "bad_cursor");
            }
        }
    }

    async fn a_query_is_known_short_and_text(app) {
        let callers = Callers::make(&app).await;
        for route in routes::all().iter().filter(|route| !route.doc.query.is_empty()) {
            problem(&callers.get(route, "nobody_knows=1").await, 400, "malformed");
        }
        for name in ["q", "action", "object"] {
            for route in with_query(name) {
                for odd in ["%25", "%5C", "_", "%27", "%FF", "%zz", "%09", "%F0%9F%9A%82"] {
                    callers.get(&route, &format!("{name}={odd}")).await.expect(200);
                }
                for bad in ["_".repeat(60_000), "x".repeat(5_000), "a%00b".to_owned()] {
                    problem(&callers.get(&route, &format!("{name}={bad}")).await, 400, "malformed");
                }
            }
        }
    }

    async fn a_number_beyond_its_kind_is_no_other_number(app) {
        let callers = Callers::make(&app).await;
        let (agent, own) = (&callers.world.agent, &callers.own);
        let before = app.row_counts().await;
        for number in ["-1", "4294967297", "1.0", "1e0", "\"1\"", "18446744073709551617"] {
            for (path, field) in [("/api/v1/tokens/{token}/suspend", "version"), ("/api/v1/requests/{request}/issue", "revision")] {
                let body = format!("{{\"{field}\":{number},\"reason\":\"Leaked.\"}}");
                problem(&agent.send(Method::POST, &own.fill(path), Some(body), JSON).await, 400, "malformed");
            }
        }
        let largest = json!({"version": u32::MAX, "reason": "Leaked."});
        problem(&agent.post(&own.fill("/api/v1/tokens/{token}/suspend"), &largest).await, 409, "stale");
        assert_eq!(app.row_counts().await, before);
    }

    async fn a_grant_begins_and_ends_at_instants_a_calendar_has(app) {
        let world = World::make(&app).await;
        let (id, _partner) = world.confirmed(&app).await;
        let path = format!("/api/v1/requests/{id}/approve");
        let approval = world.approval(&id).await;
        let before = app.row_counts().await;
        for (field, at, pointer) in [
            ("starts_at", "9999-12-31T23:59:59Z", "/starts_at"),
            ("starts_at", "2126-01-01T00:00:00Z", "/starts_at"),
            ("ends_at", "9999-12-31T23:59:59Z", "/ends_at"),
            ("ends_at", "1999-12-31T23:59:59Z", "/ends_at"),
        ] {
            let mut body = approval.clone();
            body[field] = json!(at);
            let refused = problem(&world.admin.post(&path, &body).await, 422, "invalid");
            assert_eq!(refused["errors"][0]["pointer"], pointer, "{at}");
        }
        for at in ["tomorrow", "", "2026-11-24", "+10000-01-01T00:00:00Z", "2026-02-30T00:00:00Z"] {
            let mut body = approval.clone();
            body["starts_at"] = json!(at);
            problem(&world.admin.post(&path, &body).await, 400, "malformed");
        }
        assert_eq!(app.row_counts().await, before);
        world.admin.post(&path, &approval).await.expect(204);
    }

    async fn a_path_that_is_no_route_is_a_problem(app) {
        let world = World::make(&app).await;
        for path in ["/api", "/api/", "/api/v1", "/api/v1/", "/api/v1/tokens/", "/api/v2/tokens", "/gateway", "/gateway/check", "/oauth2", "/oauth2/tokens"] {
            problem(&world.agent.get(path).await, 404, "not_found");
            problem(&Client::anonymous(&app.base).post(path, &json!({})).await, 404, "not_found");
        }
        for id in ["%00", "%FF", "tok_%0a", &"x".repeat(20_000)] {
            problem(&world.agent.get(&format!("/api/v1/tokens/{id}")).await, 400, "bad_id");
        }
    }

    async fn a_wrong_method_is_told_the_right_ones(app) {
        let mut paths: Vec<(&str, Vec<String>)> = Vec::new();
        let all = routes::all();
        for route in all.iter().filter(|route| route.method.is_some()) {
            let methods = route.methods().into_iter().map(str::to_owned);
            match paths.iter_mut().find(|(path, _)| *path == route.path) {
                Some((_, known)) => known.extend(methods),
                None => paths.push((route.path, methods.collect())),
            }
        }
        let (nobody, random) = (Client::anonymous(&app.base), Objects::random());
        for (path, known) in paths {
            for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS] {
                if known.iter().any(|known| known == method.as_str()) {
                    continue;
                }
                let answer = nobody.send(method, &random.fill(path), None, "").await;
                problem(&answer, 405, "method_not_allowed");
                assert_eq!(answer.headers["allow"], known.join(", "), "{path}");
            }
        }
    }

    async fn a_key_belongs_to_one_person_one_tenant_and_one_path(app) {
        let world = World::make(&app).await;
        let ids = |caller: &Client| {
            let caller = caller.with("idempotency-key", "the-same");
            async move { caller.post("/api/v1/gateways", &gateway_body("edge-2")).await }
        };
        let first = ids(&world.lead).await.expect(201);
        let elsewhere = ids(&world.lead.in_tenant(world.quay)).await.expect(201);
        assert_ne!(first["gateway"]["id"], elsewhere["gateway"]["id"], "another tenant's answer");
        // Another person's key is no key of mine: the name is taken, and no answer is repeated.
        assert_eq!(ids(&world.agent).await.refused(409), "already_exists");

        let partner = json!({"name": "Nordlys", "contact_name": "Ola", "contact_email": "ola@nordlys.example"});
        let lead = world.lead.with("idempotency-key", "the-same");
        problem(&lead.post("/api/v1/partners", &partner).await, 422, "idempotency_mismatch");
        assert_eq!(world.lead.get("/api/v1/partners").await.expect(200)["items"], Value::Array(Vec::new()));
    }

    async fn a_refused_call_leaves_its_key_free(app) {
        let world = World::make(&app).await;
        let agent = world.agent.with("idempotency-key", "refused-first");
        assert_eq!(agent.post("/api/v1/gateways", &gateway_body("edge-1")).await.refused(409), "already_exists");
        agent.post("/api/v1/gateways", &gateway_body("edge-2")).await.expect(201);
    }
}
