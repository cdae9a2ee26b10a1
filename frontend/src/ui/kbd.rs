//! A key of the keyboard.

use leptos::prelude::*;

/// A key, shown as hint.
#[component]
pub fn Kbd(
    /// What stands on it.
    key: &'static str,
) -> impl IntoView {
    view! { <kbd class="key">{key}</kbd> }
}
