//! How much a token was used.

use leptos::prelude::*;
use tessera_shared::dto::tokens::{DayUse, TokenDetail};
use tessera_shared::instant::{Instant, Span};

use crate::ui::chart::{Bar, Bars, ChartCard, Legend, Series, Sheet, Tip};
use crate::ui::moment;
use crate::ui::number::{count, percent};
use crate::{t, tf};

fn allowed() -> Series {
    Series {
        name: t!("Allowed", "Aceitas"),
        fill: "f1",
    }
}

fn refused() -> Series {
    Series {
        name: t!("Refused", "Recusadas"),
        fill: "fb",
    }
}

/// Checks per day, let through and refused.
#[component]
pub fn UseCard(
    /// The token.
    detail: TokenDetail,
) -> impl IntoView {
    let TokenDetail {
        usage,
        last_gateway,
        summary,
        ..
    } = detail;
    let finding = finding(&usage);
    let totals = (total(&usage, |day| day.allowed), total(&usage, |day| day.refused));
    let last = summary.last_used_at.map(|at| {
        let when = moment::date_time(at);
        match last_gateway {
            Some(gateway) => tf!(
                "Last let through at {gateway}, {when}",
                "Aceito por último em {gateway}, {when}"
            ),
            None => tf!("Last let through {when}", "Aceito por último {when}"),
        }
    });
    let sheet = Sheet {
        columns: vec![t!("Day", "Dia"), allowed().name, refused().name],
        rows: usage
            .iter()
            .map(|day| vec![label(day.day), count(day.allowed), count(day.refused)])
            .collect(),
    };
    let bars: Vec<Bar> = usage.iter().map(bar).collect();
    let said = finding.clone();
    view! {
        <ChartCard title=t!("Use", "Uso") finding sheet>
            <Bars label=said.clone() series=vec![allowed(), refused()] bars=bars.clone() height=172.0 />
            <Legend entries=vec![(allowed(), count(totals.0)), (refused(), count(totals.1))] />
            {last.clone().map(|last| view! { <p class="text-xs text-muted mt-2">{last}</p> })}
        </ChartCard>
    }
}

fn total(usage: &[DayUse], of: impl Fn(&DayUse) -> u64) -> u64 {
    usage.iter().map(of).sum()
}

/// The sentence above the chart.
fn finding(usage: &[DayUse]) -> String {
    let (allowed, refused) = (total(usage, |day| day.allowed), total(usage, |day| day.refused));
    let all = allowed + refused;
    let days = u64::try_from(usage.len()).unwrap_or(1).max(1);
    if all == 0 {
        return t!(
            "Nobody used it in the last 28 days",
            "Ninguém o usou nos últimos 28 dias"
        )
        .to_owned();
    }
    let (daily, share) = (count(all / days), percent(refused, all));
    tf!(
        "{daily} checks a day over {days} days, {share}% refused",
        "{daily} verificações por dia em {days} dias, {share}% recusadas"
    )
}

/// The date of a UTC day; at noon it is the same date in nearly every zone.
fn label(day: Instant) -> String {
    moment::day_month(day + Span::hours(12))
}

fn bar(day: &DayUse) -> Bar {
    Bar {
        label: label(day.day),
        tip: Tip {
            title: label(day.day),
            detail: {
                let (allowed, refused) = (count(day.allowed), count(day.refused));
                tf!(
                    "{allowed} allowed, {refused} refused",
                    "{allowed} aceitas, {refused} recusadas"
                )
            },
        },
        parts: vec![day.allowed, day.refused],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_finding_names_the_share_refused() {
        let day = |allowed, refused| DayUse {
            day: Instant::from_millis(0),
            allowed,
            refused,
        };
        assert_eq!(
            finding(&[day(90, 10), day(100, 0)]),
            "100 checks a day over 2 days, 5.0% refused"
        );
        assert_eq!(finding(&[day(0, 0)]), "Nobody used it in the last 28 days");
    }
}
