//! The box that chooses a row.

use leptos::prelude::*;

/// Classes of the label around a box: large enough for a finger.
pub const CHOICE: &str = "grid place-items-center size-6 -m-1 max-lg:size-10 max-lg:-m-3 cursor-pointer";

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
