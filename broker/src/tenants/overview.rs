//! The overview's figures, from the rows of one tenant.

use std::collections::BTreeMap;
use std::sync::Arc;

use tessera_shared::dto::tenants::{DayCount, Funnel, HourChecks, Overview, WeekTimes};
use tessera_shared::instant::{Instant, Span};

use crate::app::App;
use crate::auth::Permit;
use crate::auth::actions::ViewTenant;
use crate::db::{Conn, DbError};
use crate::outcome::Outcome;
use crate::people::my_tenants::waiting;
use crate::tenancy::TenantScope;
use crate::tenants::overview_store::{self as store, Journey};

/// Days the calendar of ends looks ahead: 14 weeks.
const CALENDAR_DAYS: i64 = 98;
/// Hours of checks shown.
const CHECK_HOURS: i64 = 48;
const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;

/// Figures of the last `days` days.
pub async fn get_overview(app: &Arc<App>, permit: &Permit<ViewTenant>, days: u32) -> Outcome<Overview> {
    let (scope, now) = (permit.scope().clone(), app.clock.now());
    Ok(app.db.read(move |conn| overview(conn, &scope, days, now)).await?)
}

fn overview(conn: &mut Conn, scope: &TenantScope, days: u32, now: Instant) -> Result<Overview, DbError> {
    let period = Span::days(i64::from(days));
    let since = now - period;
    let journeys = store::list_journeys(conn, scope, since - period)?;
    let (recent, before): (Vec<&Journey>, Vec<&Journey>) =
        journeys.iter().partition(|journey| journey.submitted >= since.millis());
    let waits = waiting(conn, &[scope.as_str().to_owned()])?
        .remove(scope.as_str())
        .unwrap_or_default();
    let ends = store::list_ends(conn, scope, now, now + Span::days(CALENDAR_DAYS))?;
    let month = (now + Span::days(30)).millis();
    let checks = checks(&store::checks_per_hour(conn, scope, first_hour(now))?, now);
    let day = checks.iter().rev().take(24);
    let (allowed_24h, refused_24h) =
        day.fold((0, 0), |sum, hour| (sum.0 + hour.allowed, sum.1 + hour.refused));
    let (active, new) = store::count_active(conn, scope, now, now - Span::days(7))?;
    Ok(Overview {
        days,
        active_tokens: active,
        issued_last_week: new,
        to_decide: waits.to_decide,
        to_issue: waits.to_issue,
        oldest_to_issue: store::oldest_to_issue(conn, scope)?.map(Instant::from_millis),
        expiring_30d: small(ends.iter().filter(|end| end.at <= month).count()),
        expiring_unused: small(ends.iter().filter(|end| end.at <= month && !end.used).count()),
        allowed_24h,
        refused_24h,
        median_seconds: median(recent.iter().filter_map(|journey| journey.whole())),
        median_seconds_before: median(before.iter().filter_map(|journey| journey.whole())),
        time_to_token: weeks(&recent),
        funnel: funnel(&recent),
        checks,
        expiring: calendar(ends.iter().map(|end| end.at), now),
    })
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The middle value; the lower of the two middle ones.
fn median(values: impl Iterator<Item = i64>) -> Option<u64> {
    let mut values: Vec<i64> = values.collect();
    values.sort_unstable();
    let middle = values.get(values.len().checked_sub(1)? / 2)?;
    u64::try_from(middle / 1000).ok()
}

/// Monday 00:00 UTC of the week an instant falls in (1970-01-01 was a Thursday).
fn monday(millis: i64) -> i64 {
    let day = millis.div_euclid(DAY);
    (day - (day + 3).rem_euclid(7)) * DAY
}

fn weeks(journeys: &[&Journey]) -> Vec<WeekTimes> {
    let mut by_week: BTreeMap<i64, Vec<&Journey>> = BTreeMap::new();
    for journey in journeys {
        by_week.entry(monday(journey.submitted)).or_default().push(journey);
    }
    let part = |of: &[&Journey], step: fn(&Journey) -> Option<i64>| {
        median(of.iter().filter_map(|journey| step(journey))).unwrap_or(0)
    };
    by_week
        .into_iter()
        .map(|(week, of)| WeekTimes {
            week: Instant::from_millis(week),
            confirm: part(&of, |j| Some(j.confirmed? - j.submitted)),
            decide: part(&of, |j| Some(j.decided? - j.confirmed?)),
            issue: part(&of, |j| Some(j.issued? - j.decided?)),
            open: part(&of, |j| Some(j.opened? - j.issued?)),
        })
        .collect()
}

fn funnel(journeys: &[&Journey]) -> Funnel {
    let count = |step: fn(&Journey) -> bool| small(journeys.iter().filter(|j| step(j)).count());
    Funnel {
        submitted: small(journeys.len()),
        confirmed: count(|j| j.confirmed.is_some()),
        approved: count(|j| j.decided.is_some()),
        issued: count(|j| j.issued.is_some()),
        opened: count(|j| j.opened.is_some()),
        used: count(|j| j.used),
    }
}

fn first_hour(now: Instant) -> Instant {
    now.floor_hour() - Span::hours(CHECK_HOURS - 1)
}

fn checks(rows: &[(i64, i64, i64)], now: Instant) -> Vec<HourChecks> {
    let first = first_hour(now);
    let mut hours: Vec<HourChecks> = (0..CHECK_HOURS)
        .map(|hour| HourChecks { hour: first + Span::hours(hour), allowed: 0, refused: 0 })
        .collect();
    for (hour, allowed, refused) in rows {
        let slot = usize::try_from((hour - first.millis()) / HOUR);
        if let Some(cell) = slot.ok().and_then(|slot| hours.get_mut(slot)) {
            cell.allowed += u64::try_from(*allowed).unwrap_or(0);
            cell.refused += u64::try_from(*refused).unwrap_or(0);
        }
    }
    hours
}

fn calendar(ends: impl Iterator<Item = i64>, now: Instant) -> Vec<DayCount> {
    let first = now.floor_day();
    let mut days: Vec<DayCount> = (0..CALENDAR_DAYS)
        .map(|day| DayCount { day: first + Span::days(day), count: 0 })
        .collect();
    for end in ends {
        let slot = usize::try_from((end - first.millis()) / DAY);
        if let Some(day) = slot.ok().and_then(|slot| days.get_mut(slot)) {
            day.count += 1;
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_a_value_that_occurred() {
        assert_eq!(median([].into_iter()), None);
        assert_eq!(median([5_000].into_iter()), Some(5));
        assert_eq!(median([9_000, 1_000, 4_000, 2_000].into_iter()), Some(2));
    }

    #[test]
    fn weeks_begin_on_monday() {
        let thursday = 0;
        assert_eq!(monday(thursday), -3 * DAY);
        assert_eq!(monday(-3 * DAY), -3 * DAY);
        assert_eq!(monday(4 * DAY), 4 * DAY);
    }

    #[test]
    fn ends_fall_on_their_day() {
        let now = Instant::from_millis(10 * DAY + HOUR);
        let days = calendar([10 * DAY + 2 * HOUR, 12 * DAY, 500 * DAY].into_iter(), now);
        assert_eq!(days.iter().map(|day| day.count).sum::<u32>(), 2);
        assert_eq!(days[0].count, 1);
        assert_eq!(days[2].count, 1);
    }
}
