//! The top bar: home, which customer, theme, account.

use leptos::prelude::*;
use leptos_router::components::A;

use super::account::Account;
use crate::components::{Logo, LogoSize};
use crate::state::{tenant, theme};
use crate::ui::{Brand, Glyph, Icon, IconButton};

/// The bar.
#[component]
pub fn Bar(
    /// Opens the switcher.
    switching: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <div class="bar-in">
            <A href="/queue" attr:class="hidden lg:flex items-center gap-2 w-[calc(var(--rail)-0.75rem)] pl-2.5" attr:aria-label="Tessera, home">
                <Brand />
            </A>
            <Chip switching />
            <span class="ml-auto"></span>
            <span class="hidden sm:inline-flex">
                <IconButton icon=Glyph::SunMoon label="Switch theme" on_click=move |()| theme::toggle() />
            </span>
            <Account />
        </div>
    }
}

/// Which customer is on the screen; opens the switcher.
#[component]
fn Chip(switching: RwSignal<bool>) -> impl IntoView {
    let body = move || match tenant::active() {
        Some(card) => view! {
            <Logo slug=card.slug.clone() accent=card.accent logo=card.logo size=LogoSize::Normal />
            <span class="sr-only">"Switch customer, now in "</span>
            <span class="truncate">{card.name}</span>
            <span class="hidden md:inline text-faint font-normal mono text-xs">{card.slug}</span>
        }
        .into_any(),
        None if tenant::is_entering() => view! {
            <span class="logo bg-sunken" aria-hidden="true"></span>
            <span class="sr-only">"Switch customer, one is on its way"</span>
            <span class="skel w-28"></span>
        }
        .into_any(),
        None => view! {
            <span class="logo bg-ink text-surface" aria-hidden="true"><Icon name=Glyph::Layers class="icon-sm" /></span>
            <span class="sr-only">"Switch customer, now in "</span>
            <span class="truncate">"All customers"</span>
        }
        .into_any(),
    };
    view! {
        <button
            type="button" class="chip" aria-haspopup="dialog" aria-expanded=move || switching.get().to_string()
            aria-keyshortcuts="c" on:click=move |_| switching.update(|open| *open = !*open)
        >
            {body} <Icon name=Glyph::ChevronsUpDown class="icon-sm text-faint" />
        </button>
    }
}
