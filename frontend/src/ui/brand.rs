//! The product's own mark: ink, never an accent.

use leptos::prelude::*;

/// Mark and name.
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <span class="flex items-center gap-2 font-semibold tracking-tight">
            <svg class="size-5" viewBox="0 0 16 16" aria-hidden="true">
                <path d="M1 1h6v6H1zM9 1h6v6H9zM1 9h6v6H1z" fill="currentColor" />
                <path d="M12 9.2l2.8 2.8-2.8 2.8L9.2 12z" fill="none" stroke="currentColor" stroke-width="1.2" />
            </svg>
            "Tessera"
        </span>
    }
}
