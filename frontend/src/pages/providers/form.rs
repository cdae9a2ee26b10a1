//! The form of a provider, for a new one and for a change.

use leptos::prelude::*;
use tessera_shared::dto::sso::{AddProvider, ChangeProvider, Provider};
use tessera_shared::dto::tenants::PlatformTenant;
use tessera_shared::error::FieldError;
use tessera_shared::ids::TenantId;

use super::form_state::Draft;
use super::whose::Whose;
use crate::api::{self, ApiError};
use crate::forms::checked::checked;
use crate::forms::creation::{Creation, use_creation};
use crate::forms::failure::FormFailure;
use crate::forms::fields::{AreaField, Errors, TextField};
use crate::ui::{Button, Dialog, DialogFoot, Weight};
use crate::{t, tf};

/// What the form sends.
#[derive(Clone)]
enum Body {
    Add(Box<AddProvider>),
    Change(Box<(Provider, ChangeProvider)>),
}

async fn send(body: Body, key: String) -> Result<Provider, ApiError> {
    match body {
        Body::Add(body) => api::sso::add(&body, &key).await,
        Body::Change(change) => api::sso::change(change.0.id, &change.1).await,
    }
}

fn body(draft: &Draft, tenant: Option<TenantId>, before: Option<Provider>) -> Result<Body, Vec<FieldError>> {
    let Some(before) = before else {
        let settings = draft.settings(tenant)?;
        let client_secret = draft.secret();
        let body = AddProvider {
            tenant,
            client_secret,
            settings,
        };
        return checked(body, |_| Vec::new()).map(|body| Body::Add(Box::new(body)));
    };
    let body = ChangeProvider {
        version: before.version,
        client_secret: draft.secret(),
        settings: draft.settings(before.tenant)?,
    };
    body.validate_for(before.tenant)?;
    Ok(Body::Change(Box::new((before, body))))
}

/// A provider, to be added or changed.
#[component]
pub fn ProviderDialog(
    /// As it is now; none for a new one.
    before: Option<Provider>,
    /// Takes it as it is afterwards.
    #[prop(into)]
    on_saved: Callback<Provider>,
    /// Unmounts the dialog.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let draft = RwSignal::new(before.as_ref().map(Draft::of).unwrap_or_default());
    let of = RwSignal::new(None::<PlatformTenant>);
    let form = use_creation();
    let Creation { errors, act, .. } = form;
    let (title, verb, fresh) = match &before {
        Some(provider) => {
            let name = &provider.settings.name;
            let title = tf!("Change {name}", "Alterar {name}");
            (title, t!("Save changes", "Salvar alterações"), false)
        }
        None => (
            t!("Add provider", "Adicionar provedor").to_owned(),
            t!("Add provider", "Adicionar provedor"),
            true,
        ),
    };
    let before = StoredValue::new(before);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let tenant = of.with_untracked(|of| of.as_ref().map(|tenant| tenant.id));
        let body = draft.with_untracked(|draft| body(draft, tenant, before.get_value()));
        form.submit(body, send, move |provider| on_saved.run(provider));
    };
    view! {
        <Dialog title on_close>
            <form on:submit=submit novalidate aria-label=t!("Provider", "Provedor")>
                <div class="px-5 pt-4 grid gap-4">
                    {fresh.then(|| view! { <Whose chosen=of /> })}
                    <Fields draft errors fresh />
                    <FormFailure act />
                </div>
                <DialogFoot>
                    <Button weight=Weight::Ghost class="max-sm:flex-1 max-sm:h-10" on_click=on_close>{t!("Cancel", "Cancelar")}</Button>
                    <Button weight=Weight::Primary class="max-sm:flex-1 max-sm:h-10" busy=act.busy>{verb}</Button>
                </DialogFoot>
            </form>
        </Dialog>
    }
}

#[component]
fn Fields(draft: RwSignal<Draft>, errors: Errors, fresh: bool) -> impl IntoView {
    let of = move |pick: fn(&Draft) -> &String| Signal::derive(move || draft.with(|draft| pick(draft).clone()));
    let to = move |pick: fn(&mut Draft) -> &mut String| move |text: String| draft.update(|draft| *pick(draft) = text);
    let secret = if fresh {
        t!("Sealed, and never shown again.", "Lacrado, e nunca mais mostrado.")
    } else {
        t!(
            "Leave it empty to keep the one there is.",
            "Deixe vazio para manter o atual."
        )
    };
    view! {
        <TextField id="provider-name" label=t!("Name", "Nome") pointer="/settings/name" errors hint=t!("What the button says.", "O que o botão diz.")
            value=of(|draft| &draft.name) on_input=to(|draft| &mut draft.name) />
        <TextField id="provider-issuer" label=t!("Issuer", "Emissor") pointer="/settings/issuer" errors
            hint=t!("Exactly as its metadata spells it.", "Exatamente como está nos metadados dele.") kind="url"
            value=of(|draft| &draft.issuer) on_input=to(|draft| &mut draft.issuer) />
        <div class="grid gap-4 sm:grid-cols-2">
            <TextField id="provider-client" label=t!("Client id", "Client id") pointer="/settings/client_id" errors
                value=of(|draft| &draft.client_id) on_input=to(|draft| &mut draft.client_id) />
            <TextField id="provider-secret" label=t!("Client secret", "Client secret") pointer="/client_secret" errors hint=secret kind="password"
                autocomplete="new-password"
                value=of(|draft| &draft.client_secret) on_input=to(|draft| &mut draft.client_secret) />
            <TextField id="provider-scopes" label=t!("Scopes", "Escopos") pointer="/settings/scopes" errors
                value=of(|draft| &draft.scopes) on_input=to(|draft| &mut draft.scopes) />
            <TextField id="provider-claim" label=t!("Groups claim", "Claim de grupos") pointer="/settings/groups_claim" errors
                value=of(|draft| &draft.groups_claim) on_input=to(|draft| &mut draft.groups_claim) />
        </div>
        <TextField id="provider-domains" label=t!("Domains", "Domínios") pointer="/settings/domains" errors
            hint=t!("Of the addresses it is the authority for, such as halden.example.", "Dos endereços pelos quais ele responde, como halden.example.")
            value=of(|draft| &draft.domains) on_input=to(|draft| &mut draft.domains) />
        <AreaField id="provider-mappings" label=t!("Groups and roles", "Grupos e papéis") pointer="/settings/mappings" errors
            hint=t!("One a line: group = customer_admin. For everybody’s provider: group = support_agent in ten_…, or group = platform_owner.", "Um por linha: grupo = customer_admin. No provedor para todos: grupo = support_agent in ten_…, ou grupo = platform_owner.")
            value=of(|draft| &draft.mappings) on_input=to(|draft| &mut draft.mappings) />
        <label class="flex items-center gap-2 text-sm">
            <input type="checkbox" class="checkbox" prop:checked=move || draft.with(|draft| draft.enabled)
                on:change:target=move |event| draft.update(|draft| draft.enabled = event.target().checked()) />
            {t!("People can sign in with it", "As pessoas podem entrar com ele")}
        </label>
    }
}
