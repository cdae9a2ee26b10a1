//! How demo tokens were used: by the hour for the last two days, once a day before that.

use tessera_shared::instant::{Instant, Span};
use tessera_shared::words::RefusalReason;

use crate::db::Conn;
use crate::demo::bulk::{Bulk, RefusalRow, UsageRow};
use crate::demo::names;
use crate::demo::rng::Rng;
use crate::demo::tenant::DemoTenant;
use crate::outcome::Outcome;
use crate::tokens::model::TokenRow;

/// More calls by day than by night, in hundredths.
const SHAPE: [i64; 24] = [
    20, 14, 10, 9, 12, 25, 48, 80, 105, 118, 124, 126, 120, 118, 121, 119, 112, 104, 92, 78, 62, 50, 40, 30,
];

/// What gateways refuse working tokens for, the usual first.
const REASONS: [&str; 4] = [
    RefusalReason::Scope.as_str(),
    RefusalReason::Scope.as_str(),
    RefusalReason::Environment.as_str(),
    RefusalReason::Network.as_str(),
];

/// Writes down the use of a working token.
pub fn record(
    conn: &mut Conn,
    bulk: &mut Bulk,
    rng: &mut Rng,
    tenant: &DemoTenant,
    token: &TokenRow,
    now: Instant,
) -> Outcome<()> {
    let Some((gateway, _)) = tenant.gateways.first() else {
        return Ok(());
    };
    let busy = tenant.index < names::FIRST.len();
    let level = rng.range(20, 900);
    let gateway = gateway.to_string();
    let mut add = |rng: &mut Rng, hour: Instant, share: i64| {
        let allowed = level * share / 100 + rng.range(0, 9);
        let refused = if rng.chance(12) {
            rng.range(1, 1 + allowed / 40)
        } else {
            0
        };
        if refused > 0 {
            bulk.refusal(RefusalRow {
                tenant_id: token.tenant_id.clone(),
                gateway_id: gateway.clone(),
                token_id: token.id.clone(),
                hour: hour.floor_hour().millis(),
                reason: rng.pick(&REASONS).unwrap_or_default(),
                times: refused,
            });
        }
        let row = UsageRow {
            tenant_id: token.tenant_id.clone(),
            gateway_id: gateway.clone(),
            token_id: token.id.clone(),
            hour: hour.floor_hour().millis(),
            allowed,
            refused,
        };
        bulk.usage(conn, row)
    };
    let begin = Instant::from_millis(token.starts_at);
    if busy && rng.chance(25) {
        for back in 0..48 {
            let hour = now - Span::hours(back);
            let of_day = usize::try_from(hour.millis().rem_euclid(86_400_000) / 3_600_000).unwrap_or(0);
            if hour >= begin {
                add(rng, hour, SHAPE.get(of_day).copied().unwrap_or(50))?;
            }
        }
    }
    let days = if busy { 27 } else { 4 };
    for back in 3..=days {
        let noon = now.floor_day() - Span::days(back) + Span::hours(12);
        if noon >= begin {
            add(rng, noon, 1_500)?;
        }
    }
    Ok(())
}
