//! How demo tokens were used. What a token counts agrees with when it was last used.

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

/// All of it together: a day of a token that is used every hour.
const A_DAY: i64 = 1_737;

/// What gateways refuse working tokens for, the usual first.
const REASONS: [&str; 4] = [
    RefusalReason::Scope.as_str(),
    RefusalReason::Scope.as_str(),
    RefusalReason::Environment.as_str(),
    RefusalReason::Network.as_str(),
];

/// How often a token is used: every so many hours.
#[derive(Clone, Copy)]
pub struct Pace(i64);

impl Pace {
    /// Hours from one use to the next.
    pub const fn hours(self) -> i64 {
        self.0
    }
}

/// Whether the tenant is one of those that people look at, whose tokens have a whole history.
const fn is_busy(tenant: &DemoTenant) -> bool {
    tenant.index < names::FIRST.len()
}

/// How often a token of the tenant is used.
pub fn pace(rng: &mut Rng, tenant: &DemoTenant) -> Pace {
    Pace(match (is_busy(tenant), rng.chance(40)) {
        (false, _) => 24,
        (true, true) => 1,
        (true, false) => rng.range(2, 11),
    })
}

/// Writes down the use of a token up to its last use: by the hour for two days, once a day before that.
pub fn record(
    (conn, bulk): (&mut Conn, &mut Bulk),
    rng: &mut Rng,
    tenant: &DemoTenant,
    token: &TokenRow,
    pace: Pace,
    now: Instant,
) -> Outcome<()> {
    let (Some((gateway, _)), Some(last)) = (tenant.gateways.first(), token.last_used_at) else {
        return Ok(());
    };
    let (begin, last) = (Instant::from_millis(token.starts_at), Instant::from_millis(last));
    if last < now.floor_day() - Span::days(27) {
        return Ok(());
    }
    let level = rng.range(20, 900);
    let gateway = gateway.to_string();
    let mut add = |rng: &mut Rng, hour: Instant, share: i64| {
        let allowed = level * share / 100 + rng.range(1, 9);
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
    let mut hour = last;
    while hour == last || (hour >= begin && hour > now - Span::hours(48)) {
        let of_day = usize::try_from(hour.millis().rem_euclid(86_400_000) / 3_600_000).unwrap_or(0);
        add(rng, hour, SHAPE.get(of_day).copied().unwrap_or(50))?;
        hour = hour - Span::hours(pace.hours());
    }
    if is_busy(tenant) {
        for back in 3..=27 {
            let noon = now.floor_day() - Span::days(back) + Span::hours(12);
            if noon >= begin && noon.floor_hour() < last.floor_hour() {
                add(rng, noon, A_DAY / pace.hours())?;
            }
        }
    }
    Ok(())
}
