//! What is the matter with the whole page: no network, or a customer that is suspended.

use leptos::prelude::*;
use tessera_shared::words::TenantStatus;

use crate::state::tenant;
use crate::t;
use crate::ui::{Glyph, Icon};

const CLASS: &str = "note note-warn rounded-none! border-x-0! border-t-0! px-4 sm:px-6";

/// The notice; one at a time.
#[component]
pub fn Notice() -> impl IntoView {
    let offline = RwSignal::new(!window().navigator().on_line());
    let follow = |name: &'static str, now: bool| {
        let handle = window_event_listener_untyped(name, move |_| {
            let _gone = offline.try_set(now);
        });
        on_cleanup(move || handle.remove());
    };
    follow("offline", true);
    follow("online", false);
    let suspended = Memo::new(move |_| tenant::active().is_some_and(|card| card.status == TenantStatus::Suspended));
    move || {
        let (icon, strong, rest) = match (offline.get(), suspended.get()) {
            (true, _) => (
                Glyph::WifiOff,
                t!("You are offline.", "Você está sem conexão."),
                t!(
                    " You see what was true before. What you type stays here; sending waits.",
                    " Você vê o que valia antes. O que você digita fica aqui; o envio espera."
                ),
            ),
            (false, true) => (
                Glyph::CirclePause,
                t!("This customer is suspended.", "Este cliente está suspenso."),
                t!(
                    " Nothing is issued and its gateways let no token through.",
                    " Nada é emitido e seus gateways não deixam nenhum token passar."
                ),
            ),
            (false, false) => return ().into_any(),
        };
        view! {
            <div class=CLASS role="status">
                <Icon name=icon />
                <p class="flex-1"><strong class="font-semibold">{strong}</strong><span class="text-muted">{rest}</span></p>
            </div>
        }
        .into_any()
    }
}
