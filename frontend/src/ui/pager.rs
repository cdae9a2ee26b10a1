//! The foot of a keyset-paged list.

use leptos::prelude::*;

use super::button::{Button, Weight};
use super::number::count;
use crate::{t, tf};

/// Loads more, while there is more.
#[component]
pub fn Pager(
    /// How many rows are on the screen.
    #[prop(into)]
    shown: Signal<usize>,
    /// Whether there are more.
    #[prop(into)]
    more: Signal<bool>,
    /// They are on their way.
    #[prop(into, optional)]
    busy: Signal<bool>,
    /// Loads them.
    #[prop(into)]
    on_more: Callback<()>,
) -> impl IntoView {
    let text = move || {
        let rows = count(u64::try_from(shown.get()).unwrap_or(u64::MAX));
        if more.get() {
            tf!("{rows} shown", "{rows} mostrados")
        } else {
            tf!("{rows} in all", "{rows} ao todo")
        }
    };
    view! {
        // One pixel higher: on the line below the last row, where there is one.
        <div class="relative -mt-px flex items-center gap-3 px-4 py-2.5 border-t border-line text-xs text-faint">
            <span class="num" role="status">{text}</span>
            <Show when=move || more.get()>
                <span class="ml-auto"><Button weight=Weight::Line busy on_click=on_more>{t!("Load more", "Carregar mais")}</Button></span>
            </Show>
        </div>
    }
}
