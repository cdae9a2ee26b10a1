//! How tokens are used: counted in memory by the check, written down every few seconds.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use diesel::prelude::*;
use tessera_shared::ids::{GatewayId, TenantId, TokenId};
use tessera_shared::instant::Instant;

use crate::act::Tx;
use crate::app::App;
use crate::db::dialect::{UsageDelta, add_usage};
use crate::db::schema::{gateways, tokens};
use crate::outcome::Outcome;

const SHARDS: usize = 16;
/// Distinct counters held between two writes; beyond it new ones are dropped, not remembered.
const MOST_PER_SHARD: usize = 65_536;

/// Who asked about which token, in which hour.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    tenant: TenantId,
    gateway: GatewayId,
    token: Option<TokenId>,
    hour: i64,
}

#[derive(Clone, Copy, Default)]
struct Count {
    allowed: i64,
    refused: i64,
    last_allowed: i64,
    last: i64,
}

/// Counters in memory.
#[derive(Default)]
pub struct Usage {
    shards: [Mutex<HashMap<Key, Count>>; SHARDS],
}

impl Usage {
    /// Counts one check.
    pub fn count(&self, tenant: TenantId, gateway: GatewayId, token: Option<TokenId>, allowed: bool, now: Instant) {
        let key = Key { tenant, gateway, token, hour: now.floor_hour().millis() };
        let spread = token.map_or(0, TokenId::as_u128) % 16;
        let Some(shard) = self.shards.get(usize::try_from(spread).unwrap_or(0)) else {
            return;
        };
        let mut shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
        if shard.len() >= MOST_PER_SHARD && !shard.contains_key(&key) {
            return;
        }
        let count = shard.entry(key).or_default();
        count.last = count.last.max(now.millis());
        if allowed {
            count.allowed += 1;
            count.last_allowed = count.last_allowed.max(now.millis());
        } else {
            count.refused += 1;
        }
    }

    fn take(&self) -> Vec<(Key, Count)> {
        self.shards
            .iter()
            .flat_map(|shard| std::mem::take(&mut *shard.lock().unwrap_or_else(PoisonError::into_inner)))
            .collect()
    }

    fn put_back(&self, counts: &[(Key, Count)]) {
        for (key, count) in counts {
            let spread = key.token.map_or(0, TokenId::as_u128) % 16;
            if let Some(shard) = self.shards.get(usize::try_from(spread).unwrap_or(0)) {
                let mut shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
                let held = shard.entry(*key).or_default();
                held.allowed += count.allowed;
                held.refused += count.refused;
                held.last = held.last.max(count.last);
                held.last_allowed = held.last_allowed.max(count.last_allowed);
            }
        }
    }
}

/// Writes down what was counted since the last time; keeps it when the database is away.
pub async fn flush(app: &Arc<App>) -> Outcome<()> {
    let counts = app.usage.take();
    if counts.is_empty() {
        return Ok(());
    }
    let rows = counts.clone();
    let written = app.act(move |tx| write(tx, &rows)).await;
    if written.is_err() {
        app.usage.put_back(&counts);
    }
    written
}

fn write(tx: &mut Tx<'_>, counts: &[(Key, Count)]) -> Outcome<()> {
    let mut seen: HashMap<GatewayId, i64> = HashMap::new();
    for (key, count) in counts {
        let (tenant, gateway) = (key.tenant.to_string(), key.gateway.to_string());
        let token = key.token.map(|id| id.to_string()).unwrap_or_default();
        let delta = UsageDelta {
            tenant: &tenant,
            gateway: &gateway,
            token: &token,
            hour: key.hour,
            allowed: count.allowed,
            refused: count.refused,
        };
        add_usage(tx, &delta)?;
        let last = seen.entry(key.gateway).or_default();
        *last = (*last).max(count.last);
        if count.last_allowed > 0 {
            diesel::update(tokens::table.filter(tokens::id.eq(&token)).filter(tokens::tenant_id.eq(&tenant)))
                .set((tokens::last_used_at.eq(count.last_allowed), tokens::last_gateway_id.eq(&gateway)))
                .execute(&mut **tx)?;
        }
    }
    for (gateway, last) in seen {
        diesel::update(gateways::table.find(gateway.to_string()))
            .set(gateways::last_seen_at.eq(last))
            .execute(&mut **tx)?;
    }
    Ok(())
}
