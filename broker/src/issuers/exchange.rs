//! A partner's token for an access token in JWT form (RFC 8693), with less or the same reach.

use std::net::IpAddr;
use std::sync::Arc;

use tessera_shared::ids::TenantId;
use tessera_shared::instant::{Instant, Span};
use tessera_shared::networks::Networks;
use tessera_shared::words::RefusalReason;

use crate::app::App;
use crate::gateways::gate::no_news;
use crate::issuers::access_token::{Grant, sign_access_token};
use crate::issuers::{rotate, status};
use crate::outcome::Outcome;
use crate::tenancy::TenantScope;
use crate::tokens::index::{CheckRefusal, Passed};
use crate::tokens::usage::Asker;

/// How long an access token in JWT form lives at most.
const LIFETIME: Span = Span::minutes(5);
/// The same for a token with networks: the JWT names them, but not every gateway that verifies by itself
/// compares, and one that was carried elsewhere must not live on there.
const LIFETIME_WITHIN_NETWORKS: Span = Span::minutes(1);

/// What a partner asks for.
pub struct Wish {
    /// Who it says it is, if it says so.
    pub client_id: Option<String>,
    /// Space-separated scopes; none asks for all.
    pub scope: Option<String>,
    /// Audiences or resources; none asks for all.
    pub targets: Vec<String>,
    /// Where the call comes from.
    pub from: Option<IpAddr>,
}

/// An access token, once. Not `Debug`.
pub struct Exchanged {
    /// The JWT.
    pub token: String,
    /// What it may do.
    pub scope: String,
    /// Seconds it lives.
    pub expires_in: i64,
}

/// Why there is none.
#[derive(Debug, PartialEq, Eq)]
pub enum NotExchanged {
    /// The token is not good, or not of this client.
    Token,
    /// A scope the token is not good for.
    Scope,
    /// An audience the token is not good for (RFC 8693 §2.2.2).
    Target,
}

/// Changes a token. Whoever holds it may; what comes of it reaches no further and lives no longer. It
/// counts as a use of the token.
pub async fn exchange_token(app: &Arc<App>, secret: &str, wish: Wish) -> Outcome<Result<Exchanged, NotExchanged>> {
    let now = app.clock.now();
    let passed = match app.tokens.check_anywhere(secret, || wish.from) {
        Ok(passed) => passed,
        Err(CheckRefusal::Stale) => return Err(no_news()),
        Err(CheckRefusal::NotGood(known)) => {
            let asker = shown_in(known.tenant);
            app.usage.refused(asker, Some(known.token), known.reason, now);
            return Ok(Err(NotExchanged::Token));
        }
        Err(CheckRefusal::Unknown(_) | CheckRefusal::Malformed) => return Ok(Err(NotExchanged::Token)),
    };
    let exchanged = exchange_good_token(app, secret, &passed, wish, now).await?;
    let (asker, token) = (shown_in(passed.tenant().id), Some(passed.token));
    match exchanged {
        Ok(_) => app.usage.passed(asker, token, now),
        Err(NotExchanged::Scope | NotExchanged::Target) => app.usage.refused(asker, token, RefusalReason::Scope, now),
        Err(NotExchanged::Token) => {}
    }
    Ok(exchanged)
}

/// The holder shows the token to the broker itself.
fn shown_in(tenant: TenantId) -> Asker {
    Asker { tenant, gateway: None }
}

