//! Every live token in memory, for checks that never touch the database.
//!
//! - An entry is replaced only by a newer version of itself and stays for a while after its end, so a slow
//!   reload can never bring a revoked token back; see `slots`.
//! - Start and end are compared with the clock at every check.
//! - Without news from the database for [`MAX_STALE`] every check is refused. That bound is kept
//!   on the machine's steady clock, which nobody can set back.
//! - An entry takes 72 bytes and its place in the table: what many tokens share is held once, and
//!   half of the digest is the key. 128 bits of a MAC under a secret key are as far out of reach
//!   as 256 (RFC 2104 §5).

mod answer;
mod freshness;
mod key;
mod shared;
mod slot;
mod slots;

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant as Steady;

use tessera_shared::ids::{PartnerId, TenantId, TokenId};
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::TokenState;
use tessera_shared::networks::Networks;
use tessera_shared::words::{Environment, RefusalReason, TenantStatus};

use crate::clock::SharedClock;
use crate::keys::Keys;
use crate::tokens::index::freshness::Freshness;
use crate::tokens::index::key::Key;
use crate::tokens::index::shared::Shared;
use crate::tokens::index::slot::{Places, Slot};
use crate::tokens::index::slots::Slots;
use crate::tokens::secret::{Digester, TokenKind, is_well_formed};

pub use crate::tokens::index::answer::{CheckRefusal, Passed, Refused};
pub use crate::tokens::index::freshness::MAX_STALE;
pub use crate::tokens::index::shared::Tenant;

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
    /// Networks it may be used from.
    pub networks: Networks,
}

impl fmt::Debug for TokenEntry {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "TokenEntry({} v{} {})", self.token, self.version, self.state)
    }
}

/// All live tokens.
pub struct TokenIndex {
    slots: Slots<Places>,
    shared: Shared,
    digester: Digester,
    clock: SharedClock,
    freshness: Freshness,
    newest_change: AtomicI64,
}

impl TokenIndex {
    /// An empty index, which refuses every check until it is said to be fresh.
    pub fn new(keys: &Keys, clock: &SharedClock) -> Self {
        Self {
            slots: Slots::default(),
            shared: Shared::default(),
            digester: Digester::new(&keys.token_pepper),
            clock: Arc::clone(clock),
            freshness: Freshness::stale(),
            newest_change: AtomicI64::new(0),
        }
    }

    /// The digest under which a secret is known.
    pub fn digest(&self, secret: &str) -> [u8; 32] {
        self.digester.digest(secret)
    }

    /// Makes room for so many entries, so that the table need not grow while they come.
    pub fn reserve(&self, entries: usize) {
        self.slots.table().pin().reserve(entries);
    }

    /// How many entries there are, ended ones included.
    pub fn len(&self) -> usize {
        self.slots.table().len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.slots.table().is_empty()
    }

    /// Says that everything that was committed before `look` began is known here.
    pub fn fresh_since(&self, look: Steady) {
        self.freshness.since(look);
    }

    /// Says that nobody else writes, so nothing can be missed.
    pub fn always_fresh(&self) {
        self.freshness.always();
    }

    /// Whether checks are answered now.
    pub fn is_fresh(&self) -> bool {
        self.freshness.holds()
    }

    /// The number of the newest change that the loaded entries are known to contain.
    pub fn newest_change(&self) -> i64 {
        self.newest_change.load(Ordering::Acquire)
    }

    /// See [`TokenIndex::newest_change`].
    pub fn set_newest_change(&self, seq: i64) {
        self.newest_change.store(seq, Ordering::Release);
    }

    /// Makes or updates a tenant that this node just changed.
    pub fn apply_tenant(&self, id: TenantId, slug: &str, status: TenantStatus) {
        self.shared.tenant_changed(id, slug, status);
    }

    /// To be asked before tenants are read from the database.
    pub fn tenant_news(&self) -> u64 {
        self.shared.tenant_news()
    }

