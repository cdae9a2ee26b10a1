//! Bad input gets a clear problem and changes nothing.

use reqwest::Method;
use serde_json::{Value, json};

use crate::on_both;
use crate::support::client::{Answer, Client};
use crate::support::world::{World, api_body, gateway_body, text};

/// A problem as RFC 9457 has it, with what this API adds.
#[track_caller]
pub fn problem(answer: &Answer, status: u16, code: &str) -> Value {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.text);
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    let problem = answer.json();
    assert_eq!(problem["code"], code, "{}", answer.text);
    assert_eq!(problem["status"], status);
    for field in ["type", "title", "detail", "request_id"] {
        assert!(!text(&problem[field]).is_empty(), "{field} is empty: {}", answer.text);
    }
    assert_eq!(answer.headers["x-request-id"], text(&problem["request_id"]));
    problem
}

/// The JSON pointers of a problem.
fn pointers(problem: &Value) -> Vec<String> {
    let errors = problem["errors"].as_array().unwrap().iter();
    errors.map(|error| text(&error["pointer"])).collect()
}

/// Everything a caller can find out that a call could have changed.
async fn world_now(world: &World) -> Vec<Value> {
    let mut all = Vec::new();
    for path in ["audit", "gateways", "apis", "partners", "requests", "tokens", "tenant"] {
        all.push(world.lead.get(&format!("/api/v1/{path}")).await.expect(200));
    }
    all
}

/// `body` with the value at a pointer replaced; a pointer to nothing adds a field.
fn with(mut body: Value, pointer: &str, value: Value) -> Value {
    if let Some(place) = body.pointer_mut(pointer) {
        *place = value;
    } else {
        body[pointer.trim_start_matches('/')] = value;
    }
    body
}

