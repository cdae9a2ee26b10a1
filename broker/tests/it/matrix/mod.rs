//! Every route × every kind of caller × own, foreign, unassigned and suspended tenants, against a
//! table by hand. Who may, gets it; who may not, changes no row of any table, and learns of another
//! tenant's things exactly what a random id tells.

mod acts;
mod elsewhere;
mod extra_keys;
mod limits;
pub mod objects;
pub mod table;

use std::collections::BTreeSet;

use image::ImageFormat;
use reqwest::Method;
use serde_json::{Value, json};
use tessera_broker::http::gate::Access;
use tessera_shared::permission::Role;

use crate::logos::craft::picture;
use crate::on_both;
use crate::support::TestApp;
use crate::support::client::{Answer, Client};
use crate::support::world::{PASSWORD, World, text};
use acts::{Call, Stage};
use objects::{Objects, bodies};
use table::{Row, SUSPENDED, TABLE};

/// Somebody who calls.
pub struct Caller {
    role: &'static str,
    client: Client,
}

/// The callers in the order of the table. All name Halden Rail, and none is a member of two tenants.
async fn callers(app: &TestApp, world: &World, partner: &Client, owner: &Client) -> Vec<Caller> {
    let nobody = Client::anonymous(&app.base);
    let (lead, _) = acts::member(app, world.halden, Role::SupportLead, None).await;
    [
        ("admin", world.admin.clone()),
        ("auditor", world.auditor.clone()),
        ("agent", world.agent.clone()),
        ("lead", Client::sign_in(&app.base, &lead, PASSWORD).await),
        ("platform owner", owner.clone()),
        ("agent of another tenant", world.stranger.clone()),
        ("partner", partner.clone()),
        ("gateway", nobody.with("x-gateway-key", &world.gateway)),
        ("nobody", nobody),
        ("service account", acts::machine(app, world).await),
    ]
    .into_iter()
    .map(|(role, client)| Caller {
        role,
        client: client.in_tenant(world.halden),
    })
    .collect()
}

/// How an answer reads in the table; `!` where it reads like nothing there.
fn mark(row: &Row, status: u16, code: &str) -> char {
    let of_gateways = row.path.starts_with("/gateway/") || row.path.starts_with("/oauth2/");
    match (status, code) {
        // A browser that comes back from a provider is sent on.
        (200..=299 | 303, _) => '+',
        (400..=499, code) if !code.is_empty() && code == row.or => '+',
        (401 | 403, _) if of_gateways => 'g',
        (401, "unauthenticated") => 'u',
        (403, "forbidden") => 'f',
        (404, "not_found") => '4',
        _ => '!',
    }
}

async fn call(caller: &Client, method: &str, path: &str, body: &Value) -> Answer {
    match method {
        "GET" | "ANY" => caller.get(path).await,
        "DELETE" => caller.send(Method::DELETE, path, None, "").await,
        _ if path.starts_with("/oauth2/") => {
            let form = format!("token={}", body["token"].as_str().unwrap_or("x"));
            let kind = "application/x-www-form-urlencoded";
            caller.send(Method::POST, path, Some(form), kind).await
        }
        _ if path.ends_with("/logo") => {
            let square = picture(32, 32, ImageFormat::Png);
            caller.send_bytes(Method::POST, path, square, "image/png").await
        }
        _ => caller.post(path, body).await,
    }
}

/// Status and code of the answer to a call.
async fn answer(method: &str, call_: &Call) -> (u16, String) {
    // A good answer to this one never ends.
    if call_.path.ends_with("/events") && call_.caller.status_of(&call_.path).await == 200 {
        return (200, String::new());
    }
    let answer = call(&call_.caller, method, &call_.path, &call_.body).await;
    let body = answer.json();
    let code = body["code"].as_str().or(body["error"].as_str()).unwrap_or_default();
    (answer.status.as_u16(), code.to_owned())
}

/// The answers to a call in the tenant of `objects`, and in one that is not there.
pub async fn there_and_nowhere(caller: &Client, row: &Row, objects: &Objects) -> (Answer, Answer) {
    let (body, random) = (bodies(row.path), Objects::random());
    let there = caller.in_tenant(&objects.tenant);
    let nowhere = caller.in_tenant(&random.tenant);
    (
        call(&there, row.method, &objects.fill(row.path), &body).await,
        call(&nowhere, row.method, &random.fill(row.path), &body).await,
    )
}