    /// Takes in tenants that were read, unless this node changed one since `news` was asked for.
    pub fn apply_tenants_read(&self, news: u64, rows: &[(TenantId, String, TenantStatus)]) -> bool {
        self.shared.tenants_read(news, rows)
    }

    /// Takes an entry in, unless the index already knows this or a newer version of it.
    pub fn apply(&self, entry: &TokenEntry) {
        let (holder, terms) = self.shared.of(entry);
        let make = || Slot::of(entry, &holder, &terms);
        self.slots.apply(Key::of(&entry.digest), entry.version, make);
    }

    /// A tenant, as tokens know it.
    pub fn tenant(&self, id: TenantId) -> Option<Arc<Tenant>> {
        self.shared.known_tenant(id)
    }

    /// The tenant with this short name, as tokens know it.
    pub fn tenant_by_slug(&self, slug: &str) -> Option<Arc<Tenant>> {
        self.shared.tenant_by_slug(slug)
    }

    /// Whether `secret` is good for `tenant` and `environment` at this instant, for who calls from there.
    /// `from` is asked only where the token has networks.
    pub fn check(
        &self,
        secret: &str,
        tenant: TenantId,
        environment: Environment,
        from: impl FnOnce() -> Option<IpAddr>,
    ) -> Result<Passed, CheckRefusal> {
        self.look_up(secret, from, |slot| {
            // A token of another tenant is as unknown here as one that does not exist.
            if slot.holder.tenant.id != tenant {
                return Err(RefusalReason::Unknown);
            }
            if slot.terms.environment != environment {
                return Err(RefusalReason::Environment);
            }
            Ok(())
        })
    }

    /// Whether `secret` is good at this instant wherever it belongs. For its holder, never for a gateway.
    pub fn check_anywhere(&self, secret: &str, from: impl FnOnce() -> Option<IpAddr>) -> Result<Passed, CheckRefusal> {
        self.look_up(secret, from, |_slot| Ok(()))
    }

    /// Tenant and token with this secret, whether or not it is good now. For its holder.
    pub fn find(&self, secret: &str) -> Result<(TenantId, TokenId), CheckRefusal> {
        if !self.is_fresh() {
            return Err(CheckRefusal::Stale);
        }
        let digest = self.digest(secret);
        let slots = self.slots.table().pin();
        let slot = slots.get(&Key::of(&digest)).ok_or(CheckRefusal::Unknown(digest))?;
        Ok((slot.holder.tenant.id, slot.token()))
    }

    /// `fits` says of a known token why it is not good here, if it is not.
    fn look_up(
        &self,
        secret: &str,
        from: impl FnOnce() -> Option<IpAddr>,
        fits: impl FnOnce(&Slot) -> Result<(), RefusalReason>,
    ) -> Result<Passed, CheckRefusal> {
        if !self.is_fresh() {
            return Err(CheckRefusal::Stale);
        }
        if !is_well_formed(TokenKind::Partner, secret) {
            return Err(CheckRefusal::Malformed);
        }
        let digest = self.digest(secret);
        let slots = self.slots.table().pin();
        let slot = slots.get(&Key::of(&digest)).ok_or(CheckRefusal::Unknown(digest))?;
        fits(slot)
            .and_then(|()| slot.ended(self.clock.now()))
            .and_then(|()| match slot.terms.networks() {
                Some(networks) if !networks.admit(from()) => Err(RefusalReason::Network),
                _ => Ok(()),
            })
            .map_err(|reason| match reason {
                RefusalReason::Unknown => CheckRefusal::Unknown(digest),
                reason => CheckRefusal::NotGood(Refused {
                    tenant: slot.holder.tenant.id,
                    token: slot.token(),
                    reason,
                }),
            })?;
        Ok(Passed::from(slot))
    }

    /// Drops entries whose end passed more than a minute ago; says how many stay.
    pub fn sweep(&self) -> usize {
        self.slots.sweep(self.clock.now());
        self.shared.drop_unused();
        self.slots.table().len()
    }
}

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;
