//! Every route × every kind of caller × own, foreign and random objects, against a table by hand.

mod limits;
pub mod objects;
mod table;

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use crate::on_both;
use crate::support::TestApp;
use crate::support::client::{Answer, Client};
use crate::support::world::World;
use objects::{Objects, bodies};
use table::{Row, TABLE};

const CALLERS: [&str; 9] = [
    "admin",
    "auditor",
    "agent",
    "lead",
    "platform owner",
    "agent of another tenant",
    "partner",
    "gateway",
    "nobody",
];

/// The callers in the order of the table. All name Halden Rail.
async fn callers(app: &TestApp, world: &World, partner: &Client) -> Vec<Client> {
    let nobody = Client::anonymous(&app.base);
    [
        world.admin.clone(),
        world.auditor.clone(),
        world.agent.clone(),
        world.lead.clone(),
        World::platform_owner(app).await,
        world.stranger.clone(),
        partner.clone(),
        nobody.with("x-gateway-key", &world.gateway),
        nobody,
    ]
    .into_iter()
    .map(|caller| caller.in_tenant(world.halden))
    .collect()
}

fn mark(status: u16, path: &str) -> char {
    let of_gateways = path.starts_with("/gateway/") || path.starts_with("/oauth2/");
    match status {
        401 | 403 if of_gateways => 'g',
        401 => 'u',
        403 => 'f',
        404 => '4',
        500.. => '!',
        _ => '+',
    }
}

async fn call(caller: &Client, method: &str, path: &str, body: &Value) -> Answer {
    match method {
        "GET" | "ANY" => caller.get(path).await,
        "DELETE" => caller.send(Method::DELETE, path, None, "").await,
        _ if path.starts_with("/oauth2/") => {
            let form = "application/x-www-form-urlencoded";
            caller.send(Method::POST, path, Some("token=x".to_owned()), form).await
        }
        _ => caller.post(path, body).await,
    }
}

/// The marks of all callers on their own tenant's objects. Bodies are empty, so that who may call
/// is told what is missing and nothing happens.
async fn marks(row: &Row, world: &World, own: &Objects, callers: &[Client]) -> String {
    let mut marks = String::new();
    for (number, caller) in callers.iter().enumerate() {
        if matches!(number, 4 | 6) {
            marks.push(' ');
        }
        // What is retired or withdrawn is no object any more, so everybody gets a fresh one.
        let path = own.with_fresh(world, row.path).await;
        // A gateway's token is bad here, which must not look like a bad gateway.
        let status = match (row.path, row.method) {
            ("/api/v1/me/events", _) => caller.status_of(&path).await,
            (_, "ANY") => match caller.get(&path).await {
                answer if answer.text.contains("invalid_token") => 200,
                answer => answer.status.as_u16(),
            },
            _ => call(caller, row.method, &path, &json!({})).await.status.as_u16(),
        };
        marks.push(mark(status, row.path));
    }
    marks
}

async fn walk(row: &Row, world: &World, own: &Objects, callers: &[Client], wrong: &mut Vec<String>) {
    let marks = marks(row, world, own, callers).await;
    if marks != row.expected {
        wrong.push(format!(
            "{} {}: expected {:?}, got {marks:?}",
            row.method, row.path, row.expected
        ));
    }
}

/// Foreign and random objects must be the same to everybody but members of both tenants.
async fn compare(row: &Row, callers: &[Client], foreign: &Objects, random: &Objects, wrong: &mut Vec<String>) {
    for (name, caller) in CALLERS.iter().zip(callers).take(6).filter(|(name, _)| **name != "lead") {
        let body = bodies(row.path);
        let (there, nowhere) = (foreign.fill(row.path), random.fill(row.path));
        let theirs = call(caller, row.method, &there, &body).await;
        let none = call(caller, row.method, &nowhere, &body).await;
        let (theirs, none) = (theirs.seen_without(&there), none.seen_without(&nowhere));
        if theirs != none || !matches!(theirs.0, 403 | 404) {
            wrong.push(format!(
                "{} {} by {name}: foreign {theirs:?}, random {none:?}",
                row.method, row.path
            ));
        }
    }
}

on_both! {
    async fn every_route_lets_through_whom_it_should(app) {
        let known: BTreeSet<(String, String)> = tessera_broker::routes::all()
            .iter()
            .map(|route| {
                let method = route.method.as_ref().map_or("ANY", |method| method.as_str());
                (method.to_owned(), route.path.to_owned())
            })
            .collect();
        let written: BTreeSet<(String, String)> =
            TABLE.iter().map(|row| (row.method.to_owned(), row.path.to_owned())).collect();
        assert_eq!(known, written, "every route has a row, every row a route");

        let world = World::make(&app).await;
        let (own, partner) = Objects::make(&app, &world).await;
        let there = world.seen_from_quay().await;
        let (foreign, _) = Objects::make(&app, &there).await;
        let random = Objects::random();
        let callers = callers(&app, &world, &partner).await;
        let before = foreign.state(&there).await;

        let mut wrong = Vec::new();
        let (last, rows): (Vec<&Row>, Vec<&Row>) = TABLE.iter().partition(|row| row.method == "DELETE");
        for row in rows {
            walk(row, &world, &own, &callers, &mut wrong).await;
            // The platform's owner may name any tenant; to others none of those routes is there.
            let anywhere = ["/api/v1/public/", "/gateway/", "/.well-known/", "/api/v1/platform/"];
            if row.path.contains('{') && !anywhere.iter().any(|start| row.path.starts_with(start)) {
                compare(row, &callers, &foreign, &random, &mut wrong).await;
            }
        }
        assert_eq!(foreign.state(&there).await, before, "nothing of another tenant changed");
        // Signing out comes last, since it takes the callers away.
        for row in last {
            walk(row, &world, &own, &callers, &mut wrong).await;
        }
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }

    async fn objects_of_other_tenants_in_bodies_are_as_good_as_none(app) {
        let world = World::make(&app).await;
        let (own, _) = Objects::make(&app, &world).await;
        let (foreign, _) = Objects::make(&app, &world.seen_from_quay().await).await;
        let random = Objects::random();
        let wish = |partner: &str, api: &str| {
            let mut wish = world.wish()["wish"].clone();
            wish["scopes"] = json!([{"api": api, "scope": "seats:read"}]);
            json!({"partner": partner, "wish": wish})
        };
        let path = "/api/v1/requests";
        world.agent.post(path, &wish(&own.partner, &own.api)).await.expect(201);
        let pairs = [
            (wish(&foreign.partner, &own.api), wish(&random.partner, &own.api)),
            (wish(&own.partner, &foreign.api), wish(&own.partner, &random.api)),
        ];
        for (theirs, none) in pairs {
            let (theirs, none) = (world.agent.post(path, &theirs).await, world.agent.post(path, &none).await);
            assert!(theirs.status.is_client_error());
            assert_eq!(theirs.seen_without(""), none.seen_without(""));
        }
    }
}
