//! Gives a gateway a public key, by which it shows who it is at OAuth endpoints.

use leptos::prelude::*;
use tessera_shared::dto::gateways::{AddGatewayKey, Gateway};

use crate::api;
use crate::components::here;
use crate::components::{EnvTag, TenantLine};
use crate::forms::checked::checked;
use crate::forms::creation::use_creation;
use crate::forms::failure::FormFailure;
use crate::forms::fields::AreaField;
use crate::ui::{Button, Dialog, DialogFoot, Weight};
use crate::{t, tf};

/// Takes the key.
#[component]
pub fn KeyDialog(
    /// Whose.
    gateway: Gateway,
    /// Hears that there is another one.
    reload: Callback<()>,
    /// Unmounts the dialog.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let Gateway { id, environment, .. } = gateway;
    let key = RwSignal::new(String::new());
    let form = use_creation();
    let add = move |()| {
        let body = AddGatewayKey {
            key: key.get_untracked(),
        };
        let send = move |body, once: String| async move { api::gateways::add_key(id, &body, &once).await };
        form.submit(checked(body, |_| Vec::new()), send, move |_gateway| {
            on_close.run(());
            reload.run(());
        });
    };
    let title = {
        let name = &gateway.name;
        tf!("Add a public key to {name}", "Adicionar uma chave pública a {name}")
    };
    let tenant = here::card();
    let accent = tenant.accent.clone();
    let top = move || view! { <TenantLine tenant /><EnvTag environment /> };
    view! {
        <Dialog title top accent on_close>
            <div class="px-5 pt-1 grid gap-3">
                <p class="text-sm text-muted">
                    {t!("The gateway signs its calls of introspection and revocation (private_key_jwt) and keeps the private half to itself.", "O gateway assina suas chamadas de introspecção e de revogação (private_key_jwt) e guarda a metade privada só para si.")}
                </p>
                <AreaField id="key" label=t!("Public key", "Chave pública") pointer="/key" errors=form.errors value=key on_input=move |text| key.set(text)
                    hint=t!("JWK or PEM: EC on P-256, Ed25519, or RSA of 2,048 bits and more.", "JWK ou PEM: EC em P-256, Ed25519 ou RSA de 2.048 bits ou mais.") />
                <FormFailure act=form.act />
            </div>
            <DialogFoot>
                <Button weight=Weight::Ghost on_click=on_close>{t!("Cancel", "Cancelar")}</Button>
                <Button weight=Weight::Primary busy=form.act.busy on_click=add>{t!("Add key", "Adicionar chave")}</Button>
            </DialogFoot>
        </Dialog>
    }
}
