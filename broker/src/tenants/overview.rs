//! The overview's figures, from the rows of one tenant or of all tenants of a person.

use std::cmp::Reverse;
use std::sync::Arc;

use tessera_shared::dto::gateways::RefusalCount;
use tessera_shared::dto::overview::{HourChecks, LastUse, Overview, PartnerTokens};
use tessera_shared::instant::{Instant, Span};

use crate::app::App;
use crate::auth::Permit;
use crate::auth::actions::ViewTenant;
use crate::db::{Conn, DbError};
use crate::outcome::Outcome;
use crate::queue::service::{Waiting, counts};
use crate::tenancy::TenantScope;
use crate::tenants::figures::{Journey, day_cells, funnel, hour_cells, median_seconds, weeks};
use crate::tenants::overview_store::{self as store, Ends, OverviewScope};
use crate::tokens::model::stored;

/// Days the calendar of ends looks ahead: 14 weeks.
const CALENDAR_DAYS: i64 = 98;
/// Hours of checks shown.
const CHECK_HOURS: i64 = 48;
/// Partners shown.
const PARTNERS: i64 = 5;
/// The steps of the time since a token was last used, in days.
const IDLE_DAYS: [u32; 5] = [0, 1, 7, 30, 90];

/// Figures of the last `days` days.
pub async fn get_overview(app: &Arc<App>, permit: &Permit<ViewTenant>, days: u32) -> Outcome<Overview> {
    let (tenant, now) = (permit.scope().clone(), app.clock.now());
    let scope = OverviewScope::Tenant(tenant.clone());
    Ok(app
        .db
        .read(scope.reach(), move |conn| {
            let waits = counts(conn, &tenant)?;
            Ok::<_, DbError>(Overview {
                partners: list_partners(conn, &tenant, now)?,
                last_use: list_last_use(conn, &tenant, now)?,
                ..overview(conn, &scope, waits, days, now)?
            })
        })
        .await?)
}

/// The figures of `scope`, without those that only one tenant has.
pub fn overview(
    conn: &mut Conn,
    scope: &OverviewScope,
    waits: Waiting,
    days: u32,
    now: Instant,
) -> Result<Overview, DbError> {
    let period = Span::days(i64::from(days));
    let since = now - period;
    let journeys = store::list_journeys(conn, scope, since - period)?;
    let (recent, before): (Vec<&Journey>, Vec<&Journey>) =
        journeys.iter().partition(|journey| journey.submitted >= since.millis());
    let ends = list_ends(conn, scope, now)?;
    let checks = list_checks(conn, scope, now)?;
    let (allowed_24h, refused_24h) = last_day(&checks);
    let (active, new) = store::count_active(conn, scope, now, now - Span::days(7))?;
    let unused = sum(&ends, |end| end.soon == 1 && end.unused == 1);
    Ok(Overview {
        as_of: now,
        days,
        active_tokens: small(active),
        issued_last_week: small(new),
        to_decide: waits.to_decide,
        to_issue: waits.to_issue,
        oldest_to_issue: store::oldest_to_issue(conn, scope)?.map(Instant::from_millis),
        expiring_30d: sum(&ends, |end| end.soon == 1),
        expiring_unused: matches!(scope, OverviewScope::Tenant(_)).then_some(unused),
        allowed_24h,
        refused_24h,
        median_seconds: median_seconds(recent.iter().filter_map(|journey| journey.whole())),
        median_seconds_before: median_seconds(before.iter().filter_map(|journey| journey.whole())),
        time_to_token: weeks(&recent),
        funnel: funnel(&recent),
        checks,
        expiring: day_cells(
            now.floor_day(),
            CALENDAR_DAYS,
            ends.iter().map(|end| (end.day, end.count)),
        ),
        refusals_24h: list_refusals(conn, scope, now)?,
        partners: Vec::new(),
        last_use: Vec::new(),
    })
}

fn small(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn list_ends(conn: &mut Conn, scope: &OverviewScope, now: Instant) -> Result<Vec<Ends>, DbError> {
    let first = now.floor_day();
    let (soon, until) = (now + Span::days(30), first + Span::days(CALENDAR_DAYS));
    store::count_ends(conn, scope, first, now, soon, until)
}

fn sum(ends: &[Ends], which: impl Fn(&Ends) -> bool) -> u32 {
    small(ends.iter().filter(|end| which(end)).map(|end| end.count).sum())
}

fn list_checks(conn: &mut Conn, scope: &OverviewScope, now: Instant) -> Result<Vec<HourChecks>, DbError> {
    let first = now.floor_hour() - Span::hours(CHECK_HOURS - 1);
    let rows = store::checks_per_hour(conn, scope, first)?;
    let rows = rows.into_iter().map(|row| (row.hour, row.allowed, row.refused));
    Ok(hour_cells(first, CHECK_HOURS, rows))
}

/// Let through and refused in the last 24 cells.
fn last_day(checks: &[HourChecks]) -> (u64, u64) {
    let day = checks.iter().rev().take(24);
    day.fold((0, 0), |(allowed, refused), hour| {
        (allowed + hour.allowed, refused + hour.refused)
    })
}

/// Reasons of the same 24 cells.
fn list_refusals(conn: &mut Conn, scope: &OverviewScope, now: Instant) -> Result<Vec<RefusalCount>, DbError> {
    let rows = store::refusals_by_reason(conn, scope, now.floor_hour() - Span::hours(23))?;
    let mut refusals = rows
        .into_iter()
        .map(|(reason, times)| {
            Ok(RefusalCount {
                reason: stored(&reason)?,
                count: u64::try_from(times).unwrap_or(0),
            })
        })
        .collect::<Result<Vec<_>, DbError>>()?;
    refusals.sort_by_key(|refusal| (Reverse(refusal.count), refusal.reason));
    Ok(refusals)
}

fn list_partners(conn: &mut Conn, scope: &TenantScope, now: Instant) -> Result<Vec<PartnerTokens>, DbError> {
    let partners = store::top_partners(conn, scope, now, PARTNERS)?;
    let partner = |(id, name, count): (String, String, i64)| {
        Ok(PartnerTokens {
            partner: stored(&id)?,
            name,
            active_tokens: small(count),
        })
    };
    partners.into_iter().map(partner).collect()
}

fn list_last_use(conn: &mut Conn, scope: &TenantScope, now: Instant) -> Result<Vec<LastUse>, DbError> {
    let [_, first, second, third, fourth] = IDLE_DAYS.map(|days| now - Span::days(i64::from(days)));
    let rows = store::count_by_last_use(conn, scope, now, [first, second, third, fourth])?;
    let of = |step: usize, unused: i32| {
        let rows = rows.iter().filter(|row| row.unused == unused);
        let rows = rows.filter(|row| usize::try_from(row.step) == Ok(step));
        small(rows.map(|row| row.count).sum())
    };
    let step = |(step, days)| LastUse {
        days,
        used: of(step, 0),
        unused: of(step, 1),
    };
    Ok(IDLE_DAYS.into_iter().enumerate().map(step).collect())
}
