//! The check itself: is this token good for this gateway, here and now?

use std::net::IpAddr;

use tessera_shared::words::RefusalReason;

use crate::app::App;
use crate::gateways::index::GatewayEntry;
use crate::tokens::index::{CheckRefusal, Passed};
use crate::tokens::usage::Asker;

/// How a check ended.
pub enum Checked {
    /// The token may pass.
    Passed(Passed),
    /// The token is good, but lacks what this gateway requires.
    Insufficient,
    /// The token is not good, whatever the reason.
    NotGood,
    /// Nobody can say; the answer is a refusal.
    Unknowable,
}

/// Checks `secret` for `gateway` from memory, and counts the check and why it was refused. `from` says where
/// the client calls from, and is asked only where the token has networks.
pub fn check_token(app: &App, gateway: &GatewayEntry, secret: &str, from: impl FnOnce() -> Option<IpAddr>) -> Checked {
    let now = app.clock.now();
    let asker = Asker {
        tenant: gateway.tenant,
        gateway: Some(gateway.id),
    };
    let refused = |token, reason| {
        app.usage.refused(asker, token, reason, now);
        Checked::NotGood
    };
    match app.tokens.check(secret, gateway.tenant, gateway.environment, from) {
        Ok(passed) if meets(gateway, &passed) => {
            app.usage.passed(asker, Some(passed.token), now);
            Checked::Passed(passed)
        }
        Ok(passed) => {
            app.usage.refused(asker, Some(passed.token), RefusalReason::Scope, now);
            Checked::Insufficient
        }
        Err(CheckRefusal::NotGood(known)) => refused(Some(known.token), known.reason),
        Err(CheckRefusal::Malformed) => refused(None, RefusalReason::Malformed),
        Err(CheckRefusal::Unknown(digest)) => {
            app.usage.stranger(asker, digest, now);
            Checked::NotGood
        }
        Err(CheckRefusal::Stale) => Checked::Unknowable,
    }
}

fn meets(gateway: &GatewayEntry, passed: &Passed) -> bool {
    let has = |list: &str, wanted: &str| list.split(' ').any(|word| word == wanted);
    gateway
        .audience
        .as_deref()
        .is_none_or(|audience| has(passed.audience(), audience))
        && gateway.required_scopes.iter().all(|scope| has(passed.scopes(), scope))
}
