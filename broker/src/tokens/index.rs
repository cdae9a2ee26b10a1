//! Every live token in memory, for checks that never touch the database.
//!
//! An entry is replaced only by a newer version of itself, so a slow reload can never bring a
//! revoked token back. Ended tokens stay as entries until their end has passed; only then are they
//! swept. Texts that many tokens share (scopes, audiences, names of tenants) are held once.

use std::collections::HashSet;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use papaya::HashMap;
use tessera_shared::ids::{PartnerId, TenantId, TokenId};
use tessera_shared::instant::{Instant, Span};
use tessera_shared::lifecycle::{TokenFacts, TokenState};
use tessera_shared::words::{Environment, TenantStatus};

use crate::clock::SharedClock;
use crate::keys::Keys;
use crate::tokens::secret::{Digester, TokenKind, is_well_formed};

/// The index answers for at most this long without news from the database; then it refuses.
pub const MAX_STALE: Span = Span::seconds(5);

/// One token, as checks know it.
#[derive(Clone)]
pub struct TokenEntry {
    /// Keyed digest of the secret.
    pub digest: [u8; 32],
    /// Whose APIs.
    pub tenant: TenantId,
    /// The token.
    pub token: TokenId,
    /// Who holds it.
    pub partner: PartnerId,
    /// Where it works.
    pub environment: Environment,
    /// Stored state.
    pub state: TokenState,
    /// Works from here.
    pub starts_at: Instant,
    /// Ends here.
    pub expires_at: Instant,
    /// Counts changes.
    pub version: u32,
    /// Space-separated ids of the APIs it reaches.
    pub apis: Arc<str>,
    /// Space-separated resource identifiers.
    pub audience: Arc<str>,
    /// Space-separated scopes.
    pub scopes: Arc<str>,
}

impl fmt::Debug for TokenEntry {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "TokenEntry({} v{} {})", self.token, self.version, self.state)
    }
}

impl TokenEntry {
    /// Whether it works at `now`.
    pub fn works_at(&self, now: Instant) -> bool {
        TokenFacts { state: self.state, starts_at: self.starts_at, expires_at: self.expires_at }.works_at(now)
    }
}

/// What the index holds of an entry; the key is the digest.
struct Slot {
    tenant: Arc<TenantSlot>,
    token: TokenId,
    partner: PartnerId,
    terms: Arc<Terms>,
    starts_at: Instant,
    expires_at: Instant,
    version: u32,
    state: TokenState,
}

/// What many tokens share.
#[derive(PartialEq, Eq, Hash)]
struct Terms {
    environment: Environment,
    apis: Arc<str>,
    audience: Arc<str>,
    scopes: Arc<str>,
}

/// One tenant, shared by all its tokens; suspending it reaches all of them at once.
pub struct TenantSlot {
    /// The tenant.
    pub id: TenantId,
    /// Short name, for identity headers.
    pub slug: String,
    suspended: AtomicBool,
}

/// A token that a gateway may let through.
#[derive(Clone)]
pub struct Passed {
    /// Whose APIs.
    pub tenant: Arc<TenantSlot>,
    /// The token.
    pub token: TokenId,
    /// Who holds it.
    pub partner: PartnerId,
    /// Works from here.
    pub starts_at: Instant,
    /// Ends here.
    pub expires_at: Instant,
    terms: Arc<Terms>,
}

impl Passed {
    /// Where it works.
    pub fn environment(&self) -> Environment {
        self.terms.environment
    }

    /// Space-separated ids of the APIs it reaches.
    pub fn apis(&self) -> &str {
        &self.terms.apis
    }

    /// Space-separated resource identifiers.
    pub fn audience(&self) -> &str {
        &self.terms.audience
    }

    /// Space-separated scopes.
    pub fn scopes(&self) -> &str {
        &self.terms.scopes
    }
}

/// Why a check was refused. Callers outside must not be able to tell the first two apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckRefusal {
    /// No token with this secret.
    Unknown,
    /// A known token that must not pass here and now.
    NotGood(TokenId),
    /// The index has had no news for too long.
    Stale,
}

/// All live tokens.
pub struct TokenIndex {
    slots: HashMap<[u8; 32], Slot>,
    tenants: HashMap<TenantId, Arc<TenantSlot>>,
    terms: Mutex<HashSet<Arc<Terms>>>,
    digester: Digester,
    clock: SharedClock,
    fresh_until: AtomicI64,
}

