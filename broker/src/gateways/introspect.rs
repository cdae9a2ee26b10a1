//! Token introspection (RFC 7662), for gateways and resource servers that ask by form. Whoever wants to
//! show the answer to others asks for it signed (RFC 9701).

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use crate::app::App;
use crate::gateways::check::{Checked, check_token};
use crate::gateways::gate::{OauthCaller, no_news};
use crate::gateways::index::GatewayEntry;
use crate::http::extract::{OperationDoc, Raw, Takes, read_at_most};
use crate::issuers::access_token::{self, read_access_token};
use crate::issuers::names;
use crate::outcome::{Outcome, Refusal};
use crate::tenancy::TenantScope;
use crate::tokens;
use crate::tokens::index::Passed;

/// Largest form.
const MAX_FORM: usize = 8 * 1024;

/// An answer that is signed (RFC 9701 §4).
const SIGNED_ANSWER: &str = "application/token-introspection+jwt";

/// One question.
pub struct Question {
    /// The token in the form of RFC 7662 §2.1; none when the body is no such form.
    token: Option<String>,
    /// Whether the answer is to be signed.
    signed: bool,
}

impl Takes for Question {
    async fn take(req: &HttpRequest, payload: web::Payload) -> Outcome<Self> {
        let text = |name| {
            req.headers()
                .get(name)
                .and_then(|value: &HeaderValue| value.to_str().ok())
        };
        let kind = |text: &str| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let is_form = text(CONTENT_TYPE).is_some_and(|text| kind(text) == "application/x-www-form-urlencoded");
        let body = read_at_most(payload, MAX_FORM, "A form holds at most 8 KiB.").await;
        let body = body.ok().filter(|_| is_form);
        Ok(Self {
            token: body.and_then(|body| std::str::from_utf8(&body).ok().and_then(token_of)),
            signed: text(ACCEPT).is_some_and(|all| all.split(',').any(|one| kind(one) == SIGNED_ANSWER)),
        })
    }

    fn describe(_doc: &mut OperationDoc) {}
}

/// The value of `token`, which must not be there twice (RFC 6749 §3.1). Others are ignored.
pub(crate) fn token_of(form: &str) -> Option<String> {
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
pub async fn introspect_token(app: Arc<App>, caller: OauthCaller, form: Question) -> Outcome<Raw> {
    let Some(gateway) = caller.0 else {
        // RFC 6749 §5.2.
        let mut refused = answer(StatusCode::UNAUTHORIZED, &json!({"error": "invalid_client"}));
        let challenge = HeaderValue::from_static("Basic realm=\"tessera\"");
        refused.headers_mut().insert(WWW_AUTHENTICATE, challenge);
        return Ok(Raw(refused));
    };
    let Some(token) = form.token else {
        let body = json!({"error": "invalid_request", "error_description": "Send the token once, in a form."});
        return Ok(Raw(answer(StatusCode::BAD_REQUEST, &body)));
    };
    let said = if access_token::has_form(&token) {
        introspect_jwt(&app, &gateway, &token).await?
    } else {
        match check_token(&app, &gateway, &token) {
            Checked::Passed(passed) => Some(active(&app, &passed)),
            Checked::NotGood | Checked::Insufficient => None,
            Checked::Unknowable => return Err(no_news()),
        }
    };
    if said.is_none() {
        app.limits.bad_token(gateway.id)?;
    }
    let said = said.unwrap_or_else(|| json!({"active": false}));
    if form.signed {
        return signed(&app, &gateway, said).map(Raw);
    }
    Ok(Raw(answer(StatusCode::OK, &said)))
}

/// The answer as a JWT for this gateway (RFC 9701 §5).
fn signed(app: &App, gateway: &GatewayEntry, said: Value) -> Outcome<HttpResponse> {
    let now = app.clock.now();
    let tenant = app.tokens.tenant(gateway.tenant).ok_or_else(no_news)?;
    let claims = json!({
        "iss": names::issuer(app, tenant.slug()),
        "aud": gateway.id,
        "iat": now.unix_seconds(),
        "token_introspection": said,
    });
    let text = app.keyring.sign(
        &app.keys.issuer,
        gateway.tenant,
        now,
        "token-introspection+jwt",
        &claims,
    )?;
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .insert_header((CONTENT_TYPE, HeaderValue::from_static(SIGNED_ANSWER)))
        .body(text))
}

/// What an access token in JWT form says, while the token behind it works.
async fn introspect_jwt(app: &Arc<App>, gateway: &GatewayEntry, text: &str) -> Outcome<Option<Value>> {
    let now = app.clock.now();
    let Some(claims) = read_access_token(app, gateway.tenant, text, now) else {
        return Ok(None);
    };
    let scopes: Vec<&str> = claims.scope.split_whitespace().collect();
    let fits = claims.environment == gateway.environment
        && gateway
            .audience
            .as_deref()
            .is_none_or(|audience| claims.aud.has(audience))
        && gateway
            .required_scopes
            .iter()
            .all(|scope| scopes.contains(&scope.as_str()));
    let scope = TenantScope::for_bearer(gateway.tenant);
    if !fits || !tokens::service::works(app, scope, claims.token_id).await? {
        return Ok(None);
    }
    let mut said = serde_json::to_value(&claims).map_err(Refusal::internal)?;
    if let Some(said) = said.as_object_mut() {
        said.insert("active".to_owned(), json!(true));
        said.insert("token_type".to_owned(), json!("Bearer"));
    }
    Ok(Some(said))
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
        "iss": names::issuer(app, tenant.slug()),
        "jti": passed.token,
        "tenant": tenant.slug(),
        "tenant_id": tenant.id,
        "environment": passed.environment(),
        "apis": passed.apis(),
        "expires_at": passed.expires_at,
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
