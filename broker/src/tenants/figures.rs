//! Medians, weeks, funnel and buckets: arithmetic on what the tables say, without any of them.

use std::collections::BTreeMap;

use tessera_shared::dto::overview::{DayCount, Funnel, HourChecks, WeekTimes};
use tessera_shared::instant::{Instant, Span};

const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;

/// When a request reached each step, in milliseconds.
#[derive(Clone, Debug, Default)]
pub struct Journey {
    /// Filed.
    pub submitted: i64,
    /// Address confirmed.
    pub confirmed: Option<i64>,
    /// Approved.
    pub decided: Option<i64>,
    /// First token issued.
    pub issued: Option<i64>,
    /// Its link opened.
    pub opened: Option<i64>,
    /// Whether the token was ever let through.
    pub used: bool,
}

impl Journey {
    /// From filing to the opened link.
    pub fn whole(&self) -> Option<i64> {
        Some(self.opened? - self.submitted)
    }
}

/// The middle value in seconds, from milliseconds; the lower of the two middle ones.
pub fn median_seconds(values: impl Iterator<Item = i64>) -> Option<u64> {
    let mut values: Vec<i64> = values.collect();
    let middle = values.len().checked_sub(1)? / 2;
    let (_, value, _) = values.select_nth_unstable(middle);
    u64::try_from(*value / 1000).ok()
}

/// Monday 00:00 UTC of the week an instant falls in (1970-01-01 was a Thursday).
fn monday(millis: i64) -> i64 {
    let day = millis.div_euclid(DAY);
    (day - (day + 3).rem_euclid(7)) * DAY
}

/// Median seconds of each step per week of filing, oldest first.
pub fn weeks(journeys: &[&Journey]) -> Vec<WeekTimes> {
    let mut by_week: BTreeMap<i64, Vec<&Journey>> = BTreeMap::new();
    for journey in journeys {
        by_week.entry(monday(journey.submitted)).or_default().push(journey);
    }
    let part = |of: &[&Journey], step: fn(&Journey) -> Option<i64>| {
        median_seconds(of.iter().filter_map(|journey| step(journey))).unwrap_or(0)
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

/// How many requests reached each step.
pub fn funnel(journeys: &[&Journey]) -> Funnel {
    let count = |step: fn(&Journey) -> bool| {
        u32::try_from(journeys.iter().filter(|journey| step(journey)).count()).unwrap_or(u32::MAX)
    };
    Funnel {
        submitted: count(|_| true),
        confirmed: count(|j| j.confirmed.is_some()),
        approved: count(|j| j.decided.is_some()),
        issued: count(|j| j.issued.is_some()),
        opened: count(|j| j.opened.is_some()),
        used: count(|j| j.used),
    }
}

/// One cell an hour for `hours` hours from `first` on; `rows` are hour, let through, refused.
pub fn hour_cells(first: Instant, hours: i64, rows: impl Iterator<Item = (i64, i64, i64)>) -> Vec<HourChecks> {
    let mut cells: Vec<HourChecks> = (0..hours)
        .map(|hour| HourChecks {
            hour: first + Span::hours(hour),
            allowed: 0,
            refused: 0,
        })
        .collect();
    for (hour, allowed, refused) in rows {
        let slot = usize::try_from((hour - first.millis()).div_euclid(HOUR));
        if let Some(cell) = slot.ok().and_then(|slot| cells.get_mut(slot)) {
            cell.allowed += u64::try_from(allowed).unwrap_or(0);
            cell.refused += u64::try_from(refused).unwrap_or(0);
        }
    }
    cells
}

/// One cell a day for `days` days from `first` on; `rows` are days from the first, and counts.
pub fn day_cells(first: Instant, days: i64, rows: impl Iterator<Item = (i64, i64)>) -> Vec<DayCount> {
    let mut cells: Vec<DayCount> = (0..days)
        .map(|day| DayCount {
            day: first + Span::days(day),
            count: 0,
        })
        .collect();
    for (day, count) in rows {
        if let Some(cell) = usize::try_from(day).ok().and_then(|day| cells.get_mut(day)) {
            cell.count = cell.count.saturating_add(u32::try_from(count).unwrap_or(0));
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_a_value_that_occurred() {
        assert_eq!(median_seconds([].into_iter()), None);
        assert_eq!(median_seconds([5_000].into_iter()), Some(5));
        assert_eq!(median_seconds([9_000, 1_000, 4_000, 2_000].into_iter()), Some(2));
        assert_eq!(median_seconds([9_000, 1_000, 4_000].into_iter()), Some(4));
    }

    #[test]
    fn weeks_begin_on_monday() {
        let thursday = 0;
        assert_eq!(monday(thursday), -3 * DAY);
        assert_eq!(monday(-3 * DAY), -3 * DAY);
        assert_eq!(monday(4 * DAY - 1), -3 * DAY);
        assert_eq!(monday(4 * DAY), 4 * DAY);
    }

    fn journeys() -> Vec<Journey> {
        let full = Journey {
            submitted: 4 * DAY,
            confirmed: Some(4 * DAY + 1_000),
            decided: Some(4 * DAY + 3_000),
            issued: Some(4 * DAY + 6_000),
            opened: Some(4 * DAY + 10_000),
            used: true,
        };
        let approved = Journey {
            issued: None,
            opened: None,
            used: false,
            ..full.clone()
        };
        let filed = Journey {
            submitted: 11 * DAY,
            ..Journey::default()
        };
        vec![filed, full, approved]
    }

    #[test]
    fn a_funnel_only_narrows() {
        let journeys = journeys();
        let funnel = funnel(&journeys.iter().collect::<Vec<_>>());
        let steps = [
            funnel.submitted,
            funnel.confirmed,
            funnel.approved,
            funnel.issued,
            funnel.opened,
            funnel.used,
        ];
        assert_eq!(steps, [3, 2, 2, 1, 1, 1]);
    }

    #[test]
    fn steps_are_measured_from_the_step_before() {
        let journeys = journeys();
        let weeks = weeks(&journeys.iter().collect::<Vec<_>>());
        let first = &weeks[0];
        assert_eq!(weeks.len(), 2);
        assert_eq!((first.confirm, first.decide, first.issue, first.open), (1, 2, 3, 4));
        assert_eq!(first.week, Instant::from_millis(4 * DAY));
        assert_eq!(weeks[1].confirm, 0);
    }

    #[test]
    fn checks_fall_into_their_hour() {
        let first = Instant::from_millis(10 * HOUR);
        let rows = [
            (10 * HOUR, 1, 2),
            (10 * HOUR, 3, 0),
            (11 * HOUR, 5, 0),
            (9 * HOUR, 7, 7),
            (12 * HOUR, 7, 7),
        ];
        let cells = hour_cells(first, 2, rows.into_iter());
        assert_eq!((cells[0].allowed, cells[0].refused), (4, 2));
        assert_eq!((cells[1].allowed, cells[1].refused), (5, 0));
    }

    #[test]
    fn ends_fall_on_their_day() {
        let first = Instant::from_millis(10 * DAY);
        let cells = day_cells(first, 3, [(0, 1), (2, 4), (2, 1), (3, 9), (-1, 9)].into_iter());
        assert_eq!(cells.iter().map(|cell| cell.count).collect::<Vec<_>>(), [1, 0, 5]);
        assert_eq!(cells[2].day, Instant::from_millis(12 * DAY));
    }
}
