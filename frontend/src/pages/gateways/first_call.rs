//! Waits for the first call of a new gateway.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use tessera_shared::dto::gateways::Gateway;
use tessera_shared::ids::GatewayId;
use tessera_shared::instant::Instant;

use super::health::HealthBadge;
use crate::api;
use crate::t;
use crate::ui::number::age;
use crate::ui::{Glyph, Icon, Shape, Time, moment};

const EVERY: Duration = Duration::from_secs(2);

/// Asks the broker every two seconds until `known` shows a first call.
fn use_polling(id: GatewayId, known: RwSignal<Option<Gateway>>, seconds: RwSignal<u64>, since: Instant) {
    let asking = StoredValue::new(false);
    let poll = move || {
        let waiting =
            known.try_with_untracked(|known| known.as_ref().is_none_or(|gateway| gateway.last_seen_at.is_none()));
        if waiting != Some(true) || asking.try_get_value() != Some(false) {
            return;
        }
        seconds.try_set(moment::seconds_since(since, moment::now()));
        asking.try_set_value(true);
        spawn_local(async move {
            // A failed try says nothing; the next one comes in two seconds.
            if let Ok(gateway) = api::gateways::get(id).await {
                known.try_set(Some(gateway));
            }
            asking.try_set_value(false);
        });
    };
    let timer = set_interval_with_handle(poll, EVERY);
    on_cleanup(move || {
        if let Ok(timer) = timer {
            timer.clear();
        }
    });
}

/// Live news about the first call.
#[component]
pub fn FirstCall(
    /// The new gateway.
    gateway: Gateway,
) -> impl IntoView {
    let id = gateway.id;
    let known = RwSignal::new(Some(gateway));
    let seconds = RwSignal::new(0_u64);
    use_polling(id, known, seconds, moment::now());
    let called = Memo::new(move |_| known.with(|known| known.as_ref().and_then(|gateway| gateway.last_seen_at)));
    let health = Memo::new(move |_| known.with(|known| known.as_ref().map(|gateway| gateway.health)));
    let head = move || match called.get() {
        Some(_) => view! {
            <Icon name=Glyph::CircleCheck class="icon-lg text-ok" />
            <h2 class="text-sm">{t!("The first call arrived", "A primeira chamada chegou")}</h2>
        }
        .into_any(),
        None => view! {
            <span class="live live-wait m-1" aria-hidden="true"></span>
            <h2 class="text-sm">{t!("Waiting for the first call", "Aguardando a primeira chamada")}</h2>
            <span class="ml-auto text-xs text-faint num" aria-hidden="true">{move || age(seconds.get())}</span>
        }
        .into_any(),
    };
    let line = move || match called.get() {
        Some(at) => view! {
            <Icon name=Glyph::CircleCheck class="text-ok mt-0.5" />
            <span class="flex-1">{t!("Credential accepted", "Credencial aceita")}</span>
            <Time at shape=Shape::DateTime class="text-xs text-faint num" />
        }
        .into_any(),
        None => view! {
            <Icon name=Glyph::CircleDashed class="text-faint mt-0.5" />
            <span class="flex-1 text-muted">{t!("Credential accepted", "Credencial aceita")}</span>
        }
        .into_any(),
    };
    view! {
        <section class="card-t p-4" aria-live="polite" aria-label=t!("First call", "Primeira chamada")>
            <div class="flex items-center gap-3">{head}</div>
            <p class="mt-4 flex gap-2 text-sm">{line}</p>
            {move || health.get().map(|health| view! { <p class="mt-3"><HealthBadge health /></p> })}
        </section>
        <A href=format!("/gateways/{id}") attr:class="btn btn-sm btn-line">
            {move || if called.get().is_some() { t!("Done", "Concluir") } else { t!("Finish later", "Terminar depois") }}
        </A>
    }
}
