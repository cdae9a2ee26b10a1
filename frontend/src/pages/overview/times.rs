//! How long the way from request to token takes, and which part of it is the longest.

use leptos::prelude::*;
use tessera_shared::dto::overview::{Overview, WeekTimes};

use crate::ui::chart::{Bar, Bars, ChartCard, Legend, Series, Sheet, Steps, Tip};
use crate::ui::moment;
use crate::ui::number::length_text;
use crate::{t, tf};

/// The parts in order, with what each waits for.
fn named() -> [(Series, &'static str); 4] {
    let series = |name, fill| Series { name, fill };
    [
        (
            series(t!("Partner confirms", "Parceiro confirma"), "f1"),
            t!("the partner’s confirmation", "a confirmação do parceiro"),
        ),
        (
            series(t!("Admin decides", "Admin decide"), "f2"),
            t!("the admin", "o administrador"),
        ),
        (
            series(t!("Support issues", "Suporte emite"), "f3"),
            t!("support", "o suporte"),
        ),
        (
            series(t!("Partner opens", "Parceiro abre"), "f4"),
            t!("the partner to open the link", "o parceiro abrir o link"),
        ),
    ]
}

/// The weeks in which a step was finished; the others have nothing to show.
pub fn weeks(mut weeks: Vec<WeekTimes>) -> Vec<WeekTimes> {
    weeks.retain(|week| parts(week).iter().any(|part| *part > 0));
    weeks
}

/// The last week whose requests went the whole way, or else as far as any did: the newest have only begun.
fn last_whole(weeks: &[WeekTimes]) -> Option<&WeekTimes> {
    weeks.iter().rfind(|week| week.open > 0).or(weeks.last())
}

const fn parts(week: &WeekTimes) -> [u64; 4] {
    [week.confirm, week.decide, week.issue, week.open]
}

/// Stacked bars by week.
#[component]
pub fn TimeToToken(
    /// Where the numbers come from.
    overview: Overview,
) -> impl IntoView {
    let weeks = weeks(overview.time_to_token);
    let finding = finding(&weeks, overview.median_seconds);
    let label = tf!(
        "Median time of each step from request to opened link, by week. {finding}",
        "Tempo mediano de cada etapa, do pedido ao link aberto, por semana. {finding}"
    );
    let sheet = sheet(&weeks);
    let last = last_whole(&weeks).cloned();
    let chart = move || {
        let series = named().map(|(series, _)| series).into_iter().collect::<Vec<_>>();
        let values = last
            .as_ref()
            .map(|week| parts(week).map(length_text))
            .unwrap_or_default();
        let legend = series.iter().cloned().zip(values).collect::<Vec<_>>();
        let bars = weeks.iter().map(bar).collect::<Vec<_>>();
        let of = last.as_ref().map(|week| {
            let week = moment::utc_day_month(week.week);
            tf!("Week of {week}:", "Semana de {week}:")
        });
        view! {
            <Bars label=label.clone() series bars steps=Steps::Seconds />
            <p class="text-xs text-faint mt-3 -mb-2">{of}</p>
            <Legend entries=legend />
        }
    };
    view! { <ChartCard title=t!("Time to token", "Tempo até o token") finding sheet>{chart()}</ChartCard> }
}

fn bar(week: &WeekTimes) -> Bar {
    let parts = parts(week);
    let detail: Vec<String> = named()
        .iter()
        .zip(parts)
        .map(|((series, _), seconds)| format!("{} {}", series.name, length_text(seconds)))
        .collect();
    let (from, whole) = (moment::utc_day_month(week.week), length_text(parts.iter().sum()));
    let title = tf!("Week of {from}, {whole}", "Semana de {from}, {whole}");
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
    let names = named().map(|(series, _)| series.name);
    let row = |week: &WeekTimes| {
        let first = std::iter::once(moment::utc_day_month(week.week));
        first.chain(parts(week).map(length_text)).collect()
    };
    Sheet {
        columns: std::iter::once(t!("Week of", "Semana de")).chain(names).collect(),
        rows: weeks.iter().map(row).collect(),
    }
}

fn finding(weeks: &[WeekTimes], median: Option<u64>) -> String {
    let Some(median) = median else {
        return t!(
            "Nobody opened a link in this period.",
            "Ninguém abriu um link neste período."
        )
        .to_owned();
    };
    let mut sums = [0_u64; 4];
    for (sum, part) in weeks.iter().flat_map(|week| (0..4).zip(parts(week))) {
        if let Some(sum) = sums.get_mut(sum) {
            *sum = sum.saturating_add(part);
        }
    }
    let longest = named()
        .iter()
        .zip(sums)
        .max_by_key(|(_, sum)| *sum)
        .map_or("", |((_, waits), _)| waits);
    let median = length_text(median);
    tf!(
        "Median of the whole way {median}. The bars show each step; waiting for {longest} is the longest.",
        "Mediana do caminho todo: {median}. As barras mostram cada etapa; a mais longa é esperar {longest}."
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
            "Median of the whole way 3.2 h. The bars show each step; waiting for the admin is the longest."
        );
        assert_eq!(finding(&[], None), "Nobody opened a link in this period.");
    }

    #[test]
    fn the_legend_is_of_a_week_that_went_the_whole_way() {
        let week = |day: i64, [confirm, decide, issue, open]: [u64; 4]| WeekTimes {
            week: Instant::from_millis(day * 86_400_000),
            confirm,
            decide,
            issue,
            open,
        };
        let all = vec![
            week(4, [60, 7_200, 600, 60]),
            week(11, [0, 0, 0, 0]),
            week(18, [960, 11_880, 0, 0]),
        ];
        let shown = weeks(all.clone());
        assert_eq!(shown, [all[0].clone(), all[2].clone()]);
        assert_eq!(last_whole(&shown), all.first());
        assert_eq!(last_whole(&shown[1..]), all.last());
        assert_eq!(last_whole(&[]), None);
    }
}
