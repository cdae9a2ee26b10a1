//! Routes of the broker as an authorisation server for service accounts. They answer in the form
//! of OAuth, not in problem details.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue, WWW_AUTHENTICATE};
use serde_json::{Value, json};
use tessera_shared::paths;

use crate::app::App;
use crate::http::extract::{Raw, Slug};
use crate::http::gate::Public;
use crate::http::route::{Route, get, post};
use crate::machines::client::{TokenForm, Unreadable};
use crate::machines::grant::{Denied, Granted, LIFETIME_SECONDS, grant_access_token as grant};
use crate::machines::metadata;
use crate::outcome::Outcome;

/// Every route of this file.
pub fn routes() -> Vec<Route> {
    vec![
        post(paths::OAUTH_TOKEN).public().to(
            "grant_access_token",
            "An access token for a service account (RFC 6749 §4.4)",
            grant_access_token,
        ),
        get(paths::OAUTH_METADATA).public().to(
            "describe_issuer",
            "Metadata of a customer as an authorisation server (RFC 8414)",
            describe_issuer,
        ),
    ]
}

async fn describe_issuer(app: Arc<App>, _caller: Public, Slug(slug): Slug) -> Outcome<Raw> {
    let document = metadata::describe_issuer(&app, slug).await?;
    Ok(Raw(HttpResponse::Ok().json(document)))
}

async fn grant_access_token(app: Arc<App>, Public(caller): Public, TokenForm(form): TokenForm) -> Outcome<Raw> {
    let call = match form {
        Ok(call) => call,
        Err(Unreadable::Request(why)) => return Ok(refused("invalid_request", why)),
        Err(Unreadable::Client) => return Ok(unknown_client()),
    };
    Ok(match grant(&app, call, caller).await? {
        Ok(granted) => Raw(answer(StatusCode::OK, &body(&granted))),
        Err(Denied::Client) => unknown_client(),
        Err(Denied::Grant) => refused("unsupported_grant_type", "Use client_credentials."),
        Err(Denied::Scope) => refused("invalid_scope", "The account was not given all of these."),
    })
}

fn body(granted: &Granted) -> Value {
    json!({
        "access_token": granted.token.expose(),
        "token_type": "Bearer",
        "expires_in": LIFETIME_SECONDS,
        "scope": granted.scope,
        "tenant_id": granted.tenant,
    })
}

fn answer(status: StatusCode, body: &Value) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .json(body)
}

fn refused(error: &str, why: &str) -> Raw {
    let body = json!({"error": error, "error_description": why});
    Raw(answer(StatusCode::BAD_REQUEST, &body))
}

fn unknown_client() -> Raw {
    let body = json!({"error": "invalid_client"});
    let mut answer = answer(StatusCode::UNAUTHORIZED, &body);
    let challenge = HeaderValue::from_static("Basic realm=\"tessera\"");
    answer.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    Raw(answer)
}
