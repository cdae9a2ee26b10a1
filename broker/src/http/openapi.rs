//! The OpenAPI 3.1 document, made from the route table.

use serde_json::{Map, Value, json};
use tessera_shared::paths;
use tessera_shared::permission::{Action, GRANTABLE};

use crate::http::gate::Access;
use crate::http::route::Route;

/// The document for `routes`.
pub fn document(routes: &[Route]) -> Value {
    let mut paths = Map::new();
    let mut schemas = Map::new();
    for route in routes {
        let (path, parameters) = path_of(route);
        let methods: Vec<String> = match &route.method {
            Some(method) => vec![method.as_str().to_lowercase()],
            None => vec!["get".to_owned(), "post".to_owned()],
        };
        for method in methods {
            let operation = operation(route, &parameters, &method);
            let entry = paths.entry(path.clone()).or_insert_with(|| json!({}));
            if let Some(entry) = entry.as_object_mut() {
                entry.insert(method, operation);
            }
        }
        for (name, schema) in &route.doc.schemas {
            if let Ok(schema) = serde_json::to_value(schema) {
                schemas.insert(name.clone(), schema);
            }
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Tessera",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Broker of API access tokens for many customers. Calls that act in a \
                customer name it in X-Tenant-Id; the answer echoes it. Errors are RFC 9457 problem details.",
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "tessera"},
                "service_account": {"type": "oauth2", "flows": {"clientCredentials": {
                    "tokenUrl": paths::OAUTH_TOKEN, "scopes": scopes(),
                }}},
                "partner": {"type": "apiKey", "in": "header", "name": "X-Partner-Key"},
                "gateway": {"type": "apiKey", "in": "header", "name": "X-Gateway-Key"},
            },
        },
    })
}

/// What service accounts can be given; the names say what it is.
fn scopes() -> Map<String, Value> {
    let named = |action: &Action| (action.as_str().to_owned(), json!(action.as_str().replace('_', " ")));
    GRANTABLE.iter().map(named).collect()
}

/// The path in OpenAPI's spelling, with its parameters' names.
fn path_of(route: &Route) -> (String, Vec<String>) {
    let path = route.path.replace("}*", "}");
    let names = path
        .split('{')
        .skip(1)
        .filter_map(|part| part.split('}').next().map(str::to_owned))
        .collect();
    (path, names)
}

fn operation(route: &Route, path_names: &[String], method: &str) -> Value {
    let text = |name: &str, place: &str, required: bool| json!({"name": name, "in": place, "required": required, "schema": {"type": "string"}});
    let mut parameters: Vec<Value> = path_names.iter().map(|name| text(name, "path", true)).collect();
    parameters.extend(route.doc.query.iter().map(|name| text(name, "query", false)));
    if matches!(route.access, Access::Tenant(_)) {
        parameters.push(text("X-Tenant-Id", "header", true));
    }
    if route.doc.once {
        parameters.push(text("Idempotency-Key", "header", false));
    }
    let id = match route.method {
        Some(_) => route.name.to_owned(),
        None => format!("{}_{method}", route.name),
    };
    let mut operation = json!({
        "operationId": id,
        "summary": route.summary,
        "tags": [tag(route.path)],
        "parameters": parameters,
        "responses": responses(route),
        "security": security(route.access),
    });
    if let (Some(body), Some(operation)) = (&route.doc.body, operation.as_object_mut()) {
        operation.insert(
            "requestBody".to_owned(),
            json!({"required": true, "content": {"application/json": {"schema": reference(body)}}}),
        );
    }
    if let (Access::Tenant(action) | Access::Platform(action) | Access::Anywhere(action), Some(operation)) =
        (route.access, operation.as_object_mut())
    {
        operation.insert("x-permission".to_owned(), json!(action.as_str()));
    }
    if let (true, Some(operation)) = (route.fresh, operation.as_object_mut()) {
        operation.insert("x-step-up".to_owned(), json!(true));
    }
    operation
}

fn tag(path: &str) -> &str {
    path.trim_start_matches("/api/v1/")
        .split('/')
        .find(|part| !part.is_empty())
        .unwrap_or("other")
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn responses(route: &Route) -> Value {
    let mut answers = Map::new();
    if let Some((status, schema)) = &route.doc.reply {
        let mut answer = json!({"description": "Done"});
        if let (Some(schema), Some(answer)) = (schema, answer.as_object_mut()) {
            answer.insert(
                "content".to_owned(),
                json!({"application/json": {"schema": reference(schema)}}),
            );
        }
        answers.insert(status.to_string(), answer);
    }
    answers.insert(
        "default".to_owned(),
        json!({
            "description": "Not done; nothing changed",
            "content": {"application/problem+json": {"schema": {
                "type": "object",
                "required": ["type", "title", "status", "detail", "code", "request_id"],
                "properties": {
                    "type": {"type": "string"}, "title": {"type": "string"},
                    "status": {"type": "integer"}, "detail": {"type": "string"},
                    "code": {"type": "string"}, "request_id": {"type": "string"},
                    "errors": {"type": "array", "items": {"type": "object"}},
                },
            }}},
        }),
    );
    Value::Object(answers)
}

fn security(access: Access) -> Value {
    match access {
        Access::Public => json!([]),
        Access::SignedIn | Access::Enrolling | Access::Halfway | Access::Platform(_) | Access::Anywhere(_) => {
            json!([{"session": []}])
        }
        Access::Tenant(action) if GRANTABLE.contains(&action) => {
            json!([{"session": []}, {"service_account": [action.as_str()]}])
        }
        Access::Tenant(_) => json!([{"session": []}]),
        Access::Partner => json!([{"partner": []}]),
        Access::Gateway => json!([{"gateway": []}]),
    }
}
