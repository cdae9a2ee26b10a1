//! Adds a partner.

use leptos::prelude::*;
use tessera_shared::dto::partners::Partner;

use super::form_state::PartnerDraft;
use crate::api;
use crate::components::TenantLine;
use crate::pages::requests::act::use_act;
use crate::pages::requests::fields::{Errors, TextField, focus_first_error};
use crate::pages::requests::here;
use crate::ui::{Badge, Button, Dialog, DialogFoot, Glyph, Tone, Weight};

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
    let errors: Errors = RwSignal::new(Vec::new());
    let act = use_act();
    let key = StoredValue::new(api::fresh_key());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match draft.with_untracked(PartnerDraft::to_dto) {
            Err(found) => {
                errors.set(found);
                focus_first_error();
            }
            Ok(body) => {
                errors.set(Vec::new());
                act.run_or(
                    async move { api::partners::create(&body, &key.get_value()).await },
                    move |partner| on_added.run(partner),
                    move |error| {
                        if error.code().is_some() {
                            key.set_value(api::fresh_key());
                        }
                        errors.set(error.fields().to_vec());
                    },
                );
            }
        }
    };
    let tenant = here::card();
    let accent = tenant.accent.clone();
    let top = move || view! { <TenantLine tenant /> };
    view! {
        <Dialog title="Add partner" top accent on_close>
            <form on:submit=submit novalidate aria-label="Partner">
                <div class="px-5 pt-4 grid gap-4">
                    <TextField id="partner-name" label="Company" pointer="/name" errors hint="As on the contract."
                        value=Signal::derive(move || draft.with(|draft| draft.name.clone()))
                        on_input=move |text| draft.update(|draft| draft.name = text) />
                    <TextField id="partner-contact" label="Contact person" pointer="/contact_name" errors
                        value=Signal::derive(move || draft.with(|draft| draft.contact_name.clone()))
                        on_input=move |text| draft.update(|draft| draft.contact_name = text) />
                    <TextField id="partner-email" label="E-mail" kind="email" pointer="/contact_email" errors
                        hint="One-time links go here, so it has to be the right person."
                        value=Signal::derive(move || draft.with(|draft| draft.contact_email.clone()))
                        on_input=move |text| draft.update(|draft| draft.contact_email = text) />
                    {move || act.failure.get().map(|text| view! {
                        <p role="alert"><Badge tone=Tone::Bad icon=Glyph::CircleAlert text /></p>
                    })}
                </div>
                <DialogFoot>
                    <Button weight=Weight::Ghost class="max-sm:flex-1 max-sm:h-10" on_click=on_close>"Cancel"</Button>
                    <Button weight=Weight::Primary class="max-sm:flex-1 max-sm:h-10" busy=act.busy>"Add partner"</Button>
                </DialogFoot>
            </form>
        </Dialog>
    }
}