async fn exchange_good_token(
    app: &Arc<App>,
    secret: &str,
    passed: &Passed,
    wish: Wish,
    now: Instant,
) -> Outcome<Result<Exchanged, NotExchanged>> {
    if wish.client_id.is_some_and(|id| id != passed.partner().to_string()) {
        return Ok(Err(NotExchanged::Token));
    }
    let Some(scope) = narrowed(passed.scopes(), wish.scope.as_deref()) else {
        return Ok(Err(NotExchanged::Scope));
    };
    let Some(audiences) = narrowed_targets(passed.audience(), wish.targets) else {
        return Ok(Err(NotExchanged::Target));
    };
    let lifetime = passed.networks().map_or(LIFETIME, |_| LIFETIME_WITHIN_NETWORKS);
    let Some(ends_at) = end(now + lifetime, now, passed.expires_at) else {
        return Ok(Err(NotExchanged::Token));
    };
    let tenant = passed.tenant();
    let holder = TenantScope::for_bearer(tenant.id);
    if !app.keyring.has_signer(tenant.id, now) {
        rotate::make_first_key(app, &holder).await?;
    }
    let place = status::place_of(app, &holder, passed.token).await?;
    // It may have been ended while the database was asked.
    if app.tokens.check_anywhere(secret, || wish.from).is_err() {
        return Ok(Err(NotExchanged::Token));
    }
    let grant = Grant {
        tenant,
        partner: passed.partner(),
        token: passed.token,
        environment: passed.environment(),
        networks: passed.networks().map(Networks::to_texts).unwrap_or_default(),
        audiences,
        scope: scope.clone(),
        place,
        ends_at,
    };
    Ok(Ok(Exchanged {
        token: sign_access_token(app, grant, now)?,
        scope,
        expires_in: ends_at.unix_seconds() - now.unix_seconds(),
    }))
}

/// When the JWT ends: never after the token, of which a part of a second does not count.
fn end(latest: Instant, now: Instant, token_ends: Instant) -> Option<Instant> {
    let ends_at = token_ends.min(latest);
    (ends_at.unix_seconds() > now.unix_seconds()).then_some(ends_at)
}

/// The scopes asked for, each once, if they are all among `own`; without a wish, all of them.
fn narrowed(own: &str, wish: Option<&str>) -> Option<String> {
    let Some(wish) = wish else {
        return Some(own.to_owned());
    };
    let own: Vec<&str> = own.split_whitespace().collect();
    let mut asked: Vec<&str> = Vec::new();
    for scope in wish.split_whitespace() {
        if !own.contains(&scope) {
            return None;
        }
        if !asked.contains(&scope) {
            asked.push(scope);
        }
    }
    (!asked.is_empty()).then(|| asked.join(" "))
}

/// The same for audiences.
fn narrowed_targets(own: &str, mut wish: Vec<String>) -> Option<Vec<String>> {
    let own: Vec<&str> = own.split_whitespace().collect();
    if wish.is_empty() {
        return Some(own.into_iter().map(str::to_owned).collect());
    }
    wish.sort();
    wish.dedup();
    wish.iter().all(|target| own.contains(&target.as_str())).then_some(wish)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_narrowed_and_never_widened() {
        assert_eq!(narrowed("a b c", None).as_deref(), Some("a b c"));
        assert_eq!(narrowed("a b c", Some("c a c")).as_deref(), Some("c a"));
        for wider in ["d", "a d", "A", "", " "] {
            assert_eq!(narrowed("a b c", Some(wider)), None, "{wider:?}");
        }
    }

    #[test]
    fn audiences_are_narrowed_and_never_widened() {
        let asked = |all: &[&str]| narrowed_targets("x y", all.iter().map(|one| (*one).to_owned()).collect());
        assert_eq!(asked(&[]).unwrap(), ["x", "y"]);
        assert_eq!(asked(&["y", "y"]).unwrap(), ["y"]);
        assert_eq!(asked(&["y", "z"]), None);
        assert_eq!(asked(&["x y"]), None);
    }

    #[test]
    fn it_never_outlives_its_token() {
        let now = Instant::from_millis(1_000_500);
        let at = |millis| Instant::from_millis(millis);
        assert_eq!(end(now + LIFETIME, now, at(9_000_000)), Some(now + LIFETIME));
        assert_eq!(end(now + LIFETIME, now, at(1_002_900)), Some(at(1_002_900)));
        assert_eq!(end(now + LIFETIME, now, at(1_000_900)), None);
    }
}
