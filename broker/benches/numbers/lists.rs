//! Pages of lists, in the largest world, for somebody who is a member everywhere.

use serde_json::json;
use tessera_shared::paths;

use crate::Arguments;
use crate::client::{self, call, each_once, load};
use crate::process::Server;
use crate::report::{Report, grouped};
use crate::world::{EVERYWHERE, LARGE, PASSWORD, World};

const CALLS: usize = 200;

/// Lists of one tenant: what, and path with query. The busiest tenant has 23,000 tokens.
const OF_TENANT: &[(&str, &str)] = &[
    ("tokens", "/api/v1/tokens?limit=100"),
    ("tokens, active", "/api/v1/tokens?limit=100&state=active"),
    ("tokens, pending", "/api/v1/tokens?limit=100&state=pending"),
    ("tokens, expired", "/api/v1/tokens?limit=100&state=expired"),
    ("tokens, staging", "/api/v1/tokens?limit=100&environment=staging"),
    ("tokens, a text in many", "/api/v1/tokens?limit=100&q=fjord"),
    ("tokens, a text in none", "/api/v1/tokens?limit=100&q=zzzz"),
    ("requests", "/api/v1/requests?limit=100"),
    (
        "requests, waiting",
        "/api/v1/requests?limit=100&stage=awaiting_decision",
    ),
    ("requests, withdrawn", "/api/v1/requests?limit=100&stage=withdrawn"),
    ("requests, a text in none", "/api/v1/requests?limit=100&q=zzzz"),
    ("audit", "/api/v1/audit?limit=100"),
    ("audit, revocations", "/api/v1/audit?limit=100&action=token.revoked"),
    (
        "audit, an action never done",
        "/api/v1/audit?limit=100&action=tenant.suspended",
    ),
    (
        "audit, an object unheard of",
        "/api/v1/audit?limit=100&object=tok_00000000000000000000000000",
    ),
    ("queue", "/api/v1/queue"),
    ("overview", "/api/v1/tenant/overview?days=30"),
    ("partners", "/api/v1/partners"),
    ("gateways", "/api/v1/gateways"),
];

/// Lists over all tenants.
const OF_PERSON: &[(&str, &str)] = &[
    ("queue of all tenants", "/api/v1/me/queue"),
    ("tenants", "/api/v1/me/tenants?limit=100"),
    ("tenant switcher, 1 letter", "/api/v1/me/tenants?q=a&limit=20"),
    ("tenant switcher, 3 letters", "/api/v1/me/tenants?q=hal&limit=20"),
    ("tenant switcher, none found", "/api/v1/me/tenants?q=zzzz&limit=20"),
];

/// Somebody signed in, acting in a tenant.
pub struct Person {
    cookie: String,
    tenant: String,
}

impl Person {
    /// The headers of their calls.
    pub fn headers(&self) -> [(&str, &str); 2] {
        [("cookie", &self.cookie), (paths::TENANT_HEADER, &self.tenant)]
    }

    /// The same person in another tenant.
    pub fn acting_in(&self, tenant: &str) -> Self {
        Self {
            cookie: self.cookie.clone(),
            tenant: tenant.to_owned(),
        }
    }
}

/// Signs somebody in and enters the busiest tenant.
pub fn sign_in(server: &Server, email: &str) -> Person {
    let body = json!({"email": email, "password": PASSWORD}).to_string();
    let answer = client::send(server.address, &call("POST", paths::SESSION, &[], &body)).unwrap();
    assert_eq!(answer.status, 204, "{}", answer.body);
    let cookie = answer
        .header("set-cookie")
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let path = format!("{}?q=halden", paths::MY_TENANTS);
    let found = client::send(server.address, &call("GET", &path, &[("cookie", &cookie)], "")).unwrap();
    let tenant = found.json()["items"][0]["id"].as_str().unwrap().to_owned();
    Person { cookie, tenant }
}

/// Each list alone, one call after the other.
pub fn measure(arguments: &Arguments, report: &mut Report) {
    let world = World::on_sqlite(arguments, LARGE);
    let server = world.serve(arguments);
    let person = sign_in(&server, EVERYWHERE);
    let tokens = grouped(f64::from(LARGE.tokens));
    report.floor(
        format!("lists at {tokens} tokens, {} tenants, SQLite", LARGE.tenants),
        "",
    );
    for (what, path) in OF_TENANT.iter().chain(OF_PERSON) {
        let call = call("GET", path, &person.headers(), "");
        // The first call reads from the disk what others find in memory.
        client::send(server.address, &call).unwrap();
        let calls = vec![call; CALLS];
        let answered = load(server.address, 1, 200, each_once(&calls));
        let (p50, p95) = (answered.quantile(0.5), answered.quantile(0.95));
        report.row(
            *what,
            format!("p50 {p50:.1} ms, p95 {p95:.1} ms"),
            "≤ 20 ms",
            p95 <= 20.0,
        );
    }
}
