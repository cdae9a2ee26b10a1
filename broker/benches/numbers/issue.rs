//! Issuing: durable, each its own HTTP call with audit event and outbox entry.

use diesel::prelude::*;
use serde_json::Value;
use tessera_broker::demo::service::DemoSize;
use tessera_shared::ids::RequestId;
use tessera_shared::paths;

use crate::Arguments;
use crate::client::{self, call, each_once, load};
use crate::disk::syncs_per_second;
use crate::lists::{Person, sign_in};
use crate::process::{Server, median};
use crate::report::{Report, grouped};
use crate::world::{AGENT, World};

const CLIENTS: usize = 32;
const ROUNDS: usize = 5;
const WORLD: DemoSize = DemoSize {
    tenants: 20,
    tokens: 10_000,
    to_issue: 30_000,
    ending_soon: 0,
};

/// Both databases, or SQLite alone.
pub fn measure(arguments: &Arguments, report: &mut Report) {
    let world = World::on_sqlite(arguments, WORLD).copy("issuing");
    let syncs = grouped(syncs_per_second(&world.folder));
    report.floor("bare syncs of this disk", format!("{syncs}/s"));
    measure_on(arguments, report, &world, "SQLite");
    std::fs::remove_dir_all(&world.folder).unwrap();
    if let Some(admin) = &arguments.postgres {
        let world = World::on_postgres(arguments, new_database(admin), WORLD);
        measure_on(arguments, report, &world, "PostgreSQL");
    }
}

fn measure_on(arguments: &Arguments, report: &mut Report, world: &World, name: &str) {
    let server = world.serve(arguments);
    let person = sign_in(&server, AGENT);
    let calls: Vec<Vec<u8>> = waiting(&server, &person)
        .into_iter()
        .map(|id| issue(&person, id))
        .collect();
    let (mut rates, mut p50, mut p99, mut cpu) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    // The first round warms up.
    for round in calls.chunks(calls.len() / (ROUNDS + 1)).take(ROUNDS + 1).enumerate() {
        let before = server.cpu();
        let answered = load(server.address, CLIENTS, 201, each_once(round.1));
        if round.0 > 0 {
            rates.push(answered.per_second());
            p50.push(answered.quantile(0.5));
            p99.push(answered.quantile(0.99));
            cpu.push((server.cpu() - before) * 1e6 / answered.count() as f64);
        }
    }
    let (rate, p50, p99, cpu) = (median(rates), median(p50), median(p99), median(cpu));
    let figures = format!("{}/s, p50 {p50:.1} ms, p99 {p99:.1} ms, {cpu:.0} µs cpu", grouped(rate));
    report.row(
        format!("issue, {name}, {CLIENTS} clients"),
        figures,
        "≥ 3,000/s",
        rate >= 3_000.0,
    );
}

fn issue(person: &Person, request: RequestId) -> Vec<u8> {
    call(
        "POST",
        &paths::request_issue(request),
        &person.headers(),
        "{\"revision\":1}",
    )
}

/// Requests that wait for their token, page by page.
fn waiting(server: &Server, person: &Person) -> Vec<RequestId> {
    let (mut ids, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("{}?stage=awaiting_issue&limit=100{cursor}", paths::REQUESTS);
        let page = client::send(server.address, &call("GET", &path, &person.headers(), "")).unwrap();
        let page = page.json();
        let items = page["items"].as_array().unwrap();
        ids.extend(
            items
                .iter()
                .map(|item| item["id"].as_str().unwrap().parse::<RequestId>().unwrap()),
        );
        match &page["next"] {
            Value::String(next) => cursor = format!("&cursor={next}"),
            _ => return ids,
        }
    }
}

/// An empty database beside the one of this address.
pub fn new_database(admin: &str) -> String {
    let name = format!("bench_{}", tessera_broker::random::base62(12).unwrap().to_lowercase());
    let mut conn = diesel::PgConnection::establish(admin).unwrap();
    diesel::sql_query(format!("CREATE DATABASE {name}"))
        .execute(&mut conn)
        .unwrap();
    format!("{}/{name}", admin.rsplit_once('/').unwrap().0)
}
