//! The overview's figures, from the rows of one tenant.

use std::sync::Arc;

use tessera_shared::dto::tenants::{HourChecks, Overview};
use tessera_shared::instant::{Instant, Span};

use crate::app::App;
use crate::auth::Permit;
use crate::auth::actions::ViewTenant;
use crate::db::{Conn, DbError, Reach};
use crate::outcome::Outcome;
use crate::queue::service::counts;
use crate::tenancy::TenantScope;
use crate::tenants::figures::{Journey, day_cells, funnel, hour_cells, median_seconds, weeks};
use crate::tenants::overview_store::{self as store, Ends};

/// Days the calendar of ends looks ahead: 14 weeks.
const CALENDAR_DAYS: i64 = 98;
/// Hours of checks shown.
const CHECK_HOURS: i64 = 48;

/// Figures of the last `days` days.
pub async fn get_overview(app: &Arc<App>, permit: &Permit<ViewTenant>, days: u32) -> Outcome<Overview> {
    let (scope, now) = (permit.scope().clone(), app.clock.now());
    Ok(app
        .db
        .read(Reach::from(&scope), move |conn| overview(conn, &scope, days, now))
        .await?)
}

fn overview(conn: &mut Conn, scope: &TenantScope, days: u32, now: Instant) -> Result<Overview, DbError> {
    let period = Span::days(i64::from(days));
    let since = now - period;
    let journeys = store::list_journeys(conn, scope, since - period)?;
    let (recent, before): (Vec<&Journey>, Vec<&Journey>) =
        journeys.iter().partition(|journey| journey.submitted >= since.millis());
    let waits = counts(conn, scope)?;
    let ends = list_ends(conn, scope, now)?;
    let checks = list_checks(conn, scope, now)?;
    let (allowed_24h, refused_24h) = last_day(&checks);
    let (active, new) = store::count_active(conn, scope, now, now - Span::days(7))?;
    Ok(Overview {
        days,
        active_tokens: small(active),
        issued_last_week: small(new),
        to_decide: waits.to_decide,
        to_issue: waits.to_issue,
        oldest_to_issue: store::oldest_to_issue(conn, scope)?.map(Instant::from_millis),
        expiring_30d: sum(&ends, |end| end.soon == 1),
        expiring_unused: sum(&ends, |end| end.soon == 1 && end.unused == 1),
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
    })
}

fn small(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn list_ends(conn: &mut Conn, scope: &TenantScope, now: Instant) -> Result<Vec<Ends>, DbError> {
    let first = now.floor_day();
    let (soon, until) = (now + Span::days(30), first + Span::days(CALENDAR_DAYS));
    store::count_ends(conn, scope, first, now, soon, until)
}

fn sum(ends: &[Ends], which: impl Fn(&Ends) -> bool) -> u32 {
    small(ends.iter().filter(|end| which(end)).map(|end| end.count).sum())
}

fn list_checks(conn: &mut Conn, scope: &TenantScope, now: Instant) -> Result<Vec<HourChecks>, DbError> {
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
