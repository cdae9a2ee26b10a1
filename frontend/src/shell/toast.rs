//! Where toasts appear, read out when they do.

use leptos::prelude::*;

use crate::state::toasts;
use crate::t;
use crate::ui::Toast;

/// The live region.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toast = move || {
        toasts::current().map(|message| {
            let undo = message.undoable.then(|| {
                view! {
                    <button
                        type="button" class="font-semibold underline underline-offset-3 ml-2 max-sm:ml-auto whitespace-nowrap cursor-pointer min-h-6"
                        on:click=move |_| { let _undone = toasts::undo(); }
                    >
                        {t!("Undo", "Desfazer")} <span class="key key-on ml-1 max-lg:hidden" aria-hidden="true">"U"</span>
                    </button>
                }
            });
            view! { <Toast tone=message.tone text=message.text>{undo}</Toast> }
        })
    };
    view! {
        <div class="fixed z-40 bottom-20 lg:bottom-4 right-4 left-4 sm:left-auto" role="status">{toast}</div>
    }
}
