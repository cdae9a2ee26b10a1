//! The five figures on top.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::overview::Overview;
use tessera_shared::instant::Span;

use super::links;
use crate::ui::chart::Sparkline;
use crate::ui::number::{age, count, length, length_text, percent, short};
use crate::ui::{moment, use_now};
use crate::{t, tf, tn};

/// One figure.
struct Figure {
    /// None where the rows behind it are in no one list.
    href: Option<String>,
    title: &'static str,
    value: String,
    unit: String,
    note: String,
    note_class: &'static str,
    trend: Vec<u64>,
}

/// Five figures, each a link to the rows behind it.
#[component]
pub fn Figures(
    /// Where they come from.
    overview: Overview,
    /// Whether they are of one customer, whose lists have the rows.
    #[prop(default = true)]
    linked: bool,
) -> impl IntoView {
    let figures: [fn(&Overview) -> Figure; 5] = [active, to_issue, expiring, refused, speed];
    view! {
        <div class="card-t overflow-hidden">
            <div class="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] lg:grid-cols-[repeat(5,minmax(0,1fr))] gap-px bg-line [&>*:last-child]:col-span-2 lg:[&>*:last-child]:col-span-1">
                {figures.map(move |figure| cell(figure(&overview), linked)).collect_view()}
            </div>
        </div>
    }
}

const CELL: &str = "block px-4 py-3.5 bg-surface min-w-0";
const LINK_CELL: &str = "block px-4 py-3.5 bg-surface hover:bg-sunken min-w-0";

fn cell(figure: Figure, linked: bool) -> AnyView {
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
    let inner = view! {
        <div class="text-xs text-muted">{title}</div>
        <div class="flex items-end justify-between gap-2 mt-1">
            <div class="text-2xl font-semibold tracking-tight num whitespace-nowrap">
                {value}<span class="text-base font-medium text-muted tracking-normal">{unit}</span>
            </div>
            {spark}
        </div>
        <div class=note_class>{note}</div>
    };
    // The queue is there for all customers as well.
    let href = href.filter(|href| linked || href == "/queue");
    match href {
        Some(href) => view! { <A href attr:class=LINK_CELL>{inner}</A> }.into_any(),
        None => view! { <div class=CELL>{inner}</div> }.into_any(),
    }
}

const PLAIN: &str = "text-xs mt-0.5 text-faint";
const WARN: &str = "text-xs mt-0.5 text-warn";
const OK: &str = "text-xs mt-0.5 text-ok";

fn active(overview: &Overview) -> Figure {
    let issued = tn!(overview.issued_last_week.into(), "issued", "issued"; "emitido", "emitidos");
    Figure {
        href: Some("/tokens?state=active".to_owned()),
        title: t!("Active tokens", "Tokens ativos"),
        value: count(overview.active_tokens.into()),
        unit: String::new(),
        note: tf!("{issued} in the last 7 d", "{issued} nos últimos 7 d"),
        note_class: PLAIN,
        trend: Vec::new(),
    }
}

fn to_issue(overview: &Overview) -> Figure {
    let now = use_now().get_untracked();
    let oldest = overview
        .oldest_to_issue
        .map(|since| age(moment::seconds_since(since, now)))
        .map(|age| tf!("oldest {age}", "mais antigo há {age}"));
    let decide = count(overview.to_decide.into());
    Figure {
        href: Some("/queue".to_owned()),
        title: t!("To issue", "A emitir"),
        value: count(overview.to_issue.into()),
        unit: String::new(),
        note_class: if oldest.is_some() { WARN } else { PLAIN },
        note: oldest.unwrap_or_else(|| tf!("{decide} to decide", "{decide} a decidir")),
        trend: Vec::new(),
    }
}

fn expiring(overview: &Overview) -> Figure {
    let note = match overview.expiring_unused {
        Some(unused) => {
            let unused = count(unused.into());
            tf!("{unused} of them unused", "{unused} deles sem uso")
        }
        None => t!("over all customers", "em todos os clientes").to_owned(),
    };
    Figure {
        href: Some(links::ends_before(overview.as_of + Span::days(30))),
        title: t!("Expire within 30 d", "Expiram em até 30 d"),
        value: count(overview.expiring_30d.into()),
        unit: String::new(),
        note,
        note_class: PLAIN,
        trend: overview.expiring.iter().take(30).map(|day| day.count.into()).collect(),
    }
}

fn refused(overview: &Overview) -> Figure {
    let all = overview.allowed_24h.saturating_add(overview.refused_24h);
    let sum = short(all);
    Figure {
        href: Some("/gateways".to_owned()),
        title: t!("Refused checks", "Verificações recusadas"),
        value: percent(overview.refused_24h, all),
        unit: "%".to_owned(),
        note: tf!("of {sum} in 24 h", "de {sum} em 24 h"),
        note_class: PLAIN,
        trend: overview.checks.iter().map(|hour| hour.refused).collect(),
    }
}

fn speed(overview: &Overview) -> Figure {
    let (value, unit) = overview.median_seconds.map_or_else(
        || ("–".to_owned(), String::new()),
        |seconds| {
            let (number, unit) = length(seconds);
            (number, [" ", unit].concat())
        },
    );
    let days = overview.days;
    let (note, note_class) = match (overview.median_seconds, overview.median_seconds_before) {
        (Some(now), Some(before)) if now < before => {
            let less = length_text(before - now);
            (tf!("{less} faster than before", "{less} mais rápido que antes"), OK)
        }
        (Some(now), Some(before)) if now > before => {
            let more = length_text(now - before);
            (tf!("{more} slower than before", "{more} mais lento que antes"), WARN)
        }
        (Some(_), Some(_)) => (t!("as fast as before", "tão rápido quanto antes").to_owned(), PLAIN),
        (Some(_), None) => (tf!("median of {days} d", "mediana de {days} d"), PLAIN),
        (None, _) => (
            tf!("no link opened in {days} d", "nenhum link aberto em {days} d"),
            PLAIN,
        ),
    };
    let whole = |week: &tessera_shared::dto::overview::WeekTimes| week.confirm + week.decide + week.issue + week.open;
    Figure {
        href: Some("/requests".to_owned()),
        title: t!("Request to token", "Do pedido ao token"),
        value,
        unit,
        note,
        note_class,
        trend: super::times::weeks(overview.time_to_token.clone())
            .iter()
            .map(whole)
            .collect(),
    }
}
