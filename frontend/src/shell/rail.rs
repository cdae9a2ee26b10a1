//! The ways to the pages, as a rail on wide screens.

use leptos::prelude::*;
use leptos_router::components::A;

use super::waiting::Waiting;
use crate::components::places::{Place, places};
use crate::state::{events, tenant};
use crate::t;
use crate::ui::number::count;
use crate::ui::{Icon, Kbd};

/// The rail.
#[component]
pub fn Rail(
    /// Opens the list of shortcuts.
    helping: RwSignal<bool>,
    /// What waits.
    waiting: Memo<Option<Waiting>>,
) -> impl IntoView {
    let all = Memo::new(move |_| tenant::active().is_none() && !tenant::is_entering());
    let links = move || {
        let all = all.get();
        places(all)
            .map(|place| view! { <RailLink place waiting /> })
            .collect_view()
    };
    let live = move || {
        if events::is_live() {
            t!("Live", "Ao vivo")
        } else {
            t!("Connecting", "Conectando")
        }
    };
    view! {
        <nav class="rail" aria-label=t!("Main", "Principal")>
            {links}
            <div class="mt-auto flex items-center justify-between px-2.5 text-xs text-faint">
                <span class="inline-flex items-center gap-2">
                    <span class="live" class=("live-wait", move || !events::is_live())></span>{live}
                </span>
                <button
                    type="button" class="cursor-pointer inline-flex items-center gap-1.5 min-h-6 hover:text-ink"
                    on:click=move |_| helping.set(true)
                >
                    {t!("Shortcuts", "Atalhos")} " " <Kbd key="?" />
                </button>
            </div>
        </nav>
    }
}

#[component]
fn RailLink(place: Place, waiting: Memo<Option<Waiting>>) -> impl IntoView {
    let Place { href, name, icon, .. } = place;
    let number = move || {
        let waiting = waiting.get()?;
        match href {
            "/queue" => Some(waiting.queue),
            "/requests" => Some(waiting.requests),
            _ => None,
        }
        .filter(|number| *number > 0)
    };
    let badge = move || {
        number().map(|number| {
            view! { <span class="count">{count(number.into())}<span class="sr-only">{t!(" waiting", " aguardando")}</span></span> }
        })
    };
    view! { <A href><Icon name=icon />{name}{badge}</A> }
}
