//! The ways to the pages, as a rail on wide screens.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::waiting::Waiting;
use crate::components::places::{Place, places, platform_places};
use crate::state::{events, session, tenant};
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
    let link = move |place| view! { <RailLink place waiting /> };
    let links = move || places(all.get()).map(link).collect_view();
    let platform = Memo::new(|_| session::me().map(|me| platform_places(&me)).unwrap_or_default());
    let of_platform = move || {
        let places = platform.get();
        let line = (!places.is_empty()).then(|| view! { <hr class="my-2 border-line" /> });
        view! { {line} {places.into_iter().map(link).collect_view()} }
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
            {of_platform}
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
    let path = use_location().pathname;
    let here = move || path.with(|path| place.holds(path)).then_some("page");
    // A plain link: the router's own knows nothing of pages that belong to another's place.
    view! { <a href=href aria-current=here><Icon name=icon />{name}{badge}</a> }
}