impl TokenIndex {
    /// An empty index, which refuses every check until it is said to be fresh.
    pub fn new(keys: &Keys, clock: &SharedClock) -> Self {
        Self {
            slots: HashMap::new(),
            tenants: HashMap::new(),
            terms: Mutex::new(HashSet::new()),
            digester: Digester::new(&keys.token_pepper),
            clock: Arc::clone(clock),
            fresh_until: AtomicI64::new(i64::MIN),
        }
    }

    /// The digest under which a secret is known.
    pub fn digest(&self, secret: &str) -> [u8; 32] {
        self.digester.digest(secret)
    }

    /// How many entries there are, ended ones included.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Says that everything committed before `until` minus the bound is known here.
    pub fn set_fresh_until(&self, until: Instant) {
        self.fresh_until.fetch_max(until.millis(), Ordering::AcqRel);
    }

    /// Whether checks are answered now.
    pub fn is_fresh(&self) -> bool {
        self.clock.now().millis() < self.fresh_until.load(Ordering::Acquire)
    }

    /// Makes or updates a tenant.
    pub fn apply_tenant(&self, id: TenantId, slug: &str, status: TenantStatus) {
        let tenants = self.tenants.pin();
        let slot = tenants.get_or_insert_with(id, || {
            Arc::new(TenantSlot { id, slug: slug.to_owned(), suspended: AtomicBool::new(false) })
        });
        slot.suspended.store(status == TenantStatus::Suspended, Ordering::Release);
    }

    /// Takes an entry in, unless the index already knows a newer version of it.
    pub fn apply(&self, entry: &TokenEntry) {
        let tenant = {
            let tenants = self.tenants.pin();
            Arc::clone(tenants.get_or_insert_with(entry.tenant, || {
                Arc::new(TenantSlot { id: entry.tenant, slug: String::new(), suspended: AtomicBool::new(false) })
            }))
        };
        let terms = self.share(entry);
        let make = || Slot {
            tenant: Arc::clone(&tenant),
            token: entry.token,
            partner: entry.partner,
            terms: Arc::clone(&terms),
            starts_at: entry.starts_at,
            expires_at: entry.expires_at,
            version: entry.version,
            state: entry.state,
        };
        self.slots.pin().compute(entry.digest, |held| match held {
            Some((_, held)) if held.version >= entry.version => papaya::Operation::Abort(()),
            _ => papaya::Operation::Insert(make()),
        });
    }

    fn share(&self, entry: &TokenEntry) -> Arc<Terms> {
        let terms = Terms {
            environment: entry.environment,
            apis: Arc::clone(&entry.apis),
            audience: Arc::clone(&entry.audience),
            scopes: Arc::clone(&entry.scopes),
        };
        let mut held = self.terms.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shared) = held.get(&terms) {
            return Arc::clone(shared);
        }
        let shared = Arc::new(terms);
        held.insert(Arc::clone(&shared));
        shared
    }

    /// Whether `secret` is good for `tenant` and `environment` at this instant.
    pub fn check(&self, secret: &str, tenant: TenantId, environment: Environment) -> Result<Passed, CheckRefusal> {
        let now = self.clock.now();
        if now.millis() >= self.fresh_until.load(Ordering::Acquire) {
            return Err(CheckRefusal::Stale);
        }
        if !is_well_formed(TokenKind::Partner, secret) {
            return Err(CheckRefusal::Unknown);
        }
        let digest = self.digest(secret);
        let slots = self.slots.pin();
        let slot = slots.get(&digest).ok_or(CheckRefusal::Unknown)?;
        // A token of another tenant is as unknown here as one that does not exist.
        if slot.tenant.id != tenant {
            return Err(CheckRefusal::Unknown);
        }
        let facts = TokenFacts { state: slot.state, starts_at: slot.starts_at, expires_at: slot.expires_at };
        let good = facts.works_at(now)
            && slot.terms.environment == environment
            && !slot.tenant.suspended.load(Ordering::Acquire);
        if !good {
            return Err(CheckRefusal::NotGood(slot.token));
        }
        Ok(Passed {
            tenant: Arc::clone(&slot.tenant),
            token: slot.token,
            partner: slot.partner,
            starts_at: slot.starts_at,
            expires_at: slot.expires_at,
            terms: Arc::clone(&slot.terms),
        })
    }

    /// Drops entries whose end passed more than a minute ago; says how many stay.
    pub fn sweep(&self) -> usize {
        let past = self.clock.now() - Span::minutes(1);
        self.slots.pin().retain(|_, slot| slot.expires_at > past);
        self.slots.len()
    }
}

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;
