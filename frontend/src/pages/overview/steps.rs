//! How far the period's requests came.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::tenants::{Funnel as Reached, Overview};

use crate::ui::chart::{ChartCard, Funnel, FunnelStep, Sheet, shares};
use crate::ui::number::count;

/// The request funnel.
#[component]
pub fn Steps(
    /// Where the numbers come from.
    overview: Overview,
) -> impl IntoView {
    let Overview { days, funnel, .. } = overview;
    let steps = steps(&funnel);
    let Reached { submitted, used, .. } = funnel;
    let finding = match submitted {
        0 => format!("No request in {days} d."),
        _ => format!(
            "{} of {} requests ended in a token that is used.",
            count(used.into()),
            count(submitted.into())
        ),
    };
    let told: Vec<String> = steps
        .iter()
        .map(|step| format!("{} {}", count(step.count), step.name))
        .collect();
    let label = format!("Request funnel, {days} d: {}", told.join(", "));
    let sheet = sheet(&steps);
    let foot = || view! { <A href="/requests" attr:class="link-t text-muted">"All requests"</A> };
    view! {
        <ChartCard title="Request funnel" finding sheet foot>
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
        step("Submitted", reached.submitted),
        step("Confirmed by mail", reached.confirmed),
        step("Approved", reached.approved),
        step("Issued", reached.issued),
        step("Opened", reached.opened),
        step("In use", reached.used),
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
        columns: vec!["Step", "Requests", "Of the step before"],
        rows: steps.iter().zip(shares(steps)).map(row).collect(),
    }
}