/// What is tried, and what went wrong.
struct Walk<'a> {
    app: &'a TestApp,
    stage: &'a Stage<'a>,
    callers: &'a [Caller],
    foreign: &'a Objects,
    random: &'a Objects,
    /// Of the other tenant's admin.
    session: String,
    wrong: Vec<String>,
}

impl Walk<'_> {
    fn expect(&mut self, row: &Row, who: &str, expected: char, (status, code): (u16, String)) {
        let seen = mark(row, status, &code);
        if seen != expected {
            let (method, path) = (row.method, row.path);
            let line = format!("{method} {path} by {who}: expected {expected}, got {seen}: {status} {code}");
            self.wrong.push(line);
        }
    }

    /// Whoever may not, on the own tenant's things; then everybody on what is not theirs.
    async fn refused(&mut self, row: &Row) {
        let before = self.app.contents().await;
        for (number, caller) in self.callers.iter().enumerate() {
            if row.mark(number) != '+' {
                let call = self.stage.plain(row.method, row.path, caller);
                self.expect(row, caller.role, row.mark(number), answer(row.method, &call).await);
            }
        }
        let of_anybody = ["/api/v1/public/", "/gateway/", "/.well-known/", "/oauth2/", "/sso/"];
        if row.path.contains('{') && !of_anybody.iter().any(|start| row.path.starts_with(start)) {
            for number in 0..self.callers.len() {
                // The platform's owner may name any tenant and person.
                let owners = row.mark(4) == '+' && !row.path.starts_with("/api/v1/me/");
                if number != 4 || !owners {
                    self.foreign(row, number).await;
                }
            }
        }
        if row.in_tenant() {
            for number in [0, 1, 2, 3, 9] {
                self.unassigned(row, number).await;
            }
        }
        if self.app.contents().await != before {
            self.wrong
                .push(format!("{} {}: a refused call changed something", row.method, row.path));
        }
    }

    /// Another tenant's object is as good as none.
    async fn foreign(&mut self, row: &Row, number: usize) {
        let caller = &self.callers[number];
        let there = self.foreign.fill(&row.path.replace("{session}", &self.session));
        let nowhere = self.random.fill(row.path);
        let body = self.stage.plain(row.method, row.path, caller).body;
        let theirs = call(&caller.client, row.method, &there, &body).await;
        let none = call(&caller.client, row.method, &nowhere, &body).await;
        let expected = match row.mark(number) {
            '+' | '4' => 404,
            'f' => 403,
            _ => 401,
        };
        self.same(row, caller.role, expected, (&theirs, &there), (&none, &nowhere));
    }

    /// A tenant that the caller is no member of is as good as none.
    async fn unassigned(&mut self, row: &Row, number: usize) {
        let caller = &self.callers[number];
        let (theirs, none) = there_and_nowhere(&caller.client, row, self.foreign).await;
        let paths = (self.foreign.fill(row.path), self.random.fill(row.path));
        self.same(row, caller.role, 404, (&theirs, &paths.0), (&none, &paths.1));
    }

    fn same(&mut self, row: &Row, who: &str, status: u16, theirs: (&Answer, &str), none: (&Answer, &str)) {
        let theirs = theirs.0.seen_without(theirs.1);
        let none = none.0.seen_without(none.1);
        if theirs != none || theirs.0 != status {
            let (method, path) = (row.method, row.path);
            self.wrong
                .push(format!("{method} {path} by {who}: theirs {theirs:?}, none {none:?}"));
        }
    }

    /// Whoever may, each on things made for the call.
    async fn permitted(&mut self, row: &Row) {
        for (number, caller) in self.callers.iter().enumerate() {
            if row.mark(number) == '+' {
                let mut call = self.stage.fresh(row.method, row.path, caller).await;
                if !row.or.is_empty() {
                    call.body = json!({});
                }
                self.expect(row, caller.role, '+', answer(row.method, &call).await);
            }
        }
    }

    /// The same tenant once it is suspended.
    async fn suspended(&mut self, row: &Row) {
        let mut before = self.app.contents().await;
        for (number, caller) in self.callers.iter().enumerate() {
            let call = self.stage.plain(row.method, row.path, caller);
            let (status, code) = answer(row.method, &call).await;
            if row.mark(number) == '+' && row.method != "GET" {
                if (status, code.as_str()) != (403, "tenant_suspended") {
                    let line = format!(
                        "suspended: {} {} by {}: {status} {code}",
                        row.method, row.path, caller.role
                    );
                    self.wrong.push(line);
                }
            } else {
                self.expect(row, caller.role, row.mark(number), (status, code));
            }
        }
        let mut after = self.app.contents().await;
        if row.path.starts_with("/api/v1/exports/") {
            // Who takes a list out is written down, whatever the tenant's state.
            for contents in [&mut before, &mut after] {
                contents.remove("audit_events");
            }
        }
        if after != before {
            self.wrong
                .push(format!("suspended: {} {} changed something", row.method, row.path));
        }
    }

    async fn suspended_outside(&mut self, calls: Vec<(&str, Call, &str)>) {
        for (method, call, expected) in calls {
            let (status, code) = answer(method, &call).await;
            if format!("{status} {code}") != expected {
                self.wrong
                    .push(format!("suspended: {method} {}: {status} {code}", call.path));
            }
        }
    }
}

