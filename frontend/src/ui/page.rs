//! The head of a page.

use leptos::prelude::*;

/// Title, one line below it, and the page's buttons at the right.
#[component]
pub fn PageHead(
    /// The page's one `h1`.
    #[prop(into)]
    title: Signal<String>,
    /// One line about what is on it.
    #[prop(into, optional)]
    sub: Signal<String>,
    /// Buttons and segments.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 sm:px-6 pt-5 pb-4">
            <div class="min-w-0">
                <h1 class="text-xl">{title}</h1>
                <p class="text-sm text-muted">{sub}</p>
            </div>
            <div class="sm:ml-auto max-sm:w-full flex flex-wrap items-center gap-2 empty:hidden">
                {children.map(|children| children())}
            </div>
        </div>
    }
    .into_any()
}
