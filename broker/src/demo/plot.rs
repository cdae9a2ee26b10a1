//! The plot of a story: who and what it is about, and when everything happened.

use tessera_shared::dto::requests::{ScopeRef, Wish};
use tessera_shared::ids::UserId;
use tessera_shared::instant::{Instant, Span};
use tessera_shared::lifecycle::{RequestStage, TokenState};
use tessera_shared::words::Environment;

use crate::demo::names;
use crate::demo::rng::Rng;
use crate::demo::tenant::{DemoApi, DemoPartner, DemoTenant};

/// The people every story needs.
#[derive(Clone)]
pub struct Cast {
    /// Who decides: account, name, address.
    pub admin: (UserId, String, String),
    /// Who issues: account and name.
    pub agent: (UserId, String),
}

/// How a story ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// A request that waits or ended without a token.
    Request(RequestStage),
    /// A token in this state.
    Token(TokenState),
    /// A token whose link nobody opened.
    Unopened,
    /// A token that ends soon.
    Expiring,
}

/// When everything happened.
pub struct Times {
    /// The request was filed.
    pub submitted: Instant,
    /// The partner confirmed the address.
    pub confirmed: Instant,
    /// The admin decided, or it came to nothing.
    pub decided: Instant,
    /// Support issued the token.
    pub issued: Instant,
    /// The partner opened the link.
    pub opened: Instant,
    /// The token begins to work.
    pub starts: Instant,
    /// It ends by itself.
    pub expires: Instant,
    /// It was stopped, or used last.
    pub ended: Instant,
}

/// What one story is about.
pub struct Plot<'a> {
    /// Whose API it is.
    pub tenant: &'a DemoTenant,
    /// Who asks.
    pub partner: &'a DemoPartner,
    /// Who decides and who issues.
    pub cast: &'a Cast,
    /// For what.
    pub api: &'a DemoApi,
    /// The wish in words.
    pub wish: Wish,
    /// A scope that was not granted.
    pub removed: Option<String>,
    /// When everything happened.
    pub times: Times,
    /// How it ends.
    pub ending: Ending,
}

fn pick_words(rng: &mut Rng, words: &[&'static str]) -> String {
    rng.pick(words).unwrap_or_default().to_owned()
}

/// Makes up a story of `partner` and `api` that ends like this.
pub fn plot<'a>(
    rng: &mut Rng,
    tenant: &'a DemoTenant,
    partner: &'a DemoPartner,
    cast: &'a Cast,
    api: &'a DemoApi,
    ending: Ending,
    now: Instant,
) -> Plot<'a> {
    let environment = match rng.range(0, 9) {
        0 | 1 => Environment::Sandbox,
        2 => Environment::Staging,
        _ => Environment::Production,
    };
    let count = usize::try_from(rng.range(1, i64::try_from(api.scopes.len()).unwrap_or(1))).unwrap_or(1);
    let scopes: Vec<ScopeRef> = api
        .scopes
        .iter()
        .take(count)
        .map(|scope| ScopeRef {
            api: api.brief.id,
            scope: scope.clone(),
        })
        .collect();
    let removed = (scopes.len() > 2 && rng.chance(30))
        .then(|| scopes.last().map(|scope| scope.scope.clone()))
        .flatten();
    let lifetime = rng.range(60, 360).min(i64::from(tenant.policy.max_lifetime_days));
    let wish = Wish {
        application: pick_words(rng, names::APPLICATIONS),
        scopes,
        environment,
        reason: pick_words(rng, names::REASONS),
        lifetime_days: u32::try_from(lifetime).unwrap_or(90),
    };
    let times = times(rng, ending, lifetime, now);
    Plot {
        tenant,
        partner,
        cast,
        api,
        wish,
        removed,
        times,
        ending,
    }
}

fn times(rng: &mut Rng, ending: Ending, lifetime: i64, now: Instant) -> Times {
    let age = match ending {
        Ending::Request(RequestStage::AwaitingPartner) => Span::hours(rng.range(1, 60)),
        Ending::Request(RequestStage::AwaitingDecision) => Span::minutes(rng.range(40, 3_200)),
        Ending::Request(RequestStage::AwaitingIssue) => Span::minutes(rng.range(700, 3_000)),
        Ending::Request(_) => Span::days(rng.range(3, 80)),
        Ending::Unopened => Span::hours(rng.range(34, 100)),
        Ending::Expiring => Span::hours(lifetime * 24 - rng.range(20, 330)),
        Ending::Token(TokenState::Expired) => Span::days(lifetime + rng.range(1, 90)),
        Ending::Token(TokenState::Pending) => Span::days(2),
        Ending::Token(_) => Span::hours(rng.range(40, lifetime * 24 - 500)),
    };
    let submitted = now - age;
    let confirmed = submitted + Span::minutes(rng.range(3, 30));
    let decided = confirmed + Span::minutes(rng.range(20, 260));
    let issued = decided + Span::minutes(rng.range(5, 120));
    let opened = issued + Span::minutes(rng.range(2, 90));
    let pending = ending == Ending::Token(TokenState::Pending);
    let starts = if pending {
        now + Span::hours(rng.range(8, 200))
    } else {
        issued
    };
    let expires = starts + Span::days(lifetime);
    let ended = opened + Span::millis(((now.min(expires) - opened).as_millis() / 100 * rng.range(10, 98)).max(1));
    Times {
        submitted,
        confirmed,
        decided,
        issued,
        opened,
        starts,
        expires,
        ended,
    }
}

impl Plot<'_> {
    /// The scopes that were granted.
    pub fn granted(&self) -> Vec<String> {
        let names = self.wish.scopes.iter().map(|scope| scope.scope.clone());
        names.filter(|name| Some(name) != self.removed.as_ref()).collect()
    }

    /// When the link stops working.
    pub fn link_ends(&self) -> Instant {
        self.times.issued + Span::hours(i64::from(self.tenant.policy.delivery_hours))
    }
}
