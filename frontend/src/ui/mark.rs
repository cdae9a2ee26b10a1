//! A customer's generated mark.

use leptos::prelude::*;

/// The mark that the slug generates, in the current text colour.
#[component]
pub fn Mark(
    /// The customer's short name.
    #[prop(into)]
    slug: String,
    /// Classes of the drawing.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    view! {
        <svg class=class viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">
            <path d=move || tessera_shared::mark::path(&slug) />
        </svg>
    }
}
