//! How far the period's requests came.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::tenants::{Funnel as Reached, Overview};

use crate::ui::chart::{ChartCard, Funnel, FunnelStep, Sheet, shares};
use crate::ui::number::count;
use crate::{t, tf};

/// The request funnel.
#[component]
pub fn Steps(
    /// Where the numbers come from.
    overview: Overview,
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
    let foot =
        || view! { <A href="/requests" attr:class="link-t text-muted">{t!("All requests", "Todos os pedidos")}</A> };
    view! {
        <ChartCard title=t!("Request funnel", "Funil de pedidos") finding sheet foot>
            <Funnel label=label.clone() steps=steps.clone() />
        </ChartCard>
    }
}

fn steps(reached: &Reached) -> Vec<FunnelStep> {
    let step = |name, count: u32| FunnelStep {
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

fn sheet(steps: &[FunnelStep]) -> Sheet {
    let row = |(step, share): (&FunnelStep, Option<String>)| {
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
