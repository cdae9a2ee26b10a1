//! The ways to the pages, as a rail on wide screens.

use leptos::prelude::*;
use leptos_router::components::A;

use super::waiting::Waiting;
use crate::state::{events, tenant};
use crate::ui::number::count;
use crate::ui::{Glyph, Icon, Kbd};

/// A page: its address, name and icon.
pub type Place = (&'static str, &'static str, Glyph);

/// The pages, in order.
pub const PLACES: &[Place] = &[
    ("/overview", "Overview", Glyph::LayoutDashboard),
    ("/queue", "Queue", Glyph::Inbox),
    ("/requests", "Requests", Glyph::GitPullRequestArrow),
    ("/tokens", "Tokens", Glyph::KeyRound),
    ("/partners", "Partners", Glyph::Handshake),
    ("/apis", "APIs", Glyph::Blocks),
    ("/gateways", "Gateways", Glyph::ShieldCheck),
    ("/audit", "Audit", Glyph::ScrollText),
    ("/settings", "Settings", Glyph::Settings2),
];

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
        PLACES
            .iter()
            .filter(|(href, _, _)| !all || matches!(*href, "/overview" | "/queue" | "/settings"))
            .map(|place| view! { <RailLink place=*place waiting /> })
            .collect_view()
    };
    let live = move || if events::is_live() { "Live" } else { "Connecting" };
    view! {
        <nav class="rail" aria-label="Main">
            {links}
            <div class="mt-auto flex items-center justify-between px-2.5 text-xs text-faint">
                <span class="inline-flex items-center gap-2">
                    <span class="live" class=("live-wait", move || !events::is_live())></span>{live}
                </span>
                <button
                    type="button" class="cursor-pointer inline-flex items-center gap-1.5 min-h-6 hover:text-ink"
                    on:click=move |_| helping.set(true)
                >
                    "Shortcuts " <Kbd key="?" />
                </button>
            </div>
        </nav>
    }
}

#[component]
fn RailLink(place: Place, waiting: Memo<Option<Waiting>>) -> impl IntoView {
    let (href, name, icon) = place;
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
            view! { <span class="count">{count(number.into())}<span class="sr-only">" waiting"</span></span> }
        })
    };
    view! { <A href><Icon name=icon />{name}{badge}</A> }
}
