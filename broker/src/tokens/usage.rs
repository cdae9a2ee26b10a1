//! How tokens are used: counted in memory by the check, written down every few seconds.
//!
//! A refusal is counted with its reason, which whoever asked never learns. The index forgets tokens
//! soon after their end, so a well-formed secret it does not know may be one that ended long ago: its
//! digest waits in memory, and the writer looks in the database what it was.

mod flush;
#[doc(hidden)]
pub mod store;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tessera_shared::ids::{GatewayId, TenantId, TokenId};
use tessera_shared::instant::Instant;
use tessera_shared::words::RefusalReason;

pub use crate::tokens::usage::flush::{flush, forget_old, settle};
pub use crate::tokens::usage::store::{refusals_by_gateway, refusals_of_token};

const SHARDS: u8 = 16;
/// Tokens counted one by one between two writes; beyond it their checks count for the gateway.
const MOST_PER_SHARD: usize = 16_384;
/// Unknown secrets that are looked up at the next write; beyond it they stay unknown.
const MOST_STRANGERS: usize = 256;

/// Who asks about a token.
#[derive(Clone, Copy)]
pub struct Asker {
    /// Whose APIs.
    pub tenant: TenantId,
    /// The gateway; none when the holder itself shows the token to the broker.
    pub gateway: Option<GatewayId>,
}

/// Who asked about which token, in which hour. The order is the one rows are written in: nodes
/// that write the same rows in the same order cannot block each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Key {
    tenant: TenantId,
    token: Option<TokenId>,
    hour: Instant,
    gateway: Option<GatewayId>,
}

impl Key {
    fn of(asker: Asker, token: Option<TokenId>, now: Instant) -> Self {
        Self {
            tenant: asker.tenant,
            token,
            hour: now.floor_hour(),
            gateway: asker.gateway,
        }
    }
}

/// A well-formed secret that the index does not know, and who asked about it when. The key's token is
/// none.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Stranger {
    key: Key,
    digest: [u8; 32],
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Count {
    allowed: i64,
    refused: i64,
    last_allowed: i64,
    last: i64,
}

impl Count {
    fn passed(at: i64) -> Self {
        Self {
            allowed: 1,
            refused: 0,
            last_allowed: at,
            last: at,
        }
    }

    fn refused(at: i64) -> Self {
        Self {
            allowed: 0,
            refused: 1,
            last_allowed: 0,
            last: at,
        }
    }

    fn add(&mut self, other: Self) {
        self.allowed += other.allowed;
        self.refused += other.refused;
        self.last_allowed = self.last_allowed.max(other.last_allowed);
        self.last = self.last.max(other.last);
    }
}

/// Counters of some tokens. Passing checks touch only the first of the tables.
#[derive(Default)]
struct Counters {
    checks: HashMap<Key, Count>,
    refusals: HashMap<(Key, RefusalReason), i64>,
    strangers: HashMap<Stranger, Count>,
}

impl Counters {
    fn check(&mut self, mut key: Key, count: Count) {
        if self.checks.len() >= MOST_PER_SHARD && !self.checks.contains_key(&key) {
            key.token = None;
        }
        self.checks.entry(key).or_default().add(count);
    }

    fn refuse(&mut self, mut key: Key, reason: RefusalReason, times: i64) {
        if self.refusals.len() >= MOST_PER_SHARD && !self.refusals.contains_key(&(key, reason)) {
            key.token = None;
        }
        *self.refusals.entry((key, reason)).or_default() += times;
    }

    fn meet(&mut self, stranger: Stranger, count: Count) {
        if self.strangers.len() >= MOST_STRANGERS && !self.strangers.contains_key(&stranger) {
            self.check(stranger.key, count);
            self.refuse(stranger.key, RefusalReason::Unknown, count.refused);
            return;
        }
        self.strangers.entry(stranger).or_default().add(count);
    }
}

