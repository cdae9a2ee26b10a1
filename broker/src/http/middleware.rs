//! What happens to every call: an id, a look at its size, a log line, and headers on the way out.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::ConnectionType;
use actix_web::http::header::{self, CACHE_CONTROL, HOST, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::TenantId;
use tessera_shared::paths::{REQUEST_ID_HEADER, TENANT_HEADER};

use crate::http::error::problem;
use crate::outcome::Refusal;
use crate::random;

/// Finds a call in the log: 20 hexadecimal digits.
#[derive(Clone, Copy, Debug, Default)]
pub struct CallId([u8; 20]);

impl CallId {
    /// A new one. Without random bytes it is all zeros, which is no reason to refuse a call.
    fn new() -> Self {
        let bytes = random::many_bytes::<10>().unwrap_or_default();
        let mut halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        Self([(); 20].map(|()| {
            let half = halves.next().unwrap_or_default();
            HEX.get(usize::from(half)).copied().unwrap_or(b'0')
        }))
    }

    /// As header, body and log write it.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

const HEX: &[u8; 16] = b"0123456789abcdef";

/// The tenant a call was checked for; echoed to the caller.
#[derive(Clone, Copy, Debug)]
pub struct EchoTenant(pub TenantId);

/// The policy of every page and answer. Inline scripts and styles never run, and text becomes markup
/// by the app's own rule only (Trusted Types, `frontend/static/markup.js`).
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' \
     'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; font-src 'self'; \
     connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
     object-src 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
     trusted-types default; report-uri /csp-report; report-to csp";

const fn fixed(name: &'static str, value: &'static str) -> (HeaderName, HeaderValue) {
    (HeaderName::from_static(name), HeaderValue::from_static(value))
}

const FIXED: [(HeaderName, HeaderValue); 9] = [
    fixed("reporting-endpoints", "csp=\"/csp-report\""),
    fixed("x-content-type-options", "nosniff"),
    fixed("x-frame-options", "DENY"),
    fixed("referrer-policy", "no-referrer"),
    fixed("strict-transport-security", "max-age=63072000; includeSubDomains"),
    fixed("cross-origin-opener-policy", "same-origin"),
    fixed("cross-origin-resource-policy", "same-origin"),
    fixed("cross-origin-embedder-policy", "require-corp"),
    fixed(
        "permissions-policy",
        "camera=(), geolocation=(), microphone=(), payment=()",
    ),
];

// Names that are parsed once and not at every call.
const CSP: HeaderName = header::CONTENT_SECURITY_POLICY;
const REQUEST_ID: HeaderName = HeaderName::from_static(REQUEST_ID_HEADER);
const ECHOED_TENANT: HeaderName = HeaderName::from_static(TENANT_HEADER);

/// Adds the fixed security headers, and `no-store` unless the route chose a caching rule.
pub fn add_security_headers(headers: &mut HeaderMap) {
    for (name, value) in FIXED {
        headers.insert(name, value);
    }
    if !headers.contains_key(CSP) {
        headers.insert(CSP, HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    }
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// Largest sum of header names and values.
const MAX_HEADERS: usize = 16 * 1024;

/// What no part of the broker wants to read: more headers than anybody needs, or a host that is none.
fn unfit(req: &ServiceRequest) -> Option<Refusal> {
    let headers = req.headers();
    let size: usize = headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    if size > MAX_HEADERS {
        let detail = "All headers together hold at most 16 KiB.";
        return Some(Refusal::new(ErrorCode::HeadersTooLarge, detail));
    }
    let in_host = |byte: &u8| byte.is_ascii_alphanumeric() || b".-_~:[]%".contains(byte);
    let host = headers.get(HOST)?;
    let named = !host.is_empty() && host.as_bytes().iter().all(in_host);
    (!named).then(|| Refusal::new(ErrorCode::Malformed, "Host is not the name of a host."))
}

/// Refuses an unfit call, and every later one on its connection.
fn turn_away(req: ServiceRequest, refusal: &Refusal) -> ServiceResponse {
    let (req, _payload) = req.into_parts();
    let mut answer = problem(&req, refusal);
    answer.head_mut().set_connection_type(ConnectionType::Close);
    ServiceResponse::new(req, answer)
}

/// Gives every call an id, logs it and dresses the answer.
pub async fn dress(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let id = CallId::new();
    req.extensions_mut().insert(id);
    let told = tracing::enabled!(tracing::Level::DEBUG).then(|| (req.method().clone(), req.path().to_owned()));
    let mut answer = match unfit(&req) {
        Some(refusal) => turn_away(req, &refusal).map_into_right_body(),
        None => next.call(req).await?.map_into_left_body(),
    };
    let echo = answer.request().extensions().get::<EchoTenant>().copied();
    let status = answer.status().as_u16();
    let headers = answer.headers_mut();
    add_security_headers(headers);
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        headers.insert(REQUEST_ID, value);
    }
    if let Some(EchoTenant(tenant)) = echo
        && let Ok(value) = HeaderValue::from_str(&tenant.to_string())
    {
        headers.insert(ECHOED_TENANT, value);
    }
    if let Some((method, path)) = told {
        tracing::debug!(call = id.as_str(), %method, %path, status, "answered");
    }
    Ok(answer)
}
