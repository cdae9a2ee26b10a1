//! Where toasts appear, read out when they do.

use leptos::prelude::*;

use crate::state::toasts;
use crate::ui::Toast;

/// The live region.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toast = move || toasts::current().map(|message| view! { <Toast tone=message.tone text=message.text /> });
    view! {
        <div class="fixed z-40 bottom-20 lg:bottom-4 right-4 left-4 sm:left-auto" role="status">{toast}</div>
    }
}
