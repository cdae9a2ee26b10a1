//! The bar that floats over the list while rows are chosen.

use leptos::prelude::*;

use super::super::acts::Acts;
use super::plan::{BulkAct, Plan};
use super::words;
use crate::t;
use crate::ui::{Glyph, Icon};

const fn key(act: BulkAct) -> &'static str {
    match act {
        BulkAct::Approve => "A",
        BulkAct::Deny => "D",
        BulkAct::Issue => "I",
        BulkAct::Resend => "R",
    }
}

/// How many rows of how many customers are chosen, and what can be done to them.
#[component]
pub fn BulkBar(
    /// What the reader can do.
    acts: Acts,
) -> impl IntoView {
    let bulk = acts.bulk;
    let items = Memo::new(move |_| acts.chosen_items());
    let count = Memo::new(move |_| items.with(Vec::len));
    let some = Memo::new(move |_| count.get() > 0);
    // Each act that is for some of the chosen, with how many.
    let offers = Memo::new(move |_| {
        let of = |act| Plan::of(act, items.get()).count();
        let all = BulkAct::ALL.into_iter().map(|act| (act, of(act)));
        all.filter(|(_, count)| *count > 0).collect::<Vec<_>>()
    });
    let tenants = move || {
        let mut ids: Vec<_> = items.with(|items| items.iter().map(|item| item.tenant.id).collect());
        ids.sort_unstable();
        ids.dedup();
        words::customers(ids.len())
    };
    let buttons = move || {
        offers.with(|offers| {
            let first = offers.first().map(|(act, _)| *act);
            offers
                .iter()
                .map(|(act, count)| {
                    let (act, count) = (*act, *count);
                    let ends = act == BulkAct::Deny;
                    view! {
                        <button
                            type="button" class=("go", !ends && first == Some(act)) class=("end", ends)
                            on:click=move |_| bulk.ask(act, items.get_untracked())
                        >
                            {words::button(act, count)} <span class="key key-on hidden sm:inline-grid" aria-hidden="true">{key(act)}</span>
                        </button>
                    }
                })
                .collect_view()
        })
    };
    let nothing = move || {
        offers.with(Vec::is_empty).then(|| {
            view! { <span class="px-2">{t!("Your role can do nothing with these", "Seu papel não pode fazer nada com estes")}</span> }
        })
    };
    let label = move || words::selected(count.get());
    view! {
        <div role="status" class="sr-only">{move || some.get().then(label)}</div>
        <Show when=move || some.get()>
            <div class="bulk lg:bottom-13 max-sm:flex-wrap max-sm:w-max max-sm:justify-center" role="group" aria-label=label>
                <button type="button" aria-label=t!("Clear selection", "Limpar seleção") on:click=move |_| acts.clear_chosen()>
                    <Icon name=Glyph::X />
                </button>
                <span class="pr-1">{label} <span class="hidden sm:inline">", " {tenants}</span></span>
                <span class="sep"></span>
                {buttons} {nothing}
            </div>
        </Show>
    }
}
