//! The one time a secret is on the screen.

use std::time::Duration;

use leptos::prelude::*;
use tessera_shared::dto::deliveries::PublicDelivery;

use crate::i18n::Named as _;
use crate::ui::{CopyButton, Shape, Time};
use crate::{t, tf};

/// Seconds until the token hides itself.
const SHOWN_FOR: u32 = 300;

/// For whom, for what, how long.
#[component]
pub fn Facts(facts: PublicDelivery) -> impl IntoView {
    let apis = facts
        .apis
        .iter()
        .map(|api| format!("{} {}", api.name, api.version))
        .collect::<Vec<_>>()
        .join(", ");
    let scopes = facts
        .scopes
        .into_iter()
        .map(|scope| view! { <span class="tag">{scope}</span> })
        .collect_view();
    view! {
        <dl class="dl">
            <dt>{t!("For", "Para")}</dt>
            <dd>{facts.company} ", " {facts.application}</dd>
            <dt>{t!("API", "API")}</dt>
            <dd>{apis} " " <span class="text-faint">{t!("by ", "de ")} {facts.tenant.name}</span></dd>
            <dt>{t!("May", "Permite")}</dt>
            <dd class="flex flex-wrap gap-1">{scopes}</dd>
            <dt>{t!("Where", "Ambiente")}</dt>
            <dd>{facts.environment.name()}</dd>
            <dt>{t!("Valid", "Validade")}</dt>
            <dd class="num"><Time at=facts.starts_at shape=Shape::Date /> {t!(" to ", " a ")} <Time at=facts.expires_at shape=Shape::Date /></dd>
        </dl>
    }
}

/// The token, to be stored now.
#[component]
pub fn Revealed(
    /// The secret; it lives as long as this component.
    token: String,
    /// What it is for.
    facts: PublicDelivery,
    /// Called when the reader has stored it.
    done: impl Fn() + Copy + 'static,
) -> impl IntoView {
    let token = StoredValue::new(token);
    let left = RwSignal::new(SHOWN_FOR);
    let hidden = RwSignal::new(false);
    let stored = RwSignal::new(false);
    let tick = set_interval_with_handle(
        move || {
            let Some(seconds) = left.try_get_untracked() else {
                return;
            };
            if seconds > 0 && hidden.try_get_untracked() == Some(false) {
                left.try_set(seconds - 1);
                if seconds == 1 {
                    hidden.try_set(true);
                }
            }
        },
        Duration::from_secs(1),
    );
    on_cleanup(move || {
        if let Ok(handle) = tick {
            handle.clear();
        }
    });
    let toggle = move |_| {
        left.set(SHOWN_FOR);
        hidden.update(|hidden| *hidden = !*hidden);
    };
    let shown_text = move || {
        if hidden.get() {
            "•".repeat(32)
        } else {
            token.get_value()
        }
    };
    let tenant = facts.tenant.name.clone();
    view! {
        <h1 class="text-2xl">{t!("Store it now", "Guarde-o agora")}</h1>
        <p class="text-muted mt-2 mb-6">
            {t!("You see this token once. When you leave the page nobody can show it again, not even ", "Você vê este token uma única vez. Quando sair da página, ninguém poderá mostrá-lo de novo, nem ")} {tenant} "."
        </p>
        <div class="card-t shadow-1">
            <div class="p-5">
                <div class="flex items-center mb-2">
                    <span class="text-sm font-medium" id="token-label">{t!("Access token", "Token de acesso")}</span>
                    <span class="ml-auto text-xs text-muted num">
                        {move || if hidden.get() { t!("hidden", "oculto").to_owned() } else { hides_in(left.get()) }}
                    </span>
                </div>
                <div
                    class="rounded-lg border border-line-strong bg-sunken p-3 mono text-sm break-all select-all"
                    role="textbox" aria-readonly="true" aria-labelledby="token-label" tabindex="0" data-testid="token"
                >
                    {shown_text}
                </div>
                <div class="flex flex-wrap gap-2 mt-3">
                    <CopyButton text=Signal::derive(move || token.get_value()) label=t!("Copy token", "Copiar token") class="btn-accent max-sm:h-11 max-sm:flex-1" />
                    <button type="button" class="btn btn-line btn-sm max-sm:h-11 max-sm:flex-1" on:click=toggle>
                        {move || if hidden.get() { t!("Show token", "Mostrar token") } else { t!("Hide token", "Ocultar token") }}
                    </button>
                </div>
            </div>
            <div class="border-t border-line p-5">
                <h2 class="text-sm mb-2">{t!("How to send it", "Como enviá-lo")}</h2>
                <pre class="code rounded-lg border border-line" tabindex="0" aria-label=t!("Header to send", "Cabeçalho a enviar")>"Authorization: Bearer $TOKEN"</pre>
            </div>
            <div class="border-t border-line p-5"><Facts facts /></div>
        </div>
        <div class="flex flex-wrap items-center gap-3 mt-6">
            <label class="flex items-center gap-2 text-sm">
                <input type="checkbox" class="checkbox" prop:checked=move || stored.get()
                    on:change:target=move |event| stored.set(event.target().checked()) />
                {t!("I have stored it safely", "Já o guardei em lugar seguro")}
            </label>
            <button type="button" class="btn btn-line btn-sm ml-auto" disabled=move || !stored.get() on:click=move |_| done()>
                {t!("Done, hide it", "Pronto, ocultar")}
            </button>
        </div>
    }
}

fn hides_in(seconds: u32) -> String {
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    tf!(
        "hidden again in {minutes}:{seconds:02}",
        "oculto de novo em {minutes}:{seconds:02}"
    )
}
