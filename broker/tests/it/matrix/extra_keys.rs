//! Bodies with keys that nobody may set, or with a key twice.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::acts::{Call, Stage};
use super::objects::Objects;
use super::table::{Row, TABLE};
use super::{Caller, callers};
use crate::garbage::problem;
use crate::on_both;
use crate::support::world::{World, text};

/// What a caller might hope to set beside what is theirs to say.
const PRIVILEGED: [&str; 14] = [
    "id",
    "tenant_id",
    "tenant",
    "status",
    "state",
    "role",
    "platform_role",
    "decided_by",
    "approved_by",
    "created_by",
    "issued_by",
    "permissions",
    "is_admin",
    "generation",
];

/// A key of anybody's making may hold more than we read (RFC 7517 §4).
const OPEN: &str = "jwk";

/// Pointers to every object in a body.
fn objects(at: &str, value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            found.push(at.to_owned());
            for (name, value) in fields.iter().filter(|(name, _)| *name != OPEN) {
                objects(&format!("{at}/{name}"), value, found);
            }
        }
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                objects(&format!("{at}/{number}"), item, found);
            }
        }
        _ => {}
    }
}

/// The body with one more key in the object at `pointer`.
fn with_key(body: &Value, pointer: &str, key: &str) -> Option<Value> {
    let mut body = body.clone();
    let object: &mut Map<String, Value> = body.pointer_mut(pointer)?.as_object_mut()?;
    if object.contains_key(key) {
        return None;
    }
    object.insert(key.to_owned(), json!("x"));
    Some(body)
}

/// The body with the first key of the object at `pointer` a second time, at its end.
fn with_twice(body: &Value, pointer: &str) -> Option<String> {
    let object = body.pointer(pointer)?.as_object()?;
    let (name, value) = object.iter().next()?;
    let plain = serde_json::to_string(object).unwrap();
    let twice = format!("{},\"{name}\":{value}}}", plain.strip_suffix('}')?);
    Some(body.to_string().replacen(&plain, &twice, 1))
}

async fn refused(call: &Call, body: String, why: &str) {
    let kind = "application/json";
    let answer = call
        .caller
        .send(reqwest::Method::POST, &call.path, Some(body), kind)
        .await;
    let detail = text(&problem(&answer, 400, "malformed")["detail"]);
    assert!(detail.contains(why), "{}: {detail}", call.path);
}

async fn try_all(stage: &Stage<'_>, row: &Row, caller: &Caller) {
    let call = stage.plain(row.method, row.path, caller);
    let mut pointers = Vec::new();
    objects("", &call.body, &mut pointers);
    for pointer in pointers {
        for key in PRIVILEGED {
            if let Some(body) = with_key(&call.body, &pointer, key) {
                refused(&call, body.to_string(), &format!("unknown field `{key}`")).await;
            }
        }
        if let Some(body) = with_twice(&call.body, &pointer) {
            refused(&call, body, "duplicate field").await;
        }
    }
}

on_both! {
    async fn nobody_sets_what_is_not_theirs_to_say(app) {
        let world = World::make(&app).await;
        let (own, partner) = Objects::make(&app, &world).await;
        let owner = World::platform_owner(&app).await;
        let stage = Stage::set(&app, &world, &own, &owner).await;
        let callers = callers(&app, &world, &partner, &owner).await;
        let routes = tessera_broker::routes::all();
        let with_body = routes.iter().filter(|route| route.doc.body.is_some());
        let with_body: BTreeSet<&str> = with_body.map(|route| route.path).collect();
        let before = app.contents().await;
        for row in TABLE.iter().filter(|row| row.method == "POST" && with_body.contains(row.path)) {
            let may = (0..callers.len()).find(|number| row.mark(*number) == '+');
            // The body is read before anybody looks for the passkey.
            let Some(caller) = may.or(row.path.ends_with("/rename").then_some(0)) else {
                // For half a session, which is none of these.
                assert!(row.path.starts_with("/api/v1/session/second-factor"), "{}", row.path);
                continue;
            };
            try_all(&stage, row, &callers[caller]).await;
        }
        assert!(with_body.len() > 20, "only {} routes take a body", with_body.len());
        assert_eq!(app.contents().await, before);
    }
}
