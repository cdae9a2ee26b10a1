//! The check itself: is this token good for this gateway, here and now?

use crate::app::App;
use crate::gateways::index::GatewayEntry;
use crate::tokens::index::{CheckRefusal, Passed};

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

/// Checks `secret` for `gateway` from memory, and counts the check.
pub fn check_token(app: &App, gateway: &GatewayEntry, secret: &str) -> Checked {
    let now = app.clock.now();
    let (token, checked) = match app.tokens.check(secret, gateway.tenant, gateway.environment) {
        Ok(passed) if meets(gateway, &passed) => (Some(passed.token), Checked::Passed(passed)),
        Ok(passed) => (Some(passed.token), Checked::Insufficient),
        Err(CheckRefusal::NotGood(token)) => (Some(token), Checked::NotGood),
        Err(CheckRefusal::Unknown) => (None, Checked::NotGood),
        Err(CheckRefusal::Stale) => return Checked::Unknowable,
    };
    let allowed = matches!(checked, Checked::Passed(_));
    app.usage.count(gateway.tenant, gateway.id, token, allowed, now);
    checked
}

fn meets(gateway: &GatewayEntry, passed: &Passed) -> bool {
    let has = |list: &str, wanted: &str| list.split(' ').any(|word| word == wanted);
    gateway
        .audience
        .as_deref()
        .is_none_or(|audience| has(passed.audience(), audience))
        && gateway.required_scopes.iter().all(|scope| has(passed.scopes(), scope))
}