on_both! {
    async fn bodies_that_are_no_json_are_refused(app) {
        let world = World::make(&app).await;
        let before = world_now(&world).await;
        for body in ["", "{", "nonsense", "[]", "null", "\"text\"", "{\"name\":\"a\",\"name\":\"b\"}", "{\"name\":\"\\ud800\"}"] {
            let sent = world.agent.send(Method::POST, "/api/v1/gateways", Some(body.to_owned()), "application/json").await;
            problem(&sent, 400, "malformed");
        }
        let form = world.agent.send(Method::POST, "/api/v1/gateways", Some("name=a".to_owned()), "application/x-www-form-urlencoded");
        problem(&form.await, 415, "unsupported_media_type");
        assert_eq!(world_now(&world).await, before);
    }

    async fn fields_are_checked_one_by_one(app) {
        let world = World::make(&app).await;
        let before = world_now(&world).await;
        let long = "x".repeat(2_000);
        let public = "/api/v1/public/tenants/halden-rail/requests";
        let cases: Vec<(&str, Value, &str)> = vec![
            ("/api/v1/gateways", with(gateway_body("edge-2"), "/name", json!("")), "/name"),
            ("/api/v1/gateways", with(gateway_body("edge-2"), "/name", json!(long)), "/name"),
            ("/api/v1/gateways", with(gateway_body("edge-2"), "/place", json!("a\u{0}b")), "/place"),
            ("/api/v1/gateways", with(gateway_body("edge-2"), "/place", json!("a\u{202e}b")), "/place"),
            ("/api/v1/gateways", with(gateway_body("edge-2"), "/required_scopes", json!(["a b"])), "/required_scopes/0"),
            ("/api/v1/apis", with(api_body(), "/slug", json!("Not A Slug")), "/slug"),
            ("/api/v1/apis", with(api_body(), "/audience", json!("not a url")), "/audience"),
            ("/api/v1/apis", with(api_body(), "/scopes/1/name", json!("seats:read")), "/scopes/1/name"),
            ("/api/v1/apis", with(api_body(), "/scopes", json!([])), "/scopes"),
            (public, with(world.wish(), "/contact_email", json!("nobody")), "/contact_email"),
            (public, with(world.wish(), "/company", json!(long)), "/company"),
            (public, with(world.wish(), "/wish/lifetime_days", json!(0)), "/wish/lifetime_days"),
            (public, with(world.wish(), "/wish/lifetime_days", json!(100_000)), "/wish/lifetime_days"),
            (public, with(world.wish(), "/wish/scopes", json!([])), "/wish/scopes"),
            (public, with(world.wish(), "/wish/reason", json!(long)), "/wish/reason"),
        ];
        for (path, body, pointer) in cases {
            let refused = problem(&world.agent.post(path, &body).await, 422, "invalid");
            assert!(pointers(&refused).contains(&pointer.to_owned()), "{path} {pointer}: {refused}");
        }
        assert_eq!(world_now(&world).await, before);
    }

    async fn unknown_fields_and_wrong_types_are_refused(app) {
        let world = World::make(&app).await;
        let before = world_now(&world).await;
        let bodies = [
            with(gateway_body("edge-2"), "/tenant_id", json!(world.quay.to_string())),
            with(gateway_body("edge-2"), "/name", json!(7)),
            with(gateway_body("edge-2"), "/environment", json!("moon")),
            with(gateway_body("edge-2"), "/mode", Value::Null),
        ];
        for body in bodies {
            problem(&world.agent.post("/api/v1/gateways", &body).await, 400, "malformed");
        }
        assert_eq!(world_now(&world).await, before);
    }

    async fn what_is_too_large_is_not_read(app) {
        let world = World::make(&app).await;
        let before = world_now(&world).await;
        let megabyte = with(gateway_body("edge-2"), "/place", json!("x".repeat(1 << 20)));
        problem(&world.agent.post("/api/v1/gateways", &megabyte).await, 413, "too_large");
        let public = "/api/v1/public/tenants/halden-rail/requests";
        problem(&Client::anonymous(&app.base).post(public, &megabyte).await, 413, "too_large");
        assert_eq!(world_now(&world).await, before);
    }

    async fn ids_cursors_and_limits_are_checked(app) {
        let world = World::make(&app).await;
        for number in 0..3 {
            world.agent.post("/api/v1/partners", &partner_body(number)).await.expect(201);
        }
        for id in ["x", "tok_", "tok_01m80rsm7ee008007jggzcc86", "req_01m80rsm7ee008007jggzcc86j", "tok_ilou", "..%2f..%2fapi"] {
            problem(&world.agent.get(&format!("/api/v1/tokens/{id}")).await, 400, "bad_id");
        }
        for limit in ["0", "101", "-1", "x", "99999999999999999999"] {
            problem(&world.agent.get(&format!("/api/v1/tokens?limit={limit}")).await, 400, "malformed");
        }
        problem(&world.agent.get("/api/v1/tokens?colour=red").await, 400, "malformed");
        problem(&world.agent.get("/api/v1/tokens?state=melted").await, 400, "malformed");

        let first = world.agent.get("/api/v1/partners?limit=2").await.expect(200);
        let cursor = text(&first["next"]);
        let rest = world.agent.get(&format!("/api/v1/partners?limit=2&cursor={cursor}")).await.expect(200);
        assert_eq!(rest["items"].as_array().unwrap().len(), 1);
        let mut tampered = cursor.clone();
        let last = if tampered.pop() == Some('A') { 'B' } else { 'A' };
        tampered.push(last);
        for bad in ["x", "AAAA", tampered.as_str()] {
            problem(&world.agent.get(&format!("/api/v1/partners?cursor={bad}")).await, 400, "bad_cursor");
        }
        // Neither for another list nor in another tenant.
        problem(&world.agent.get(&format!("/api/v1/tokens?cursor={cursor}")).await, 400, "bad_cursor");
        problem(&world.stranger.get(&format!("/api/v1/partners?cursor={cursor}")).await, 400, "bad_cursor");
    }

    async fn wrong_paths_and_methods_are_told_apart(app) {
        let world = World::make(&app).await;
        problem(&world.agent.get("/api/v1/nothing").await, 404, "not_found");
        problem(&world.agent.get("/api/nothing").await, 404, "not_found");
        let wrong = world.agent.send(Method::DELETE, "/api/v1/gateways", None, "").await;
        problem(&wrong, 405, "method_not_allowed");
        let allow = wrong.headers["allow"].to_str().unwrap();
        assert!(allow.contains("GET") && allow.contains("POST"), "{allow}");
    }

    async fn a_key_is_for_one_call(app) {
        let world = World::make(&app).await;
        let agent = world.agent.with("idempotency-key", "made-once");
        let first = agent.post("/api/v1/gateways", &gateway_body("edge-2")).await.expect(201);
        let again = agent.post("/api/v1/gateways", &gateway_body("edge-2")).await.expect(201);
        assert_eq!(first["gateway"]["id"], again["gateway"]["id"]);
        let other = agent.post("/api/v1/gateways", &gateway_body("edge-3")).await;
        problem(&other, 422, "idempotency_mismatch");
        let list = world.agent.get("/api/v1/gateways").await.expect(200);
        assert_eq!(list["items"].as_array().unwrap().len(), 2);
        for bad in ["", "spaces are bad", &"x".repeat(300)] {
            let agent = world.agent.with("idempotency-key", bad);
            let sent = agent.post("/api/v1/gateways", &gateway_body("edge-4")).await;
            problem(&sent, 400, "malformed");
        }
    }
}

fn partner_body(number: u8) -> Value {
    json!({"name": format!("Partner {number}"), "contact_name": "Ola", "contact_email": format!("ola{number}@p.example")})
}
