//! How far the period's requests came.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::overview::Funnel as Reached;
use tessera_shared::dto::overview::Overview;

use crate::ui::chart::{BarRow, BarRows, ChartCard, Series, Sheet, Tip};
use crate::ui::number::{count, percent};
use crate::{t, tf, tn};

/// The request funnel.
#[component]
pub fn Steps(
    /// Where the numbers come from.
    overview: Overview,
    /// Whether there is one list of these requests to go to.
    #[prop(default = true)]
    linked: bool,
) -> impl IntoView {
    let Overview { days, funnel, .. } = overview;
    let steps = steps(&funnel);
    let Reached { submitted, used, .. } = funnel;
    let finding = if submitted == 0 {
        tf!("No request in {days} d.", "Nenhum pedido em {days} d.")
    } else {
        let (used, all) = (count(used.into()), count(submitted.into()));
        tf!(
            "{used} of {all} requests ended in a token that is used.",
            "{used} de {all} pedidos viraram um token em uso."
        )
    };
    let told: Vec<String> = steps
        .iter()
        .map(|step| format!("{} {}", count(step.count), step.name))
        .collect();
    let told = told.join(", ");
    let label = tf!("Request funnel, {days} d: {told}", "Funil de pedidos, {days} d: {told}");
    let sheet = sheet(&steps);
    let foot = move || {
        linked.then(|| {
            view! { <A href="/requests" attr:class="link-t text-muted">{t!("All requests", "Todos os pedidos")}</A> }
        })
    };
    let rows: Vec<BarRow> = steps.iter().zip(shares(&steps)).map(row).collect();
    view! {
        <ChartCard title=t!("Request funnel", "Funil de pedidos") finding sheet foot>
            <BarRows label=label.clone() series=vec![Series { name: "", fill: "f1" }] rows=rows.clone() />
        </ChartCard>
    }
}

/// A step and how many reached it.
struct Step {
    name: &'static str,
    count: u64,
}

fn steps(reached: &Reached) -> Vec<Step> {
    let step = |name, count: u32| Step {
        name,
        count: count.into(),
    };
    vec![
        step(t!("Submitted", "Enviados"), reached.submitted),
        step(t!("Confirmed by mail", "Confirmados"), reached.confirmed),
        step(t!("Approved", "Aprovados"), reached.approved),
        step(t!("Issued", "Emitidos"), reached.issued),
        step(t!("Opened", "Abertos"), reached.opened),
        step(t!("In use", "Em uso"), reached.used),
    ]
}

/// The share of each step in the one before; nothing for the first.
fn shares(steps: &[Step]) -> Vec<Option<String>> {
    let before = std::iter::once(None).chain(steps.iter().map(|step| Some(step.count)));
    let share = |(step, before): (&Step, Option<u64>)| {
        before
            .filter(|before| *before > 0)
            .map(|before| format!("{}%", percent(step.count, before)))
    };
    steps.iter().zip(before).map(share).collect()
}

fn row((step, share): (&Step, Option<String>)) -> BarRow {
    let requests = tn!(step.count, "request", "requests"; "pedido", "pedidos");
    let detail = match &share {
        Some(share) => tf!(
            "{requests}, {share} of the step before",
            "{requests}, {share} da etapa anterior"
        ),
        None => requests,
    };
    BarRow {
        name: step.name.to_owned(),
        parts: vec![step.count],
        value: count(step.count),
        aside: share.unwrap_or_default(),
        tip: Tip {
            title: step.name.to_owned(),
            detail,
        },
    }
}

fn sheet(steps: &[Step]) -> Sheet {
    let row = |(step, share): (&Step, Option<String>)| {
        vec![
            step.name.to_owned(),
            count(step.count),
            share.unwrap_or_else(|| "–".to_owned()),
        ]
    };
    Sheet {
        columns: vec![
            t!("Step", "Etapa"),
            t!("Requests", "Pedidos"),
            t!("Of the step before", "Da etapa anterior"),
        ],
        rows: steps.iter().zip(shares(steps)).map(row).collect(),
    }
}
