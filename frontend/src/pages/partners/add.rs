//! Adds a partner.

use leptos::prelude::*;
use tessera_shared::dto::partners::Partner;

use super::form_state::PartnerDraft;
use crate::api;
use crate::components::TenantLine;
use crate::components::here;
use crate::forms::creation::{Creation, use_creation};
use crate::forms::failure::FormFailure;
use crate::forms::fields::TextField;
use crate::t;
use crate::ui::{Button, Dialog, DialogFoot, Weight};

/// Company, contact and address.
#[component]
pub fn AddPartner(
    /// Takes the new partner.
    #[prop(into)]
    on_added: Callback<Partner>,
    /// Unmounts the dialog.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let draft = RwSignal::new(PartnerDraft::default());
    let form = use_creation();
    let Creation { errors, act, .. } = form;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let send = |body, key: String| async move { api::partners::create(&body, &key).await };
        form.submit(draft.with_untracked(PartnerDraft::to_dto), send, move |partner| {
            on_added.run(partner);
        });
    };
    let tenant = here::card();
    let accent = tenant.accent.clone();
    let top = move || view! { <TenantLine tenant /> };
    view! {
        <Dialog title=t!("Add partner", "Adicionar parceiro") top accent on_close>
            <form on:submit=submit novalidate aria-label=t!("Partner", "Parceiro")>
                <div class="px-5 pt-4 grid gap-4">
                    <TextField id="partner-name" label=t!("Company", "Empresa") pointer="/name" errors hint=t!("As on the contract.", "Como no contrato.")
                        value=Signal::derive(move || draft.with(|draft| draft.name.clone()))
                        on_input=move |text| draft.update(|draft| draft.name = text) />
                    <TextField id="partner-contact" label=t!("Contact person", "Pessoa de contato") pointer="/contact_name" errors
                        value=Signal::derive(move || draft.with(|draft| draft.contact_name.clone()))
                        on_input=move |text| draft.update(|draft| draft.contact_name = text) />
                    <TextField id="partner-email" label=t!("E-mail", "E-mail") kind="email" pointer="/contact_email" errors
                        hint=t!("One-time links go here, so it has to be the right person.", "Os links de uso único vão para cá; precisa ser a pessoa certa.")
                        value=Signal::derive(move || draft.with(|draft| draft.contact_email.clone()))
                        on_input=move |text| draft.update(|draft| draft.contact_email = text) />
                    <FormFailure act />
                </div>
                <DialogFoot>
                    <Button weight=Weight::Ghost class="max-sm:flex-1 max-sm:h-10" on_click=on_close>{t!("Cancel", "Cancelar")}</Button>
                    <Button weight=Weight::Primary class="max-sm:flex-1 max-sm:h-10" busy=act.busy>{t!("Add partner", "Adicionar parceiro")}</Button>
                </DialogFoot>
            </form>
        </Dialog>
    }
}
