//! The page for an address that names nothing.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::ui::{Empty, Glyph};

/// There is nothing here.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <main id="main" class="min-h-dvh grid place-items-center">
            <h1 class="sr-only">"Not found"</h1>
            <Empty icon=Glyph::SearchX title="There is nothing here" detail="The address may be old, or mistyped.">
                <A href="/queue" attr:class="btn btn-line btn-sm">"Go to the queue"</A>
            </Empty>
        </main>
    }
}
