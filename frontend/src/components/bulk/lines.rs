//! The rows of a plan and of a run, by customer.

use leptos::prelude::*;

use super::guard::Guard;
use super::plan::{Group, Item, Plan};
use super::run::{Line, Progress};
use crate::components::{EnvTag, TenantLine};
use crate::ui::number::count;
use crate::ui::{Badge, Glyph, Tone};
use crate::{t, tf};

/// Everything a plan is for, each customer with logo, name and count.
#[component]
pub fn PlanLines(
    /// The plan.
    plan: Plan,
    /// What the reader has to tick.
    guard: Guard,
) -> impl IntoView {
    let left = plan.left_out;
    let groups = plan
        .groups
        .into_iter()
        .map(|group| view! { <GroupLines group guard /> })
        .collect_view();
    let others = left
        .into_iter()
        .map(|(item, why)| {
            view! { <li>{item.tenant.name} ", " {item.subject} ": " {why}</li> }
        })
        .collect::<Vec<_>>();
    let others = (!others.is_empty()).then(|| {
        view! {
            <div class="mx-5 mt-3 text-xs text-muted">
                <p class="font-medium">{t!("Left out", "Ficam de fora")}</p>
                <ul class="mt-1 grid gap-0.5">{others}</ul>
            </div>
        }
    });
    view! {
        // Long lists scroll by the keyboard too.
        <div class="mx-5 mt-4 border border-line rounded-lg max-h-72 overflow-auto" tabindex="0" role="group" aria-label=t!("What it is for", "Para o que é")>
            {groups}
        </div>
        {others}
    }
    .into_any()
}

#[component]
fn GroupLines(group: Group, guard: Guard) -> impl IntoView {
    let Group { tenant, items } = group;
    let number = items.len();
    let id = tenant.id;
    let accent = tenant.accent.clone();
    let name = &tenant.name;
    let tick = guard.ticks().then(|| {
        let label = tf!("I mean {name}, {number}", "É {name} mesmo, {number}");
        view! {
            <input
                type="checkbox" class="checkbox" aria-label=label
                prop:checked=move || guard.has_ticked(id)
                on:change:target=move |event| guard.tick(id, event.target().checked())
            />
        }
    });
    let rows = items
        .into_iter()
        .map(|item| view! { <li class="flex items-center gap-2 px-3 py-2 text-sm"><About item /></li> })
        .collect_view();
    view! {
        <section class="tenant border-b border-line last:border-0" style:--tenant=accent>
            <label class="flex items-center gap-2 px-3 min-h-10 bg-sunken">
                {tick} <TenantLine tenant=tenant.clone() />
                <span class="ml-auto text-sm text-muted num">{count(u64::try_from(number).unwrap_or(0))}</span>
            </label>
            <ul>{rows}</ul>
        </section>
    }
}

#[component]
fn About(item: Item) -> impl IntoView {
    view! {
        <span class="min-w-0 flex-1 break-words">{item.subject}</span>
        <EnvTag environment=item.environment />
    }
}

/// What became of each row of a run.
#[component]
pub fn RunLines(
    /// The rows.
    #[prop(into)]
    lines: Signal<Vec<Line>>,
) -> impl IntoView {
    let rows = move || {
        lines
            .get()
            .into_iter()
            .map(|line| view! { <RunLine line /> })
            .collect_view()
    };
    view! {
        <ul class="mx-5 mt-4 border border-line rounded-lg max-h-80 overflow-auto" tabindex="0" aria-label=t!("What became of each", "O que houve com cada um")>
            {rows}
        </ul>
    }
}

#[component]
fn RunLine(line: Line) -> impl IntoView {
    let (tone, icon, word) = match &line.progress {
        Progress::Waiting => (Tone::Plain, Glyph::Clock, t!("Waits", "Espera")),
        Progress::Sending => (Tone::Info, Glyph::LoaderCircle, t!("Sending", "Enviando")),
        Progress::Done => (Tone::Ok, Glyph::CircleCheck, t!("Done", "Feito")),
        Progress::Failed(_) => (Tone::Bad, Glyph::CircleX, t!("Refused", "Recusado")),
        Progress::Unsent => (Tone::Warn, Glyph::CirclePause, t!("Not sent", "Não enviado")),
    };
    let why = match line.progress {
        Progress::Failed(why) => Some(why),
        _ => None,
    };
    let item = line.item;
    view! {
        <li class="grid gap-1 px-3 py-2 border-b border-line last:border-0 text-sm">
            <div class="flex items-center gap-2">
                <TenantLine tenant=item.tenant.clone() />
                <span class="ml-auto"><Badge tone icon text=word /></span>
            </div>
            <div class="flex items-center gap-2 text-muted"><About item /></div>
            {why.map(|why| view! { <p class="text-xs text-bad">{why}</p> })}
        </li>
    }
}
