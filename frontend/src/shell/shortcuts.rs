//! What the keys do.

use leptos::prelude::*;

use crate::ui::{Dialog, Kbd};

const KEYS: &[(&str, &str)] = &[
    ("C", "Switch customer"),
    ("J K", "Move in the list"),
    ("O", "Open what the cursor is on"),
    ("A", "Approve"),
    ("D", "Deny"),
    ("I ↵", "Issue"),
    ("G O", "Go to the overview"),
    ("G Q", "Go to the queue"),
    ("G R", "Go to requests"),
    ("G T", "Go to tokens"),
    ("G P", "Go to partners"),
    ("G A", "Go to APIs"),
    ("G W", "Go to gateways"),
    ("G U", "Go to audit"),
    ("G S", "Go to settings"),
    ("?", "Show this list"),
    ("Esc", "Close"),
];

/// The list of shortcuts.
#[component]
pub fn Shortcuts(
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    let row = |(keys, what): &(&'static str, &'static str)| {
        let keys = keys.split(' ').map(|key| view! { <Kbd key=key /> }).collect_view();
        view! {
            <div class="flex items-center justify-between py-1.5 text-sm">
                <dt>{*what}</dt>
                <dd class="flex gap-1">{keys}</dd>
            </div>
        }
    };
    view! {
        <Dialog title="Keyboard shortcuts" on_close=move |()| open.set(false)>
            <dl class="px-5 pt-2 pb-5 grid sm:grid-cols-2 sm:gap-x-8">{KEYS.iter().map(row).collect_view()}</dl>
        </Dialog>
    }
}
