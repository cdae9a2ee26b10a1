//! Token introspection (RFC 7662), for gateways and resource servers that ask by form.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use crate::app::App;
use crate::gateways::check::{Checked, check_token};
use crate::gateways::gate::{OauthCaller, no_news};
use crate::http::extract::{OperationDoc, Raw, Takes, read_at_most};
use crate::outcome::Outcome;
use crate::tokens::index::Passed;

/// Largest form.
const MAX_FORM: usize = 8 * 1024;

/// The token in the form of RFC 7662 §2.1; none when the body is no such form.
pub struct TokenForm(Option<String>);

impl Takes for TokenForm {
    async fn take(req: &HttpRequest, payload: web::Payload) -> Outcome<Self> {
        let is_form = req
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"));
        match (
            is_form,
            read_at_most(payload, MAX_FORM, "A form holds at most 8 KiB.").await,
        ) {
            (true, Ok(body)) => Ok(Self(std::str::from_utf8(&body).ok().and_then(token_of))),
            _ => Ok(Self(None)),
        }
    }

    fn describe(_doc: &mut OperationDoc) {}
}

/// The value of `token`, which must not be there twice (RFC 6749 §3.1). Others are ignored.
fn token_of(form: &str) -> Option<String> {
    let fields = web::Query::<Vec<(String, String)>>::from_query(form).ok()?.into_inner();
    let mut tokens = fields
        .into_iter()
        .filter(|(name, _)| name == "token")
        .map(|(_, token)| token);
    match (tokens.next(), tokens.next()) {
        (Some(token), None) => Some(token),
        _ => None,
    }
}

fn answer(status: StatusCode, body: &Value) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .json(body)
}

/// Answers one question. A token that is not good, or not for this gateway, is inactive and
/// nothing more (RFC 7662 §2.2).
pub async fn introspect_token(app: Arc<App>, caller: OauthCaller, form: TokenForm) -> Outcome<Raw> {
    let Some(gateway) = caller.0 else {
        // RFC 6749 §5.2.
        let mut refused = answer(StatusCode::UNAUTHORIZED, &json!({"error": "invalid_client"}));
        let challenge = HeaderValue::from_static("Basic realm=\"tessera\"");
        refused.headers_mut().insert(WWW_AUTHENTICATE, challenge);
        return Ok(Raw(refused));
    };
    let Some(token) = form.0 else {
        let body = json!({"error": "invalid_request", "error_description": "Send the token once, in a form."});
        return Ok(Raw(answer(StatusCode::BAD_REQUEST, &body)));
    };
    match check_token(&app, &gateway, &token) {
        Checked::Passed(passed) => Ok(Raw(answer(StatusCode::OK, &active(&app, &passed)))),
        Checked::NotGood | Checked::Insufficient => Ok(Raw(answer(StatusCode::OK, &json!({"active": false})))),
        Checked::Unknowable => Err(no_news()),
    }
}

fn active(app: &App, passed: &Passed) -> Value {
    let tenant = passed.tenant();
    let audience: Vec<&str> = passed.audience().split_whitespace().collect();
    json!({
        "active": true,
        "scope": passed.scopes(),
        "client_id": passed.partner(),
        "sub": passed.partner(),
        "token_type": "Bearer",
        "nbf": passed.starts_at.unix_seconds(),
        "exp": passed.expires_at.unix_seconds(),
        "aud": audience,
        "iss": format!("{}/{}", app.config.public_origin(), tenant.slug()),
        "jti": passed.token,
        "tenant_id": tenant.id,
        "environment": passed.environment(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_holds_one_token() {
        assert_eq!(
            token_of("token=tsr%5Fpt_a&token_type_hint=access_token").as_deref(),
            Some("tsr_pt_a")
        );
        assert_eq!(token_of("token=a&token=b"), None);
        assert_eq!(token_of("hint=a"), None);
        assert_eq!(token_of(""), None);
    }
}
