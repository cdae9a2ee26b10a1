//! The gates of the checks: a gateway with its own credential.

use std::net::IpAddr;
use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::header::HeaderName;
use tessera_shared::error::ErrorCode;
use tessera_shared::paths::GATEWAY_HEADER;

use crate::app::App;
use crate::gateways::index::GatewayEntry;
use crate::http::gate::{Access, Gate};
use crate::http::peer::peer;
use crate::outcome::{Outcome, Refusal};

/// A gateway that showed a good credential in `X-Gateway-Key`.
#[derive(Clone, Debug)]
pub struct GatewayKey(pub Arc<GatewayEntry>);

/// Parsed once and not at every check.
const KEY: HeaderName = HeaderName::from_static(GATEWAY_HEADER);

/// The one value of a header, if there is exactly one.
pub(crate) fn only_header(req: &HttpRequest, name: HeaderName) -> Option<&str> {
    let mut values = req.headers().get_all(name);
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok(),
        _ => None,
    }
}

/// Nobody can say whether credentials and tokens are good: the answer is a refusal.
pub fn no_news() -> Refusal {
    Refusal::new(
        ErrorCode::Unavailable,
        "The broker had no news from its database for too long; checks are refused until it has.",
    )
}

impl Gate for GatewayKey {
    fn access() -> Access {
        Access::Gateway
    }

    /// A wrong credential must not look like a bad client token: 403 with a code of its own.
    async fn pass(app: &Arc<App>, req: &HttpRequest) -> Outcome<Self> {
        if !app.tokens.is_fresh() {
            return Err(no_news());
        }
        only_header(req, KEY)
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

/// The caller of an OAuth endpoint, as far as the headers that are ours say. The endpoint itself reads what
/// else there is, and refuses in OAuth's own form.
#[derive(Debug)]
pub struct OauthCaller {
    /// What `X-Gateway-Key` shows, if it is there: a gateway, or nothing that works.
    pub key: Option<Option<Arc<GatewayEntry>>>,
    /// Where the call comes from.
    pub peer: Option<IpAddr>,
}

impl Gate for OauthCaller {
    fn access() -> Access {
        Access::Gateway
    }

    async fn pass(app: &Arc<App>, req: &HttpRequest) -> Outcome<Self> {
        if !app.tokens.is_fresh() {
            return Err(no_news());
        }
        let shown = req.headers().contains_key(KEY);
        let credential = || only_header(req, KEY);
        Ok(Self {
            key: shown.then(|| credential().and_then(|credential| app.gateways.find(credential))),
            peer: peer(&app.config.trusted_proxies, req),
        })
    }
}
