//! How tokens are used: counted in memory by the check, written down every few seconds.

mod store;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant as Steady};

use tessera_shared::ids::{GatewayId, TenantId, TokenId};
use tessera_shared::instant::Instant;

use crate::act::Tx;
use crate::app::App;
use crate::db::dialect::UsageDelta;
use crate::db::{Across, Reach};
use crate::outcome::Outcome;

const SHARDS: u8 = 16;
/// Tokens counted one by one between two writes; beyond it their checks count for the gateway.
const MOST_PER_SHARD: usize = 16_384;
/// With more counters than this, most of them wait for [`REST`]: a busy broker would otherwise spend
/// more on writing down that it was asked than on answering.
const FEW: usize = 512;
/// How long counters of a busy broker wait. What a crash loses is less than a minute of counts.
const REST: Duration = Duration::from_secs(30);
/// Counters written in one transaction, so that other writes need not wait for all of them.
const BATCH: usize = 256;

/// Who asked about which token, in which hour. The order is the one rows are written in: nodes
/// that write the same rows in the same order cannot block each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Key {
    tenant: TenantId,
    token: Option<TokenId>,
    hour: Instant,
    gateway: GatewayId,
}

#[derive(Clone, Copy, Default)]
struct Count {
    allowed: i64,
    refused: i64,
    last_allowed: i64,
    last: i64,
}

impl Count {
    fn one(allowed: bool, at: i64) -> Self {
        if allowed {
            Self {
                allowed: 1,
                refused: 0,
                last_allowed: at,
                last: at,
            }
        } else {
            Self {
                allowed: 0,
                refused: 1,
                last_allowed: 0,
                last: at,
            }
        }
    }

    fn add(&mut self, other: Self) {
        self.allowed += other.allowed;
        self.refused += other.refused;
        self.last_allowed = self.last_allowed.max(other.last_allowed);
        self.last = self.last.max(other.last);
    }
}

type Shard = Mutex<HashMap<Key, Count>>;

/// Counters in memory.
pub struct Usage {
    shards: Vec<Shard>,
}

impl Default for Usage {
    fn default() -> Self {
        Self {
            shards: (0..SHARDS).map(|_| Shard::default()).collect(),
        }
    }
}

fn lock(shard: &Shard) -> MutexGuard<'_, HashMap<Key, Count>> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Usage {
    /// Counts one check. `token` is none for tokens nobody knows.
    pub fn count(&self, tenant: TenantId, gateway: GatewayId, token: Option<TokenId>, allowed: bool, now: Instant) {
        let key = Key {
            tenant,
            token,
            hour: now.floor_hour(),
            gateway,
        };
        self.add(key, Count::one(allowed, now.millis()));
    }

    /// A gateway was heard of without asking about a token.
    pub fn seen(&self, tenant: TenantId, gateway: GatewayId, now: Instant) {
        let key = Key {
            tenant,
            token: None,
            hour: now.floor_hour(),
            gateway,
        };
        let last = now.millis();
        self.add(
            key,
            Count {
                last,
                ..Count::default()
            },
        );
    }

    fn add(&self, mut key: Key, count: Count) {
        let spread = key.token.map_or(0, TokenId::as_u128) % u128::from(SHARDS);
        let Some(shard) = self.shards.get(usize::try_from(spread).unwrap_or(0)) else {
            return;
        };
        let mut counts = lock(shard);
        if counts.len() >= MOST_PER_SHARD && !counts.contains_key(&key) {
            key.token = None;
        }
        counts.entry(key).or_default().add(count);
    }

    /// How many counters wait.
    fn len(&self) -> usize {
        self.shards.iter().map(|shard| lock(shard).len()).sum()
    }

    /// When each gateway was last heard of, since the last time anything was written.
    fn last_seen(&self) -> BTreeMap<(TenantId, GatewayId), i64> {
        let mut seen: BTreeMap<(TenantId, GatewayId), i64> = BTreeMap::new();
        for shard in &self.shards {
            for (key, count) in &*lock(shard) {
                let last = seen.entry((key.tenant, key.gateway)).or_default();
                *last = (*last).max(count.last);
            }
        }
        seen
    }

    fn take(&self) -> Vec<(Key, Count)> {
        let mut counts: BTreeMap<Key, Count> = BTreeMap::new();
        for shard in &self.shards {
            for (key, count) in std::mem::take(&mut *lock(shard)) {
                counts.entry(key).or_default().add(count);
            }
        }
        counts.into_iter().collect()
    }
}

