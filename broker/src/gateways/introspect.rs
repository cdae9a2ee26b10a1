//! Token introspection, RFC 7662, for gateways and resource servers that ask by form.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use crate::app::App;
use crate::gateways::check::{Checked, check_token};
use crate::gateways::gate::by_header_or_basic;
use crate::gateways::index::GatewayEntry;
use crate::http::extract::{OperationDoc, Raw, Takes};
use crate::http::gate::{Access, Gate};
use crate::outcome::{Outcome, Refusal};
use crate::tokens::index::Passed;

/// Largest form.
const MAX_FORM: usize = 8 * 1024;

/// The caller of an OAuth endpoint: a gateway, or somebody to be told so in OAuth's own form.
pub struct OauthCaller(Option<Arc<GatewayEntry>>);

impl Gate for OauthCaller {
    fn access() -> Access {
        Access::Gateway
    }

    async fn pass(app: &Arc<App>, req: &HttpRequest) -> Outcome<Self> {
        Ok(Self(by_header_or_basic(app, req)))
    }
}

/// The form of RFC 7662 §2.1, or none when it is not one.
pub struct Form(Option<String>);

impl Takes for Form {
    async fn take(req: &HttpRequest, payload: web::Payload) -> Outcome<Self> {
        let is_form = req
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
        let body = payload.to_bytes_limited(MAX_FORM).await;
        let (true, Ok(Ok(body))) = (is_form, body) else {
            return Ok(Self(None));
        };
        let text = std::str::from_utf8(&body).unwrap_or_default();
        let fields = web::Query::<Vec<(String, String)>>::from_query(text)
            .map(web::Query::into_inner)
            .unwrap_or_default();
        // A parameter must not be included more than once (RFC 6749 §3.1).
        let mut tokens = fields.into_iter().filter(|(name, _)| name == "token");
        Ok(Self(match (tokens.next(), tokens.next()) {
            (Some((_, token)), None) => Some(token),
            _ => None,
        }))
    }

    fn describe(_doc: &mut OperationDoc) {}
}

fn answer(status: StatusCode, body: &serde_json::Value) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .json(body)
}

/// Answers one question.
pub async fn introspect_token(app: Arc<App>, caller: OauthCaller, form: Form) -> Outcome<Raw> {
    let Some(gateway) = caller.0 else {
        let mut refused = answer(StatusCode::UNAUTHORIZED, &json!({"error": "invalid_client"}));
        let challenge = HeaderValue::from_static("Basic realm=\"tessera\"");
        refused.headers_mut().insert(WWW_AUTHENTICATE, challenge);
        return Ok(Raw(refused));
    };
    let Some(token) = form.0 else {
        let body = json!({"error": "invalid_request", "error_description": "Send the token once, as a form."});
        return Ok(Raw(answer(StatusCode::BAD_REQUEST, &body)));
    };
    Ok(Raw(match check_token(&app, &gateway, &token) {
        Checked::Passed(passed) => answer(StatusCode::OK, &active(&app, &passed)),
        // RFC 7662 §2.2: nothing but the fact.
        Checked::NotGood | Checked::Insufficient => answer(StatusCode::OK, &json!({"active": false})),
        Checked::Unknowable => {
            return Err(Refusal::new(
                tessera_shared::error::ErrorCode::Unavailable,
                "The broker had no news for too long; checks are refused until it has.",
            ));
        }
    }))
}

fn active(app: &App, passed: &Passed) -> serde_json::Value {
    let audience: Vec<&str> = passed.audience().split_whitespace().collect();
    json!({
        "active": true,
        "scope": passed.scopes(),
        "client_id": passed.partner,
        "sub": passed.partner,
        "token_type": "Bearer",
        "nbf": passed.starts_at.unix_seconds(),
        "exp": passed.expires_at.unix_seconds(),
        "aud": audience,
        "iss": format!("{}/{}", app.config.public_origin(), passed.tenant.slug),
        "jti": passed.token,
        "tenant_id": passed.tenant.id,
        "environment": passed.environment(),
    })
}
