//! What lies in the table, and how the table keeps to the rule of `slots`.

use std::hash::BuildHasherDefault;
use std::sync::Arc;

use papaya::HashMap;
use tessera_shared::ids::TokenId;
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::{TokenFacts, TokenState};
use tessera_shared::words::RefusalReason;

use crate::tokens::index::TokenEntry;
use crate::tokens::index::answer::Passed;
use crate::tokens::index::key::{AsIs, Key};
use crate::tokens::index::shared::{Holder, Terms};
use crate::tokens::index::slots::{Entry, Table};

/// What the index holds of an entry.
pub struct Slot {
    // As bytes: a u128 would have to lie at multiples of 16.
    token: [u8; 16],
    /// Who holds it.
    pub holder: Arc<Holder>,
    /// What it is good for.
    pub terms: Arc<Terms>,
    starts_at: Instant,
    expires_at: Instant,
    version: u32,
    state: TokenState,
}

impl Slot {
    /// What the index holds of `entry`, which shares these with others.
    pub fn of(entry: &TokenEntry, holder: &Arc<Holder>, terms: &Arc<Terms>) -> Self {
        Self {
            token: entry.token.as_u128().to_be_bytes(),
            holder: Arc::clone(holder),
            terms: Arc::clone(terms),
            starts_at: entry.starts_at,
            expires_at: entry.expires_at,
            version: entry.version,
            state: entry.state,
        }
    }

    /// The token.
    pub fn token(&self) -> TokenId {
        TokenId::from_u128(u128::from_be_bytes(self.token))
    }

    fn facts(&self) -> TokenFacts {
        TokenFacts {
            state: self.state,
            starts_at: self.starts_at,
            expires_at: self.expires_at,
        }
    }

    /// Why it must not pass anywhere at `now`, if it must not.
    pub fn ended(&self, now: Instant) -> Result<(), RefusalReason> {
        if self.holder.tenant.is_suspended() {
            return Err(RefusalReason::TenantSuspended);
        }
        self.facts().refusal_at(now).map_or(Ok(()), Err)
    }
}

impl From<&Slot> for Passed {
    fn from(slot: &Slot) -> Self {
        Self {
            token: slot.token(),
            starts_at: slot.starts_at,
            expires_at: slot.expires_at,
            holder: Arc::clone(&slot.holder),
            terms: Arc::clone(&slot.terms),
        }
    }
}

impl Entry for Slot {
    fn version(&self) -> u32 {
        self.version
    }

    fn expires_at(&self) -> Instant {
        self.expires_at
    }
}

/// Where entries lie.
pub type Places = HashMap<Key, Slot, BuildHasherDefault<AsIs>>;

impl Table for Places {
    type Key = Key;
    type Entry = Slot;

    fn replace(&self, key: Key, decide: impl Fn(Option<&Slot>) -> Option<Slot>) {
        self.pin()
            .compute(key, |held| match decide(held.map(|(_key, held)| held)) {
                Some(new) => papaya::Operation::Insert(new),
                None => papaya::Operation::Abort(()),
            });
    }

    fn retain(&self, keep: impl Fn(&Slot) -> bool) {
        self.pin().retain(|_key, slot| keep(slot));
    }
}
