//! Forward-auth: `GET /gateway/verify`, asked by nginx, Traefik, Caddy, Envoy and others for every
//! call of a client.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, WWW_AUTHENTICATE,
};
use actix_web::{HttpRequest, HttpResponse, web};
use tessera_shared::error::ErrorCode;

use crate::app::App;
use crate::gateways::check::{Checked, check_token};
use crate::gateways::gate::{GatewayKey, bearer};
use crate::gateways::index::GatewayEntry;
use crate::http::extract::{OperationDoc, Raw, Takes};
use crate::outcome::{Outcome, Refusal};
use crate::tokens::index::Passed;

/// Every identity header of a 200, always all of them: gateways that cannot strip by prefix rely
/// on the list. An empty value means "none".
pub const IDENTITY_HEADERS: [&str; 9] = [
    "x-tessera-tenant",
    "x-tessera-tenant-id",
    "x-tessera-token",
    "x-tessera-partner",
    "x-tessera-environment",
    "x-tessera-apis",
    "x-tessera-scopes",
    "x-tessera-audience",
    "x-tessera-expires",
];

/// The client's token as the gateway passed it on.
pub struct ClientToken(Option<String>);

impl Takes for ClientToken {
    /// Reads the header only: query, body and cookies are the client's to steer.
    async fn take(req: &HttpRequest, _payload: web::Payload) -> Outcome<Self> {
        Ok(Self(bearer(req).map(str::to_owned)))
    }

    fn describe(_doc: &mut OperationDoc) {}
}

/// Answers one check.
pub async fn verify_token(app: Arc<App>, gateway: GatewayKey, token: ClientToken) -> Outcome<Raw> {
    let GatewayKey(gateway) = gateway;
    let Some(token) = token.0 else {
        return Ok(Raw(refused(StatusCode::UNAUTHORIZED, "Bearer", ErrorCode::InvalidToken)));
    };
    let answer = match check_token(&app, &gateway, &token) {
        Checked::Passed(passed) => passed_answer(&passed),
        Checked::NotGood => refused(
            StatusCode::UNAUTHORIZED,
            "Bearer error=\"invalid_token\"",
            ErrorCode::InvalidToken,
        ),
        Checked::Insufficient => insufficient(&gateway),
        Checked::Unknowable => {
            return Err(Refusal::new(
                ErrorCode::Unavailable,
                "The broker had no news for too long; checks are refused until it has.",
            ));
        }
    };
    Ok(Raw(answer))
}

/// The status 200 and who it is.
pub fn passed_answer(passed: &Passed) -> HttpResponse {
    let values = [
        passed.tenant.slug.clone(),
        passed.tenant.id.to_string(),
        passed.token.to_string(),
        passed.partner.to_string(),
        passed.environment().as_str().to_owned(),
        passed.apis().to_owned(),
        passed.scopes().to_owned(),
        passed.audience().to_owned(),
        passed.expires_at.to_string(),
    ];
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")));
    for (name, value) in IDENTITY_HEADERS.into_iter().zip(values) {
        // Every value was checked when it was stored; an odd one becomes empty, not an error.
        let value = HeaderValue::try_from(value).unwrap_or(HeaderValue::from_static(""));
        answer.insert_header((HeaderName::from_static(name), value));
    }
    answer.finish()
}

/// One body for every reason, so that nothing can be learnt from it.
fn refused(status: StatusCode, challenge: &str, code: ErrorCode) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((WWW_AUTHENTICATE, challenge))
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .insert_header((CONTENT_TYPE, "application/json"))
        .body(format!("{{\"error\":\"{code}\"}}"))
}

/// RFC 6750 §3.1: the token is good, but not for this.
fn insufficient(gateway: &GatewayEntry) -> HttpResponse {
    let scopes = gateway.required_scopes.join(" ");
    let challenge = format!("Bearer error=\"insufficient_scope\", scope=\"{scopes}\"");
    refused(StatusCode::FORBIDDEN, &challenge, ErrorCode::InsufficientScope)
}
