//! A gateway as a client of an OAuth endpoint: by its credential, or by an assertion that it signed.

use std::sync::Arc;

use tessera_shared::ids::GatewayId;

use crate::app::App;
use crate::auth::assertion::{self, Expected};
use crate::gateways::assertions::{Shown, TIMES};
use crate::gateways::gate::no_news;
use crate::gateways::index::GatewayEntry;
use crate::http::client::{Client, Proof};
use crate::issuers::names;
use crate::outcome::{Outcome, Refusal};

/// When to come back if no more assertions can be remembered, in seconds.
const LATER: u64 = 15;

/// The gateway that `client` is, if its proof holds at the endpoint with this path.
pub fn know_gateway(app: &App, client: &Client, endpoint: &str) -> Outcome<Option<Arc<GatewayEntry>>> {
    let Ok(id) = client.id.parse::<GatewayId>() else {
        return Ok(None);
    };
    match &client.proof {
        Proof::Secret(secret) => Ok(app.gateways.find(secret).filter(|gateway| gateway.id == id)),
        Proof::Assertion(text) => by_assertion(app, id, text, endpoint),
    }
}

/// RFC 7523 §3: named by the issuer of the gateway's tenant or by the address that is called.
fn by_assertion(app: &App, id: GatewayId, text: &str, endpoint: &str) -> Outcome<Option<Arc<GatewayEntry>>> {
    let Some(keyed) = app.gateways.keyed(id) else {
        return Ok(None);
    };
    let Some(tenant) = keyed.tenant() else { return Ok(None) };
    let tenant = app.tokens.tenant(tenant).ok_or_else(no_news)?;
    let audiences = [
        names::issuer(app, tenant.slug()),
        format!("{}{endpoint}", app.config.public_origin()),
    ];
    let (client_id, now) = (id.to_string(), app.clock.now());
    let expected = Expected {
        client_id: &client_id,
        audiences: &audiences,
        now,
        times: TIMES,
    };
    let Some((entry, claims)) = assertion::verify(text, keyed.keys(now), &expected) else {
        return Ok(None);
    };
    match keyed.show(&claims.jti, claims.ends_at(), now) {
        Shown::First => {
            entry.credential.used.note(&*app.clock);
            Ok(Some(Arc::clone(entry)))
        }
        Shown::Again => Ok(None),
        Shown::Full => Err(Refusal::TooMany { seconds: LATER }),
    }
}
