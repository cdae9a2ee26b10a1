//! Which tokens work and are not used.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::overview::LastUse;
use tessera_shared::instant::Instant;

use super::{links, use_open};
use crate::ui::chart::{BarRow, BarRows, ChartCard, Legend, Series, Sheet, Tip};
use crate::ui::number::count;
use crate::{t, tf, tn};

/// A token that was not used for so many days is idle.
const IDLE: u32 = 30;

/// Working tokens by the time since their last use.
#[component]
pub fn Idle(
    /// The shortest time first.
    last_use: Vec<LastUse>,
    /// When it was counted.
    as_of: Instant,
) -> impl IntoView {
    let finding = finding(&last_use);
    let label = tf!(
        "Active tokens by last use. {finding}",
        "Tokens ativos por último uso. {finding}"
    );
    let sheet = Sheet {
        columns: vec![
            t!("Last used", "Último uso"),
            t!("Used", "Usados"),
            t!("Never used", "Nunca usados"),
        ],
        rows: last_use
            .iter()
            .map(|step| {
                vec![
                    name(step.days).to_owned(),
                    count(step.used.into()),
                    count(step.unused.into()),
                ]
            })
            .collect(),
    };
    let rows: Vec<BarRow> = last_use.iter().map(row).collect();
    let open = use_open(last_use.iter().map(|step| links::idle(as_of, step.days)).collect());
    let idle = idle(&last_use);
    let entries = series().into_iter().zip(totals(&last_use)).collect::<Vec<_>>();
    let foot = move || {
        let tokens = tn!(idle.into(), "idle token", "idle tokens"; "token ocioso", "tokens ociosos");
        view! { <A href=links::idle(as_of, IDLE) attr:class="link-t text-muted">{tokens}</A> }
    };
    view! {
        <ChartCard title=t!("Idle tokens", "Tokens ociosos") finding sheet foot>
            <BarRows label=label.clone() series=series().to_vec() rows=rows.clone() open />
            <Legend entries=entries.clone() />
        </ChartCard>
    }
}

fn series() -> [Series; 2] {
    let (used, unused) = (t!("Used", "Usados"), t!("Never used", "Nunca usados"));
    [
        Series { name: used, fill: "f1" },
        Series {
            name: unused,
            fill: "fq",
        },
    ]
}

fn totals(steps: &[LastUse]) -> [String; 2] {
    let sum = |of: fn(&LastUse) -> u32| count(steps.iter().map(|step| u64::from(of(step))).sum());
    [sum(|step| step.used), sum(|step| step.unused)]
}

fn idle(steps: &[LastUse]) -> u32 {
    let idle = steps.iter().filter(|step| step.days >= IDLE);
    idle.map(|step| step.used.saturating_add(step.unused)).sum()
}

/// What a step is called, by its first day.
fn name(days: u32) -> &'static str {
    match days {
        0 => t!("Within a day", "Em um dia"),
        1 => t!("Within a week", "Em uma semana"),
        7 => t!("Within 30 days", "Em 30 dias"),
        30 => t!("Within 90 days", "Em 90 dias"),
        _ => t!("Longer ago", "Há mais tempo"),
    }
}

fn row(step: &LastUse) -> BarRow {
    let (used, unused) = (count(step.used.into()), count(step.unused.into()));
    BarRow {
        name: name(step.days).to_owned(),
        parts: vec![step.used.into(), step.unused.into()],
        value: count(u64::from(step.used) + u64::from(step.unused)),
        aside: String::new(),
        tip: Tip {
            title: name(step.days).to_owned(),
            detail: tf!(
                "{used} used, {unused} never used",
                "{used} usados, {unused} nunca usados"
            ),
        },
    }
}

fn finding(steps: &[LastUse]) -> String {
    let all: u32 = steps.iter().map(|step| step.used.saturating_add(step.unused)).sum();
    let (idle, all) = (count(idle(steps).into()), count(all.into()));
    tf!(
        "{idle} of {all} active tokens unused for 30 days.",
        "{idle} de {all} tokens ativos sem uso há 30 dias."
    )
}
