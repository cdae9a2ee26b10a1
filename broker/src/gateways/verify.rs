//! Forward-auth: `GET /gateway/verify`, asked by nginx, Traefik, Caddy, Envoy and others for every
//! call of a client.

use std::fmt::{Display, Write};
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, web};
use tessera_shared::error::ErrorCode;

use crate::app::App;
use crate::gateways::address::ClientAddress;
use crate::gateways::bearer::{Bearer, ClientToken};
use crate::gateways::check::{Checked, check_token};
use crate::gateways::gate::{GatewayKey, no_news};
use crate::gateways::index::GatewayEntry;
use crate::http::extract::Raw;
use crate::outcome::Outcome;
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

/// The same, parsed once and not at every check.
const IDENTITY: [HeaderName; IDENTITY_HEADERS.len()] = {
    let [a, b, c, d, e, f, g, h, i] = IDENTITY_HEADERS;
    [
        HeaderName::from_static(a),
        HeaderName::from_static(b),
        HeaderName::from_static(c),
        HeaderName::from_static(d),
        HeaderName::from_static(e),
        HeaderName::from_static(f),
        HeaderName::from_static(g),
        HeaderName::from_static(h),
        HeaderName::from_static(i),
    ]
};

const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// Answers one check. Every token that is not good gets the same bytes, whatever the reason, and
/// counts towards what one gateway may ask in vain.
pub async fn verify_token(
    app: Arc<App>,
    GatewayKey(gateway): GatewayKey,
    (address, client): (ClientAddress, ClientToken),
) -> Outcome<Raw> {
    let from = || address.said();
    let checked = match client.bearer() {
        // RFC 6750 §3: no token, no error code.
        Bearer::Absent => {
            return Ok(Raw(refused(
                StatusCode::UNAUTHORIZED,
                "Bearer",
                ErrorCode::InvalidToken,
            )));
        }
        Bearer::Malformed => check_token(&app, &gateway, "", from),
        Bearer::Token(secret) => check_token(&app, &gateway, secret, from),
    };
    match checked {
        Checked::Passed(passed) => Ok(Raw(passed_answer(&passed))),
        Checked::NotGood => {
            app.limits.bad_token(gateway.id)?;
            let challenge = "Bearer error=\"invalid_token\"";
            Ok(Raw(refused(
                StatusCode::UNAUTHORIZED,
                challenge,
                ErrorCode::InvalidToken,
            )))
        }
        Checked::Insufficient => Ok(Raw(insufficient(&gateway))),
        Checked::Unknowable => Err(no_news()),
    }
}

/// The status 200 and who it is. All values share one buffer.
pub fn passed_answer(passed: &Passed) -> HttpResponse {
    let tenant = passed.tenant();
    let values: [&dyn Display; IDENTITY_HEADERS.len()] = [
        &tenant.slug(),
        &tenant.id,
        &passed.token,
        &passed.partner(),
        &passed.environment(),
        &passed.apis(),
        &passed.scopes(),
        &passed.audience(),
        &passed.expires_at,
    ];
    let mut text = String::with_capacity(384);
    let ends = values.map(|value| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{value}");
        text.len()
    });
    let (text, mut from) = (web::Bytes::from(text), 0);
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CACHE_CONTROL, NO_STORE));
    for (name, end) in IDENTITY.into_iter().zip(ends) {
        // Every value was checked when it was stored; an odd one becomes empty, not an error.
        let value = HeaderValue::from_maybe_shared(text.slice(from..end));
        let value = value.unwrap_or(HeaderValue::from_static(""));
        answer.insert_header((name, value));
        from = end;
    }
    answer.finish()
}

/// One body for every reason, so that nothing can be learnt from it.
fn refused(status: StatusCode, challenge: &str, code: ErrorCode) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((WWW_AUTHENTICATE, challenge))
        .insert_header((CACHE_CONTROL, NO_STORE))
        .insert_header((CONTENT_TYPE, "application/json"))
        .body(format!("{{\"error\":\"{code}\"}}"))
}

/// RFC 6750 §3.1: the token is good, but not for this.
fn insufficient(gateway: &GatewayEntry) -> HttpResponse {
    let mut challenge = "Bearer error=\"insufficient_scope\"".to_owned();
    if !gateway.required_scopes.is_empty() {
        // Writing to a String cannot fail.
        let _ = write!(challenge, ", scope=\"{}\"", gateway.required_scopes.join(" "));
    }
    refused(StatusCode::FORBIDDEN, &challenge, ErrorCode::InsufficientScope)
}
