//! How much a token was used.

use leptos::prelude::*;
use tessera_shared::dto::tokens::{DayUse, TokenDetail};
use tessera_shared::instant::{Instant, Span};

use crate::ui::chart::{Bar, Bars, ChartCard, Legend, Series, Sheet, Tip};
use crate::ui::moment;
use crate::ui::number::{count, percent};
use crate::{t, tf, tn};

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
    let over = days_of(
        &usage,
        summary.starts_at,
        summary.revoked_at.unwrap_or(summary.expires_at),
    );
    let finding = finding(&usage, over);
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

/// On how many of the days the token worked at all.
fn days_of(usage: &[DayUse], starts_at: Instant, ends_at: Instant) -> u64 {
    let worked = |day: &&DayUse| day.day + Span::days(1) > starts_at && day.day < ends_at;
    u64::try_from(usage.iter().filter(worked).count()).unwrap_or(1).max(1)
}

/// The sentence above the chart, of a token that worked on so many `days`.
fn finding(usage: &[DayUse], days: u64) -> String {
    let (allowed, refused) = (total(usage, |day| day.allowed), total(usage, |day| day.refused));
    let all = allowed + refused;
    if all == 0 {
        return t!(
            "Nobody used it in the last 28 days",
            "Ninguém o usou nos últimos 28 dias"
        )
        .to_owned();
    }
    let daily =
        tn!((all + days / 2).checked_div(days).unwrap_or(all).max(1), "check", "checks"; "verificação", "verificações");
    let (days, share) = (tn!(days, "day", "days"; "dia", "dias"), percent(refused, all));
    tf!(
        "{daily} a day over {days}, {share}% refused",
        "{daily} por dia em {days}, {share}% recusadas"
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
            finding(&[day(90, 10), day(100, 0)], 2),
            "100 checks a day over 2 days, 5.0% refused"
        );
        assert_eq!(finding(&[day(1, 0)], 1), "1 check a day over 1 day, 0% refused");
        assert_eq!(finding(&[day(0, 0)], 1), "Nobody used it in the last 28 days");
    }

    #[test]
    fn a_young_token_is_measured_by_its_own_days() {
        let day = |day: i64| DayUse {
            day: Instant::from_millis(0) + Span::days(day),
            allowed: 0,
            refused: 0,
        };
        let usage: Vec<DayUse> = (0..28).map(day).collect();
        let at = |days: i64| Instant::from_millis(0) + Span::days(days) + Span::hours(9);
        assert_eq!(days_of(&usage, at(23), at(300)), 5);
        assert_eq!(days_of(&usage, at(-90), at(300)), 28);
        assert_eq!(days_of(&usage, at(-90), at(3)), 4);
        assert_eq!(days_of(&usage, at(40), at(300)), 1);
    }
}