/// Everything that was counted, in the order it is written in.
#[derive(Default)]
struct Taken {
    checks: BTreeMap<Key, Count>,
    refusals: BTreeMap<(Key, RefusalReason), i64>,
    strangers: BTreeMap<Stranger, Count>,
}

/// Counters in memory.
pub struct Usage {
    shards: Vec<Mutex<Counters>>,
}

impl Default for Usage {
    fn default() -> Self {
        Self {
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
        }
    }
}

fn lock(shard: &Mutex<Counters>) -> MutexGuard<'_, Counters> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Usage {
    /// Counts a check that passed. `token` is none for a call that is not about one.
    pub fn passed(&self, asker: Asker, token: Option<TokenId>, now: Instant) {
        let key = Key::of(asker, token, now);
        self.at(key, |counters| counters.check(key, Count::passed(now.millis())));
    }

    /// Counts a check that was refused. `token` is none when nobody knows which it was about.
    pub fn refused(&self, asker: Asker, token: Option<TokenId>, reason: RefusalReason, now: Instant) {
        let key = Key::of(asker, token, now);
        self.at(key, |counters| {
            counters.check(key, Count::refused(now.millis()));
            counters.refuse(key, reason, 1);
        });
    }

    /// Counts a refused check of a secret that the index does not know.
    pub fn stranger(&self, asker: Asker, digest: [u8; 32], now: Instant) {
        let key = Key::of(asker, None, now);
        self.put_back(Stranger { key, digest }, Count::refused(now.millis()));
    }

    /// A gateway was heard of without asking about a token.
    pub fn seen(&self, tenant: TenantId, gateway: GatewayId, now: Instant) {
        let gateway = Some(gateway);
        let key = Key::of(Asker { tenant, gateway }, None, now);
        let last = now.millis();
        self.at(key, |counters| {
            counters.check(
                key,
                Count {
                    last,
                    ..Count::default()
                },
            );
        });
    }

    fn at(&self, key: Key, count: impl FnOnce(&mut Counters)) {
        let spread = key.token.map_or(0, TokenId::as_u128) % u128::from(SHARDS);
        self.in_shard(usize::try_from(spread).unwrap_or(0), count);
    }

    fn put_back(&self, stranger: Stranger, count: Count) {
        let spread = stranger.digest.last().map_or(0, |byte| byte % SHARDS);
        self.in_shard(spread.into(), |counters| counters.meet(stranger, count));
    }

    fn in_shard(&self, number: usize, count: impl FnOnce(&mut Counters)) {
        if let Some(shard) = self.shards.get(number) {
            count(&mut lock(shard));
        }
    }

    /// How many counters wait.
    fn len(&self) -> usize {
        let waiting = |shard| {
            let counters = lock(shard);
            counters.checks.len() + counters.refusals.len() + counters.strangers.len()
        };
        self.shards.iter().map(waiting).sum()
    }

    /// When each gateway was last heard of, since the last time anything was written.
    fn last_seen(&self) -> BTreeMap<(TenantId, GatewayId), i64> {
        let mut seen: BTreeMap<(TenantId, GatewayId), i64> = BTreeMap::new();
        for shard in &self.shards {
            let counters = lock(shard);
            let strangers = counters
                .strangers
                .iter()
                .map(|(stranger, count)| (&stranger.key, count));
            for (key, count) in counters.checks.iter().chain(strangers) {
                let Some(gateway) = key.gateway else { continue };
                let last = seen.entry((key.tenant, gateway)).or_default();
                *last = (*last).max(count.last);
            }
        }
        seen
    }

    fn take(&self) -> Taken {
        let mut taken = Taken::default();
        for shard in &self.shards {
            let counters = std::mem::take(&mut *lock(shard));
            for (key, count) in counters.checks {
                taken.checks.entry(key).or_default().add(count);
            }
            for (key, times) in counters.refusals {
                *taken.refusals.entry(key).or_default() += times;
            }
            taken.strangers.extend(counters.strangers);
        }
        taken
    }
}

#[cfg(test)]
#[path = "usage_tests.rs"]
mod tests;
