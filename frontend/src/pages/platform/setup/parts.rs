//! What is typed in each step.

use leptos::prelude::*;

use super::draft::SetUpDraft;
use crate::components::{ColourField, Logo, LogoSize};
use crate::forms::fields::{EnvironmentField, Errors, TextField};
use crate::t;

/// A text of the draft, and what takes another one.
fn bound(
    draft: RwSignal<SetUpDraft>,
    read: fn(&SetUpDraft) -> String,
    write: fn(&mut SetUpDraft, String),
) -> (Signal<String>, Callback<String>) {
    let value = Signal::derive(move || draft.with(read));
    (
        value,
        Callback::new(move |text| draft.update(|draft| write(draft, text))),
    )
}

/// Name, short name and colour.
#[component]
pub fn CustomerPart(draft: RwSignal<SetUpDraft>, errors: Errors) -> impl IntoView {
    let (name, set_name) = bound(draft, |draft| draft.name.clone(), |draft, text| draft.name = text);
    let (slug, set_slug) = bound(draft, SetUpDraft::slug, |draft, text| draft.slug = text);
    let (accent, set_accent) = bound(draft, |draft| draft.accent.clone(), |draft, text| draft.accent = text);
    let tile = move || view! { <Logo slug=slug.get() accent=accent.get() logo=None size=LogoSize::ExtraLarge /> };
    view! {
        <div class="grid grid-cols-[minmax(0,1fr)_auto] gap-4 items-start">
            <div class="grid gap-4">
                <TextField id="set-up-name" label=t!("Name", "Nome") pointer="/tenant/name" errors value=name on_input=set_name />
                <TextField id="set-up-slug" label=t!("Short name", "Nome curto") pointer="/tenant/slug" errors value=slug on_input=set_slug
                    hint=t!("Goes into addresses and cannot be changed later.", "Entra nos endereços e não pode ser alterado depois.") />
            </div>
            <span class="pt-6.5">{tile}</span>
        </div>
        <ColourField errors pointer="/tenant/accent" value=accent on_input=set_accent />
    }
}

/// The first admin.
#[component]
pub fn AdminPart(draft: RwSignal<SetUpDraft>, errors: Errors) -> impl IntoView {
    let (admin, set_admin) = bound(draft, |draft| draft.admin.clone(), |draft, text| draft.admin = text);
    view! {
        <TextField id="set-up-admin" label=t!("E-mail of the first admin", "E-mail do primeiro administrador") kind="email" pointer="/admin_email" errors value=admin
            on_input=set_admin hint=t!("They decide on requests, and invite the others. The link is good for three days.", "Essa pessoa decide os pedidos e convida as outras. O link vale por três dias.") />
    }
}

/// The first API and its gateway.
#[component]
pub fn ApiPart(draft: RwSignal<SetUpDraft>, errors: Errors) -> impl IntoView {
    let (api, set_api) = bound(draft, |draft| draft.api.clone(), |draft, text| draft.api = text);
    let (audience, set_audience) = bound(draft, SetUpDraft::audience, |draft, text| draft.audience = text);
    let (scope, set_scope) = bound(draft, SetUpDraft::scope, |draft, text| draft.scope = text);
    let (gateway, set_gateway) = bound(draft, |draft| draft.gateway.clone(), |draft, text| draft.gateway = text);
    view! {
        <TextField id="set-up-api" label=t!("Name of the first API", "Nome da primeira API") pointer="/api/name" errors value=api on_input=set_api
            hint=t!("More of them, and more scopes, come later on the pages of the customer.", "Outras APIs e outros escopos vêm depois, nas páginas do cliente.") />
        <div class="grid sm:grid-cols-2 gap-4">
            <TextField id="set-up-audience" label=t!("Audience", "Audiência") pointer="/api/audience" errors value=audience on_input=set_audience
                hint=t!("What tokens and gateways call it.", "Como tokens e gateways a chamam.") />
            <TextField id="set-up-scope" label=t!("First scope", "Primeiro escopo") pointer="/api/scopes" errors value=scope on_input=set_scope
                hint=t!("What a partner may ask for.", "O que um parceiro pode pedir.") />
            <TextField id="set-up-gateway" label=t!("Name of the gateway", "Nome do gateway") pointer="/gateway/name" errors value=gateway
                on_input=set_gateway hint=t!("It stands in front of the API.", "Ele fica na frente da API.") />
            <EnvironmentField id="environment" value=Signal::derive(move || draft.with(|draft| draft.environment))
                on_change=move |word| draft.update(|draft| draft.environment = word) />
        </div>
    }
}
