//! What a brand will look like, in both themes at once.

use leptos::prelude::*;

use super::colour::last_good;
use crate::components::{Logo, LogoSize};
use crate::t;
use crate::ui::{Glyph, Icon};

/// Band, chip and button, light and dark.
#[component]
pub fn Preview(
    /// Short name; seeds the mark.
    slug: String,
    /// The name as it is typed.
    name: Signal<String>,
    /// The colour as it is typed.
    accent: Signal<String>,
    /// The logo now.
    logo: RwSignal<Option<String>>,
) -> impl IntoView {
    let accent = last_good(accent);
    let panel =
        |theme: &'static str, title: &'static str| view! { <Panel theme title slug=slug.clone() name accent logo /> };
    view! {
        <div class="grid sm:grid-cols-2 gap-3" role="group" aria-label=t!("Preview", "Prévia")>
            {panel("light", t!("Light", "Claro"))} {panel("dark", t!("Dark", "Escuro"))}
        </div>
    }
}

#[component]
fn Panel(
    /// Forced on this part of the page.
    theme: &'static str,
    title: &'static str,
    slug: String,
    name: Signal<String>,
    accent: Memo<String>,
    logo: RwSignal<Option<String>>,
) -> impl IntoView {
    let tile = move || view! { <Logo slug=slug.clone() accent=accent.get() logo=logo.get() size=LogoSize::Normal /> };
    view! {
        <figure class="tenant rounded-lg border border-line overflow-hidden bg-canvas text-ink" data-theme=theme style:--tenant=move || accent.get()>
            <div class="bg-surface px-3 py-2 flex items-center gap-2 min-w-0">
                <span class="chip">{tile}<span class="truncate">{move || name.get()}</span></span>
            </div>
            <div class="band"></div>
            <div class="p-3 flex items-center justify-between gap-2">
                <figcaption class="text-xs text-muted">{title}</figcaption>
                <span class="inline-flex items-center gap-1.5 rounded-md bg-accent-solid text-on-accent text-xs font-medium px-3 h-8">
                    <Icon name=Glyph::Check class="icon-sm" />{t!("Send request", "Enviar pedido")}
                </span>
            </div>
        </figure>
    }
}
