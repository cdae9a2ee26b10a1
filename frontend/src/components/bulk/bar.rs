//! The bar that floats over the list while rows are chosen.

use leptos::prelude::*;

use super::act::ActRef;
use super::words;
use crate::t;
use crate::ui::{Glyph, Icon};

/// How many rows of how many customers are chosen, and what can be done to them.
#[component]
pub fn BulkBar(
    /// How many rows are chosen.
    #[prop(into)]
    count: Signal<usize>,
    /// Of how many customers.
    #[prop(into)]
    customers: Signal<usize>,
    /// The acts of the page, in order: what ends things comes last.
    acts: &'static [ActRef],
    /// For how many of the chosen rows each act is.
    offers: Memo<Vec<usize>>,
    /// Asks about the act at this place.
    #[prop(into)]
    on_act: Callback<usize>,
    /// Lets go of the chosen rows.
    #[prop(into)]
    on_clear: Callback<()>,
) -> impl IntoView {
    let some = Memo::new(move |_| count.get() > 0);
    let none = Memo::new(move |_| offers.with(|offers| offers.iter().all(|number| *number == 0)));
    let buttons = move || {
        let numbers = offers.get();
        let offered = || {
            acts.iter()
                .zip(numbers.iter())
                .enumerate()
                .filter(|(_, (_, number))| **number > 0)
        };
        let first = offered().map(|(index, _)| index).next();
        let button = |(index, (act, number)): (usize, (&ActRef, &usize))| {
            let ends = act.ends();
            view! {
                <button
                    type="button" class=("go", !ends && first == Some(index)) class=("end", ends)
                    on:click=move |_| on_act.run(index)
                >
                    {act.button(*number)} <span class="key key-on hidden sm:inline-grid" aria-hidden="true">{act.key()}</span>
                </button>
            }
        };
        offered().map(button).collect_view()
    };
    let nothing = move || {
        none.get().then(|| {
            view! { <span class="px-2">{t!("Your role can do nothing with these", "Seu papel não pode fazer nada com estes")}</span> }
        })
    };
    let label = move || words::selected(count.get());
    view! {
        <div role="status" class="sr-only">{move || some.get().then(label)}</div>
        <Show when=move || some.get()>
            <div class="bulk lg:bottom-13 max-sm:flex-wrap max-sm:w-max max-sm:justify-center" role="group" aria-label=label>
                <button type="button" aria-label=t!("Clear selection", "Limpar seleção") on:click=move |_| on_clear.run(())>
                    <Icon name=Glyph::X />
                </button>
                <span class="pr-1">{label} <span class="hidden sm:inline">", " {move || words::customers(customers.get())}</span></span>
                <span class="sep"></span>
                {buttons} {nothing}
            </div>
        </Show>
    }
}
