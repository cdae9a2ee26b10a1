//! The five figures on top.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::tenants::Overview;

use crate::ui::chart::Sparkline;
use crate::ui::number::{age, count, length, length_text, percent, short};
use crate::ui::{moment, use_now};

/// One figure.
struct Figure {
    href: &'static str,
    title: &'static str,
    value: String,
    unit: &'static str,
    note: String,
    note_class: &'static str,
    trend: Vec<u64>,
}

/// Five figures, each a link to the rows behind it.
#[component]
pub fn Figures(
    /// Where they come from.
    overview: Overview,
) -> impl IntoView {
    let figures: [fn(&Overview) -> Figure; 5] = [active, to_issue, expiring, refused, speed];
    view! {
        <div class="card-t overflow-hidden">
            <div class="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] lg:grid-cols-[repeat(5,minmax(0,1fr))] gap-px bg-line [&>*:last-child]:col-span-2 lg:[&>*:last-child]:col-span-1">
                {figures.map(move |figure| cell(figure(&overview))).collect_view()}
            </div>
        </div>
    }
}

fn cell(figure: Figure) -> AnyView {
    let Figure {
        href,
        title,
        value,
        unit,
        note,
        note_class,
        trend,
    } = figure;
    let spark =
        (trend.len() > 2).then(|| view! { <span class="hidden sm:block"><Sparkline values=trend width=64 /></span> });
    view! {
        <A href=href attr:class="block px-4 py-3.5 bg-surface hover:bg-sunken min-w-0">
            <div class="text-xs text-muted">{title}</div>
            <div class="flex items-end justify-between gap-2 mt-1">
                <div class="text-2xl font-semibold tracking-tight num whitespace-nowrap">
                    {value}<span class="text-base font-medium text-muted tracking-normal">{unit}</span>
                </div>
                {spark}
            </div>
            <div class=note_class>{note}</div>
        </A>
    }
    .into_any()
}

const PLAIN: &str = "text-xs mt-0.5 truncate text-faint";
const WARN: &str = "text-xs mt-0.5 truncate text-warn";
const OK: &str = "text-xs mt-0.5 truncate text-ok";

fn active(overview: &Overview) -> Figure {
    Figure {
        href: "/tokens",
        title: "Active tokens",
        value: count(overview.active_tokens.into()),
        unit: "",
        note: format!("{} issued in the last 7 d", count(overview.issued_last_week.into())),
        note_class: PLAIN,
        trend: Vec::new(),
    }
}

fn to_issue(overview: &Overview) -> Figure {
    let now = use_now().get_untracked();
    let oldest = overview
        .oldest_to_issue
        .map(|since| format!("oldest {}", age(moment::seconds_since(since, now))));
    Figure {
        href: "/queue",
        title: "To issue",
        value: count(overview.to_issue.into()),
        unit: "",
        note_class: if oldest.is_some() { WARN } else { PLAIN },
        note: oldest.unwrap_or_else(|| format!("{} to decide", count(overview.to_decide.into()))),
        trend: Vec::new(),
    }
}

fn expiring(overview: &Overview) -> Figure {
    Figure {
        href: "/tokens",
        title: "Expire within 30 d",
        value: count(overview.expiring_30d.into()),
        unit: "",
        note: format!("{} of them unused", count(overview.expiring_unused.into())),
        note_class: PLAIN,
        trend: overview.expiring.iter().take(30).map(|day| day.count.into()).collect(),
    }
}

fn refused(overview: &Overview) -> Figure {
    let all = overview.allowed_24h.saturating_add(overview.refused_24h);
    Figure {
        href: "/gateways",
        title: "Refused checks",
        value: percent(overview.refused_24h, all),
        unit: "%",
        note: format!("of {} in 24 h", short(all)),
        note_class: PLAIN,
        trend: overview.checks.iter().map(|hour| hour.refused).collect(),
    }
}

fn speed(overview: &Overview) -> Figure {
    let (value, unit) = overview.median_seconds.map_or(("–".to_owned(), ""), |seconds| {
        let (number, unit) = length(seconds);
        (number, with_space(unit))
    });
    let (note, note_class) = match (overview.median_seconds, overview.median_seconds_before) {
        (Some(now), Some(before)) if now < before => (format!("{} faster than before", length_text(before - now)), OK),
        (Some(now), Some(before)) if now > before => {
            (format!("{} slower than before", length_text(now - before)), WARN)
        }
        (Some(_), Some(_)) => ("as fast as before".to_owned(), PLAIN),
        (Some(_), None) => (format!("median of {} d", overview.days), PLAIN),
        (None, _) => (format!("no link opened in {} d", overview.days), PLAIN),
    };
    let whole = |week: &tessera_shared::dto::tenants::WeekTimes| week.confirm + week.decide + week.issue + week.open;
    Figure {
        href: "/requests",
        title: "Request to token",
        value,
        unit,
        note,
        note_class,
        trend: overview.time_to_token.iter().map(whole).collect(),
    }
}

fn with_space(unit: &str) -> &'static str {
    match unit {
        "s" => " s",
        "min" => " min",
        "h" => " h",
        _ => " d",
    }
}
