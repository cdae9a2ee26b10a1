//! The top bar: home, which customer, theme, account.

use leptos::prelude::*;
use leptos_router::components::A;

use super::account::Account;
use crate::components::{Logo, LogoSize};
use crate::state::{tenant, theme};
use crate::t;
use crate::ui::{Brand, Glyph, Icon, IconButton, Kbd};

/// The bar.
#[component]
pub fn Bar(
    /// Opens the switcher.
    switching: RwSignal<bool>,
    /// Opens the palette.
    finding: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <div class="bar-in">
            <A href="/queue" attr:class="hidden lg:flex items-center gap-2 w-[calc(var(--rail)-0.75rem)] pl-2.5" attr:aria-label=t!("Tessera, home", "Tessera, início")>
                <Brand />
            </A>
            <Chip switching />
            <span class="ml-auto"></span>
            <Search finding />
            <span class="hidden sm:inline-flex">
                <IconButton icon=Glyph::SunMoon label=t!("Switch theme", "Trocar de tema") on_click=move |()| theme::toggle() />
            </span>
            <Account />
        </div>
    }
}

/// Opens the palette: a field to look at, an icon where there is little room.
#[component]
fn Search(finding: RwSignal<bool>) -> impl IntoView {
    view! {
        <button
            type="button" aria-haspopup="dialog" aria-keyshortcuts="Control+K Meta+K" on:click=move |_| finding.set(true)
            class="inline-flex items-center gap-2 shrink-0 h-8 rounded-md text-sm text-faint cursor-pointer max-lg:size-8 \
                   max-lg:justify-center lg:w-72 lg:px-2.5 lg:border lg:border-line-strong hover:text-ink"
        >
            <Icon name=Glyph::Search />
            <span class="max-lg:sr-only">{t!("Search or paste a token", "Busque ou cole um token")}</span>
            <span class="ml-auto hidden lg:flex gap-0.5" aria-hidden="true"><Kbd key=command_key() /><Kbd key="K" /></span>
        </button>
    }
}

/// The key that goes with K on this machine.
fn command_key() -> &'static str {
    let apple = window()
        .navigator()
        .user_agent()
        .is_ok_and(|agent| agent.contains("Mac OS"));
    if apple { "⌘" } else { "Ctrl" }
}

/// Which customer is on the screen; opens the switcher.
#[component]
fn Chip(switching: RwSignal<bool>) -> impl IntoView {
    let body = move || {
        match tenant::active() {
        Some(card) => view! {
            <Logo slug=card.slug.clone() accent=card.accent logo=card.logo size=LogoSize::Normal />
            <span class="sr-only">{t!("Switch customer, now in ", "Trocar de cliente, agora em ")}</span>
            <span class="truncate">{card.name}</span>
            <span class="hidden md:inline text-faint font-normal mono text-xs">{card.slug}</span>
        }
        .into_any(),
        None if tenant::is_entering() => view! {
            <span class="logo bg-sunken" aria-hidden="true"></span>
            <span class="sr-only">{t!("Switch customer, one is on its way", "Trocar de cliente, um está a caminho")}</span>
            <span class="skel w-28"></span>
        }
        .into_any(),
        None => view! {
            <span class="logo bg-ink text-surface" aria-hidden="true"><Icon name=Glyph::Layers class="icon-sm" /></span>
            <span class="sr-only">{t!("Switch customer, now in ", "Trocar de cliente, agora em ")}</span>
            <span class="truncate">{t!("All customers", "Todos os clientes")}</span>
        }
        .into_any(),
    }
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
