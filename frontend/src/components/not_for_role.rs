//! A page that the reader's role has no use for.

use leptos::prelude::*;

use crate::t;
use crate::ui::{Empty, Glyph};

/// Says why instead of showing what could not be sent.
#[component]
pub fn NotForRole(
    /// Whose role cannot do what.
    why: String,
) -> impl IntoView {
    let title = t!("Not for your role", "Não é para o seu papel");
    view! {
        <h1 class="sr-only">{title}</h1>
        <Empty icon=Glyph::Lock title detail=why />
    }
    .into_any()
}
