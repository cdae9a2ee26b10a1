//! An icon from the page's sprite.

use leptos::prelude::*;

use super::glyph::Glyph;

/// An icon; decoration only, so the word beside it says what it means.
#[component]
pub fn Icon(
    /// Which one: a [`Glyph`] or its Lucide name.
    #[prop(into)]
    name: Glyph,
    /// More classes, such as `icon-xs` or `text-faint`.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    view! { <svg class=["icon ", class].concat() aria-hidden="true"><use href=name.href()></use></svg> }
}