/// Writes down what was counted, or of very much only which gateways were heard of. `written` is when
/// all of it was written last.
pub async fn settle(app: &Arc<App>, written: &mut Steady) -> Outcome<()> {
    if app.usage.len() <= FEW || written.elapsed() >= REST {
        *written = Steady::now();
        return flush(app).await;
    }
    let seen: Vec<_> = app.usage.last_seen().into_iter().collect();
    for batch in seen.chunks(BATCH) {
        let batch = batch.to_vec();
        app.act(Reach::across(Across::Job), move |tx| set_last_seen(tx, batch))
            .await?;
    }
    Ok(())
}

fn set_last_seen(tx: &mut Tx<'_>, seen: impl IntoIterator<Item = ((TenantId, GatewayId), i64)>) -> Outcome<()> {
    for ((tenant, gateway), last) in seen {
        store::set_last_seen(tx, &tenant.to_string(), &gateway.to_string(), last)?;
    }
    Ok(())
}

/// Writes down what was counted since the last time; keeps the rest when the database is away.
pub async fn flush(app: &Arc<App>) -> Outcome<()> {
    let counts = Arc::new(app.usage.take());
    for from in (0..counts.len()).step_by(BATCH) {
        let batch = Arc::clone(&counts);
        let written = app
            .act(Reach::across(Across::Job), move |tx| {
                write(tx, batch.iter().skip(from).take(BATCH))
            })
            .await;
        if written.is_err() {
            counts
                .iter()
                .skip(from)
                .for_each(|(key, count)| app.usage.add(*key, *count));
            return written;
        }
    }
    Ok(())
}

fn write<'a>(tx: &mut Tx<'_>, counts: impl Iterator<Item = &'a (Key, Count)>) -> Outcome<()> {
    let mut seen: BTreeMap<(TenantId, GatewayId), i64> = BTreeMap::new();
    for (key, count) in counts {
        let (tenant, gateway) = (key.tenant.to_string(), key.gateway.to_string());
        let token = key.token.map(|id| id.to_string()).unwrap_or_default();
        let delta = UsageDelta {
            tenant: &tenant,
            gateway: &gateway,
            token: &token,
            hour: key.hour.millis(),
            allowed: count.allowed,
            refused: count.refused,
        };
        let last_used = (key.token.is_some() && count.last_allowed > 0).then_some(count.last_allowed);
        store::add_counts(tx, &delta, last_used)?;
        let last = seen.entry((key.tenant, key.gateway)).or_default();
        *last = (*last).max(count.last);
    }
    set_last_seen(tx, seen)
}

#[cfg(test)]
mod tests {
    use tessera_shared::instant::Span;

    use super::*;

    const NOW: Instant = Instant::from_millis(1_000 * 3_600_000 + 5);

    fn count(usage: &Usage, token: u128, allowed: bool) {
        let token = Some(TokenId::from_u128(token));
        usage.count(TenantId::from_u128(1), GatewayId::from_u128(2), token, allowed, NOW);
    }

    #[test]
    fn checks_of_one_hour_add_up_and_are_taken_once() {
        let usage = Usage::default();
        count(&usage, 7, true);
        count(&usage, 7, true);
        count(&usage, 7, false);
        let taken = usage.take();
        let (key, sums) = taken.first().unwrap();
        assert_eq!((taken.len(), key.hour.millis()), (1, 1_000 * 3_600_000));
        assert_eq!((sums.allowed, sums.refused, sums.last_allowed), (2, 1, NOW.millis()));
        assert!(usage.take().is_empty());
    }

    #[test]
    fn when_gateways_were_heard_of_is_known_before_anything_is_written() {
        let usage = Usage::default();
        count(&usage, 7, false);
        usage.seen(TenantId::from_u128(1), GatewayId::from_u128(2), NOW + Span::seconds(3));
        let seen = usage.last_seen();
        let key = (TenantId::from_u128(1), GatewayId::from_u128(2));
        assert_eq!(seen.get(&key).copied(), Some((NOW + Span::seconds(3)).millis()));
        assert_eq!((seen.len(), usage.len()), (1, 2), "nothing was taken");
    }

    #[test]
    fn memory_is_bounded_and_no_check_is_lost() {
        let usage = Usage::default();
        let spread = u128::from(SHARDS);
        let checks = u128::try_from(MOST_PER_SHARD).unwrap() + 10;
        (1..=checks).for_each(|token| count(&usage, token * spread, true));
        let taken = usage.take();
        assert_eq!(taken.len(), MOST_PER_SHARD + 1);
        let sum: i64 = taken.iter().map(|(_, count)| count.allowed).sum();
        assert_eq!(u128::try_from(sum).unwrap(), checks);
    }
}
