//! How long the way from request to token takes, and which part of it is the longest.

use leptos::prelude::*;
use tessera_shared::dto::tenants::{Overview, WeekTimes};

use crate::ui::chart::{Bar, Bars, ChartCard, Legend, Series, Sheet, Steps, Tip};
use crate::ui::moment;
use crate::ui::number::length_text;

/// The parts in order, with what each waits for.
const PARTS: [(Series, &str); 4] = [
    (
        Series {
            name: "Partner confirms",
            fill: "f1",
        },
        "the partner’s confirmation",
    ),
    (
        Series {
            name: "Admin decides",
            fill: "f2",
        },
        "the admin",
    ),
    (
        Series {
            name: "Support issues",
            fill: "f3",
        },
        "support",
    ),
    (
        Series {
            name: "Partner opens",
            fill: "f4",
        },
        "the partner to open the link",
    ),
];

const fn parts(week: &WeekTimes) -> [u64; 4] {
    [week.confirm, week.decide, week.issue, week.open]
}

/// Stacked bars by week.
#[component]
pub fn TimeToToken(
    /// Where the numbers come from.
    overview: Overview,
) -> impl IntoView {
    let weeks = overview.time_to_token;
    let finding = finding(&weeks, overview.median_seconds);
    let label = format!("Median time of each step from request to opened link, by week. {finding}");
    let sheet = sheet(&weeks);
    // The week that has just begun may have seen no token yet.
    let filled = weeks
        .iter()
        .map(parts)
        .rfind(|parts| parts.iter().any(|part| *part > 0));
    let last = filled.unwrap_or_default();
    let chart = move || {
        let series = PARTS.iter().map(|(series, _)| series.clone()).collect::<Vec<_>>();
        let legend = series.iter().cloned().zip(last.map(length_text)).collect::<Vec<_>>();
        let bars = weeks.iter().map(bar).collect::<Vec<_>>();
        view! { <Bars label=label.clone() series bars steps=Steps::Seconds /> <Legend entries=legend /> }
    };
    view! { <ChartCard title="Time to token" finding sheet>{chart()}</ChartCard> }
}

fn bar(week: &WeekTimes) -> Bar {
    let parts = parts(week);
    let detail: Vec<String> = PARTS
        .iter()
        .zip(parts)
        .map(|((series, _), seconds)| format!("{} {}", series.name, length_text(seconds)))
        .collect();
    let title = format!(
        "Week of {}, {}",
        moment::utc_day_month(week.week),
        length_text(parts.iter().sum())
    );
    Bar {
        label: moment::utc_day_month(week.week),
        tip: Tip {
            title,
            detail: detail.join(", "),
        },
        parts: parts.to_vec(),
    }
}

fn sheet(weeks: &[WeekTimes]) -> Sheet {
    let names = PARTS.iter().map(|(series, _)| series.name);
    let row = |week: &WeekTimes| {
        let first = std::iter::once(moment::utc_day_month(week.week));
        first.chain(parts(week).map(length_text)).collect()
    };
    Sheet {
        columns: std::iter::once("Week of").chain(names).collect(),
        rows: weeks.iter().map(row).collect(),
    }
}

fn finding(weeks: &[WeekTimes], median: Option<u64>) -> String {
    let Some(median) = median else {
        return "Nobody opened a link in this period.".to_owned();
    };
    let mut sums = [0_u64; 4];
    for (sum, part) in weeks.iter().flat_map(|week| (0..4).zip(parts(week))) {
        if let Some(sum) = sums.get_mut(sum) {
            *sum = sum.saturating_add(part);
        }
    }
    let longest = PARTS
        .iter()
        .zip(sums)
        .max_by_key(|(_, sum)| *sum)
        .map_or("", |((_, waits), _)| waits);
    format!(
        "Median {}. Waiting for {longest} is the longest part.",
        length_text(median)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use tessera_shared::instant::Instant;

    #[test]
    fn the_longest_part_is_named() {
        let week = WeekTimes {
            week: Instant::from_millis(0),
            confirm: 60,
            decide: 7_200,
            issue: 600,
            open: 60,
        };
        assert_eq!(
            finding(&[week], Some(11_520)),
            "Median 3.2 h. Waiting for the admin is the longest part."
        );
        assert_eq!(finding(&[], None), "Nobody opened a link in this period.");
    }
}
