//! The gate of the checks: a gateway with its own credential.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::header::AUTHORIZATION;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tessera_shared::error::ErrorCode;
use tessera_shared::paths::GATEWAY_HEADER;

use crate::app::App;
use crate::gateways::index::GatewayEntry;
use crate::http::gate::{Access, Gate};
use crate::outcome::{Outcome, Refusal};

/// A gateway that showed a good credential.
#[derive(Clone, Debug)]
pub struct GatewayKey(pub Arc<GatewayEntry>);

/// The one value of a header, if there is exactly one.
fn only_header<'a>(req: &'a HttpRequest, name: &str) -> Option<&'a str> {
    let mut values = req.headers().get_all(name);
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok(),
        _ => None,
    }
}

impl Gate for GatewayKey {
    fn access() -> Access {
        Access::Gateway
    }

    /// A wrong credential must not look like a bad client token: 403 with a code of its own.
    async fn pass(app: &Arc<App>, req: &HttpRequest) -> Outcome<Self> {
        only_header(req, GATEWAY_HEADER)
            .and_then(|credential| app.gateways.find(credential))
            .map(Self)
            .ok_or_else(|| {
                Refusal::new(
                    ErrorCode::BadGatewayCredential,
                    "X-Gateway-Key is missing or not a credential that works.",
                )
            })
    }
}

/// A gateway at an OAuth endpoint: by `X-Gateway-Key`, or by HTTP Basic with its id and credential
/// (RFC 6749 §2.3.1). Errors are told in OAuth's form by the endpoint itself.
pub fn by_header_or_basic(app: &App, req: &HttpRequest) -> Option<Arc<GatewayEntry>> {
    if let Some(credential) = only_header(req, GATEWAY_HEADER) {
        return app.gateways.find(credential);
    }
    let (scheme, value) = only_header(req, AUTHORIZATION.as_str())?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()?;
    let (id, credential) = decoded.split_once(':')?;
    let gateway = app.gateways.find(credential)?;
    (gateway.id.to_string() == id).then_some(gateway)
}

/// The client's token: from the `Authorization` header only, the scheme in any case.
pub fn bearer(req: &HttpRequest) -> Option<&str> {
    let (scheme, token) = only_header(req, AUTHORIZATION.as_str())?.split_once(' ')?;
    let token = token.trim_matches(' ');
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn token_of(values: &[&str]) -> Option<String> {
        let mut request = TestRequest::default();
        for value in values {
            request = request.append_header((AUTHORIZATION, *value));
        }
        bearer(&request.to_http_request()).map(str::to_owned)
    }

    #[test]
    fn the_scheme_may_be_in_any_case_and_there_is_one_token() {
        assert_eq!(token_of(&["bEaReR abc"]).as_deref(), Some("abc"));
        assert_eq!(token_of(&["Basic abc"]), None);
        assert_eq!(token_of(&["Bearer "]), None);
        assert_eq!(token_of(&["Bearer a", "Bearer b"]), None);
        assert_eq!(token_of(&[]), None);
    }
}
