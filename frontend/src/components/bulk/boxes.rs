//! The boxes that choose a row, or many.

use leptos::prelude::*;

use super::chosen::Bulk;

/// Classes of the label around a box: large enough for a finger.
const CHOICE: &str = "grid place-items-center size-6 -m-1 max-lg:size-10 max-lg:-m-3 cursor-pointer";

/// Chooses a row; with shift, everything up to it.
#[component]
pub fn RowBox(
    /// Its name.
    label: String,
    /// Whether the row is chosen.
    #[prop(into)]
    chosen: Signal<bool>,
    /// Chooses the row or lets go of it.
    #[prop(into)]
    on_toggle: Callback<()>,
    /// Chooses everything from where the range began.
    #[prop(into)]
    on_range: Callback<()>,
) -> impl IntoView {
    let click = move |event: web_sys::MouseEvent| {
        if event.shift_key() {
            // The browser turns the box by itself; one that is on already stays on.
            if chosen.get_untracked() {
                event.prevent_default();
            }
            on_range.run(());
        } else {
            on_toggle.run(());
        }
    };
    view! {
        <label class=CHOICE>
            <input type="checkbox" class="checkbox" aria-label=label prop:checked=chosen on:click=click />
        </label>
    }
    .into_any()
}

/// Chooses all of these rows, or none.
#[component]
pub fn AllBox(
    /// Its name.
    label: String,
    /// The keys of the rows that can be chosen.
    #[prop(into)]
    keys: Signal<Vec<String>>,
    /// What is chosen.
    bulk: Bulk,
) -> impl IntoView {
    let count = Memo::new(move |_| keys.with(|keys| keys.iter().filter(|key| bulk.has(key)).count()));
    let all = Memo::new(move |_| count.get() > 0 && count.get() == keys.with(Vec::len));
    let some = Memo::new(move |_| count.get() > 0 && !all.get());
    view! {
        <label class=CHOICE>
            <input
                type="checkbox" class="checkbox" aria-label=label prop:checked=all prop:indeterminate=some
                on:change:target=move |event| {
                    let keys = keys.get_untracked();
                    if event.target().checked() { bulk.choose(&keys) } else { bulk.let_go(&keys) }
                }
            />
        </label>
    }
    .into_any()
}
