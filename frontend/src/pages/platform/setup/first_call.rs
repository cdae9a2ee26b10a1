//! The last step: the call that shows that the new gateway works.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use tessera_shared::dto::setup::TenantSetUp;
use tessera_shared::ids::TenantId;
use tessera_shared::paths::{GATEWAY_HEADER, GATEWAY_HELLO};

use crate::api;
use crate::components::{Logo, LogoSize};
use crate::pages::gateways::credential::CredentialCard;
use crate::t;
use crate::ui::{CopyButton, Glyph, Icon, Note, Tone};

const EVERY: Duration = Duration::from_secs(2);

/// Asks every two seconds until a call has passed.
fn use_first_call(tenant: TenantId) -> RwSignal<bool> {
    let passed = RwSignal::new(false);
    let asking = StoredValue::new(false);
    let poll = move || {
        let waiting = passed.try_get_untracked() == Some(false);
        if !waiting || asking.try_get_value() != Some(false) {
            return;
        }
        asking.try_set_value(true);
        spawn_local(async move {
            // A failed try says nothing; the next one comes in two seconds.
            if let Ok(first) = api::platform::first_call(tenant).await {
                passed.try_set(first.passed);
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
    passed
}

/// The call, with the credential left to the shell: commands end up in histories.
fn command(origin: &str) -> String {
    format!("read -rs GATEWAY_KEY\ncurl -i {origin}{GATEWAY_HELLO} -H \"{GATEWAY_HEADER}: $GATEWAY_KEY\"")
}

/// Credential, command and news.
#[component]
pub fn FirstCallStep(made: TenantSetUp) -> impl IntoView {
    let TenantSetUp {
        tenant,
        invite,
        gateway,
        ..
    } = made;
    let passed = use_first_call(tenant.id);
    let text = command(&window().location().origin().unwrap_or_default());
    let copied = text.clone();
    let credential = match gateway.credential {
        Some(credential) => view! { <CredentialCard credential /> }.into_any(),
        None => view! {
            <Note tone=Tone::Warn icon=Glyph::TriangleAlert>{t!("The credential was shown before. An agent of the customer can give the gateway a new one.", "A credencial já foi mostrada. Um agente do cliente pode dar uma nova ao gateway.")}</Note>
        }
        .into_any(),
    };
    view! {
        <div class="grid grid-cols-[minmax(0,1fr)] gap-4">
            <section class="card-t p-4 flex items-center gap-3" aria-label=t!("New customer", "Novo cliente")>
                <Logo slug=tenant.slug.clone() accent=tenant.accent logo=tenant.logo size=LogoSize::Large />
                <span class="min-w-0">
                    <span class="block font-semibold truncate">{tenant.name} " " <span class="mono text-xs text-faint font-normal">{tenant.slug}</span></span>
                    <span class="block text-sm text-muted break-words">{t!("An invitation is on its way to ", "Um convite está a caminho de ")} {invite.email} "."</span>
                </span>
            </section>
            {credential}
            <section class="card-t overflow-hidden">
                <div class="flex flex-wrap items-center gap-2 px-4 py-3 border-b border-line">
                    <h2 class="text-sm">{t!("Test call", "Chamada de teste")}</h2>
                    <span class="ml-auto"><CopyButton text=Signal::stored(copied) label=t!("Copy command", "Copiar comando") class="btn-line" /></span>
                </div>
                <pre class="code overflow-auto" tabindex="0" role="region" aria-label=t!("Test command", "Comando de teste")>{text}</pre>
                <p class="px-4 py-3 border-t border-line text-xs text-muted">
                    {t!(
                        "Paste the credential when it waits for it. The answer names the customer and the gateway. No token is needed: \
                         nobody can make one alone, not for a test either.",
                        "Cole a credencial quando o comando esperar por ela. A resposta diz o cliente e o gateway. Não é preciso token: \
                         ninguém cria um sozinho, nem para um teste."
                    )}
                </p>
            </section>
            <News passed />
        </div>
    }
}

/// Whether the call has passed.
#[component]
fn News(passed: RwSignal<bool>) -> impl IntoView {
    let line = move || {
        if passed.get() {
            view! {
                <Icon name=Glyph::CircleCheck class="icon-lg text-ok" />
                <h2 class="text-sm">{t!("The first call passed", "A primeira chamada passou")}</h2>
            }
            .into_any()
        } else {
            view! {
                <span class="live live-wait m-1" aria-hidden="true"></span>
                <h2 class="text-sm">{t!("Waiting for the first call", "Aguardando a primeira chamada")}</h2>
            }
            .into_any()
        }
    };
    view! {
        <section class="card-t p-4" aria-live="polite" aria-label=t!("First call", "Primeira chamada")><div class="flex items-center gap-3">{line}</div></section>
        <A href="/platform/tenants" attr:class="btn btn-sm btn-line justify-self-end max-sm:w-full max-sm:h-10">
            {move || if passed.get() { t!("Done", "Pronto") } else { t!("Finish later", "Terminar depois") }}
        </A>
    }
}

#[cfg(test)]
mod tests {
    use super::command;

    #[test]
    fn the_credential_is_not_in_the_command() {
        let text = command("https://b.example");
        assert!(text.contains("https://b.example/gateway/hello"));
        assert!(text.contains("x-gateway-key: $GATEWAY_KEY"));
    }
}
