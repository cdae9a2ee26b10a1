//! Header and footer of a public page in the customer's colours.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::catalogue::PublicTenant;

use super::fragment::put_back;
use crate::components::LogoPicture;
use crate::components::language::LanguageChoice;
use crate::t;
use crate::ui::{Brand, Glyph, Icon, Mark};

/// A page of one customer.
#[component]
pub fn PublicFrame(
    /// Whose page it is.
    tenant: PublicTenant,
    /// What the page is about, in the header.
    #[prop(default = t!("Developer access", "Acesso às APIs"))]
    about: &'static str,
    /// Whether something is on the screen that would not come again if the page were loaded anew.
    #[prop(into, optional)]
    once: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let PublicTenant {
        slug,
        name,
        accent,
        logo,
    } = tenant;
    let picture = match logo {
        Some(version) => view! { <LogoPicture version class="size-8 rounded object-contain" /> }.into_any(),
        None => view! { <Mark slug class="size-7" /> }.into_any(),
    };
    let sender = name.clone();
    view! {
        <div class="tenant min-h-dvh flex flex-col bg-canvas" style:--tenant=accent>
            <header class="bg-accent-solid text-on-accent">
                <div class="max-w-2xl mx-auto px-5 h-16 flex items-center gap-3">
                    {picture}
                    <span class="font-semibold text-lg truncate">{name}</span>
                    <span class="ml-auto text-sm whitespace-nowrap">{about}</span>
                </div>
            </header>
            <main id="main" class="flex-1 w-full max-w-2xl mx-auto px-4 sm:px-5 py-8 sm:py-14">{children()}</main>
            <footer class=FOOT>
                <span>{t!("Delivered by Tessera for ", "Entregue pela Tessera para ")} {sender}</span>
                {move || (!once.get()).then(|| view! { <LanguageChoice class="min-h-8" before=put_back() /> })}
            </footer>
        </div>
    }
}

const FOOT: &str = "max-w-2xl w-full mx-auto px-5 py-6 text-xs text-faint flex flex-wrap items-center justify-between \
                    gap-x-4 gap-y-2";

/// A public page that belongs to nobody: a wrong address, or one that is still loading.
#[component]
pub fn PlainFrame(children: Children) -> impl IntoView {
    view! {
        <div class="min-h-dvh flex flex-col bg-canvas">
            <header class="max-w-2xl w-full mx-auto px-4 sm:px-5 h-16 flex items-center"><Brand /></header>
            <main id="main" class="flex-1 w-full max-w-2xl mx-auto px-4 sm:px-5 pb-8 sm:pb-14 sm:pt-6">{children()}</main>
            <footer class=FOOT><LanguageChoice class="min-h-8 ml-auto" before=put_back() /></footer>
        </div>
    }
}

/// Says in one card why there is nothing to do here.
#[component]
pub fn Closed(
    /// Name of the icon.
    #[prop(into)]
    icon: Glyph,
    /// What is the matter.
    #[prop(into)]
    title: String,
    /// What to do about it.
    #[prop(into)]
    detail: String,
    /// Where to go on: an address of this app, and what the link says.
    #[prop(optional)]
    way_on: Option<(&'static str, &'static str)>,
) -> impl IntoView {
    view! {
        <div class="card-t shadow-1 p-5 flex gap-3" role="status">
            <Icon name=icon class="text-faint mt-0.5" />
            <div>
                <h2 class="text-sm">{title}</h2>
                <p class="text-sm text-muted mt-1">{detail}</p>
                {way_on.map(|(href, words)| view! { <p class="mt-3 text-sm"><A href attr:class="link-t">{words}</A></p> })}
            </div>
        </div>
    }
}
