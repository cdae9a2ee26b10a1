//! Checks of the last two days, and how many were refused.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::overview::HourChecks;
use tessera_shared::instant::{Instant, Span};

use crate::ui::chart::{AreaLine, Bar, Bars, ChartCard, Series, Sheet, Tip};
use crate::ui::moment;
use crate::ui::number::count;
use crate::{t, tf};

/// Checks per hour as a line, refusals as bars below.
#[component]
pub fn Checks(
    /// Hours, oldest first.
    checks: Vec<HourChecks>,
    /// Whether there is one list of gateways to go to.
    #[prop(default = true)]
    linked: bool,
) -> impl IntoView {
    let finding = finding(&checks);
    let sheet = sheet(&checks);
    let refused: u64 = checks.iter().map(|hour| hour.refused).sum();
    let label = tf!(
        "Checks per hour over 48 h. {finding}",
        "Verificações por hora em 48 h. {finding}"
    );
    let refused = count(refused);
    let refused_label = tf!(
        "Refused checks per hour, {refused} in all",
        "Verificações recusadas por hora, {refused} no total"
    );
    let chart = move || {
        let line = checks
            .iter()
            .map(|hour| (all(hour), axis(hour.hour), tip(hour)))
            .collect::<Vec<_>>();
        let bars = checks
            .iter()
            .map(|hour| Bar {
                label: axis(hour.hour),
                tip: tip(hour),
                parts: vec![hour.refused],
            })
            .collect::<Vec<_>>();
        let series = vec![Series {
            name: t!("Refused", "Recusadas"),
            fill: "fb",
        }];
        view! {
            <AreaLine label=label.clone() values=line />
            <h3 class="text-xs text-muted font-normal mt-3 mb-1 flex items-center gap-1.5"><span class="sw fb"></span>{t!("Refused", "Recusadas")}</h3>
            <Bars label=refused_label.clone() series bars height=96.0 />
        }
    };
    let foot = move || {
        linked
            .then(|| view! { <A href="/gateways" attr:class="link-t text-muted">{t!("By gateway", "Por gateway")}</A> })
    };
    view! { <ChartCard title=t!("Checks per hour", "Verificações por hora") finding sheet foot>{chart()}</ChartCard> }
}

const fn all(hour: &HourChecks) -> u64 {
    hour.allowed.saturating_add(hour.refused)
}

/// Every sixth hour has a label; midnight carries the date.
fn axis(hour: Instant) -> String {
    match moment::clock(hour).as_str() {
        "00:00" => moment::day_month(hour),
        clock @ ("06:00" | "12:00" | "18:00") => clock.to_owned(),
        _ => String::new(),
    }
}

fn tip(hour: &HourChecks) -> Tip {
    let (day, from) = (moment::day_month(hour.hour), moment::clock(hour.hour));
    let end = moment::clock(hour.hour + Span::hours(1));
    let (all, refused) = (count(all(hour)), count(hour.refused));
    Tip {
        title: tf!("{day}, {from} to {end}", "{day}, {from} às {end}"),
        detail: tf!(
            "{all} checks, {refused} refused",
            "{all} verificações, {refused} recusadas"
        ),
    }
}

fn finding(checks: &[HourChecks]) -> String {
    let peak = checks.iter().filter(|hour| all(hour) > 0).max_by_key(|hour| all(hour));
    let Some(peak) = peak else {
        return t!(
            "No gateway asked in the last 48 h.",
            "Nenhum gateway perguntou nas últimas 48 h."
        )
        .to_owned();
    };
    let at = moment::clock(peak.hour);
    let refused = checks
        .iter()
        .filter(|hour| hour.refused > 0)
        .max_by_key(|hour| hour.refused);
    let refused = refused.map_or_else(
        || t!("Nothing was refused.", "Nada foi recusado.").to_owned(),
        |hour| {
            let (at, refused) = (moment::clock(hour.hour), count(hour.refused));
            tf!("Most refusals at {at}: {refused}.", "Mais recusas às {at}: {refused}.")
        },
    );
    let peak = count(all(peak));
    tf!("Peak {peak} at {at}. {refused}", "Pico de {peak} às {at}. {refused}")
}

fn sheet(checks: &[HourChecks]) -> Sheet {
    let row = |hour: &HourChecks| vec![moment::date_time(hour.hour), count(hour.allowed), count(hour.refused)];
    Sheet {
        columns: vec![
            t!("Hour from", "Hora a partir de"),
            t!("Allowed", "Permitidas"),
            t!("Refused", "Recusadas"),
        ],
        rows: checks.iter().rev().map(row).collect(),
    }
}