fn rows_match_routes() {
    let routes = tessera_broker::routes::all();
    let known = routes.iter().map(|route| {
        let method = route.method.as_ref().map_or("ANY", |method| method.as_str());
        let in_tenant = matches!(route.access, Access::Tenant(_));
        (method.to_owned(), route.path.to_owned(), in_tenant)
    });
    let known: BTreeSet<(String, String, bool)> = known.collect();
    let written = TABLE
        .iter()
        .map(|row| (row.method.to_owned(), row.path.to_owned(), row.in_tenant()));
    let written: BTreeSet<(String, String, bool)> = written.collect();
    assert_eq!(known, written, "every route has a row, every row a route");
}

on_both! {
    async fn every_route_lets_through_whom_it_should(app) {
        rows_match_routes();
        let world = World::make(&app).await;
        let (foreign, _) = Objects::make(&app, &world.seen_from_quay().await).await;
        let (own, partner) = Objects::make(&app, &world).await;
        let random = Objects::random();
        let owner = World::platform_owner(&app).await;
        let stage = Stage::set(&app, &world, &own, &owner).await;
        let callers = callers(&app, &world, &partner, &owner).await;
        let sessions = world.other_admin.get("/api/v1/me/sessions").await.expect(200);
        let session = text(&sessions["items"][0]["id"]);
        let mut walk = Walk { app: &app, stage: &stage, callers: &callers, foreign: &foreign, random: &random, session, wrong: Vec::new() };

        let start = app.contents().await;
        // Signing out comes last, since it takes the callers away.
        let (last, rows): (Vec<&Row>, Vec<&Row>) = TABLE.iter().partition(|row| row.method == "DELETE");
        for row in &rows {
            walk.refused(row).await;
            walk.permitted(row).await;
        }
        let mut outside = Vec::new();
        for (method, path, expected) in SUSPENDED {
            let caller = if path.starts_with("/api/v1/partner") { &callers[6] } else { &callers[7] };
            outside.push((*method, stage.fresh(method, path, caller).await, *expected));
        }
        let suspend = format!("/api/v1/platform/tenants/{}/suspend", world.halden);
        owner.post(&suspend, &json!({"reason": "The contract ended."})).await.expect(204);
        for row in rows.iter().filter(|row| row.in_tenant()) {
            walk.suspended(row).await;
        }
        walk.suspended_outside(outside).await;
        for row in last {
            walk.refused(row).await;
            walk.permitted(row).await;
        }
        assert!(walk.wrong.is_empty(), "\n{}", walk.wrong.join("\n"));
        let unchanged: Vec<_> = app.contents().await.into_iter().filter(|table| start.get(&table.0) == Some(&table.1)).collect();
        assert!(unchanged.len() * 2 < start.len(), "the look at all tables sees no change: {unchanged:?}");
    }
}
