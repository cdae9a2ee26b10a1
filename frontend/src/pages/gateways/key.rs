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
    let tenant = here::card();
    let accent = tenant.accent.clone();
    let top = move || view! { <TenantLine tenant /><EnvTag environment /> };
    view! {
        <Dialog title=format!("Add a public key to {}", gateway.name) top accent on_close>
            <div class="px-5 pt-1 grid gap-3">
                <p class="text-sm text-muted">
                    "The gateway signs its calls of introspection and revocation (private_key_jwt) and keeps the private half to itself."
                </p>
                <AreaField id="key" label="Public key" pointer="/key" errors=form.errors value=key on_input=move |text| key.set(text)
                    hint="JWK or PEM: EC on P-256, Ed25519, or RSA of 2,048 bits and more." />
                <FormFailure act=form.act />
            </div>
            <DialogFoot>
                <Button weight=Weight::Ghost on_click=on_close>"Cancel"</Button>
                <Button weight=Weight::Primary busy=form.act.busy on_click=add>"Add key"</Button>
            </DialogFoot>
        </Dialog>
    }
}
