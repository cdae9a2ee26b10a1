//! `/platform/providers`: where people can sign in, for the owner of the platform.

mod form;
mod form_state;
mod whose;

use leptos::prelude::*;
use tessera_shared::dto::sso::Provider;

use self::form::ProviderDialog;
use crate::api;
use crate::components::here;
use crate::lists::list_body::ListBody;
use crate::lists::paged::use_paged;
use crate::ui::{Badge, Button, CopyButton, Empty, Glyph, PageHead, Tone, Weight};
use crate::{t, tf};

/// What the form is for.
#[derive(Clone)]
enum Edit {
    /// Another provider.
    Add,
    /// One that is there.
    Change(Box<Provider>),
}

/// What is being edited; lists draw their rows without captures.
#[derive(Clone, Copy)]
struct Editing(RwSignal<Option<Edit>>);

/// The list of providers.
#[component]
pub fn ProvidersPage() -> impl IntoView {
    let paged = use_paged(
        || (),
        |(), cursor| Box::pin(async move { api::sso::list(cursor.as_deref()).await }),
    );
    let editing = RwSignal::new(None::<Edit>);
    provide_context(Editing(editing));
    let saved = move |provider: Provider| {
        editing.set(None);
        let name = provider.settings.name;
        here::say(&tf!("{name} saved.", "{name} salvo."));
        paged.refresh();
    };
    let empty = move || {
        view! {
            <Empty icon=Glyph::LockOpen title=t!("No provider yet", "Nenhum provedor ainda")
                detail=t!("People sign in with passwords. Add the OpenID provider of an organisation to let them use theirs.", "As pessoas entram com senha. Adicione o provedor OpenID de uma organização para que usem o dela.") />
        }
        .into_any()
    };
    view! {
        <PageHead title=t!("Providers of sign-in", "Provedores de entrada") sub=t!("OpenID providers of the platform and of customers", "Provedores OpenID da plataforma e dos clientes")>
            <Button weight=Weight::Primary icon=Glyph::Plus on_click=move |()| editing.set(Some(Edit::Add))>{t!("Add provider", "Adicionar provedor")}</Button>
        </PageHead>
        <div class="px-4 sm:px-6 pb-28"><div class="card-t overflow-hidden"><ListBody paged what=t!("providers", "provedores") empty rows /></div></div>
        {move || editing.get().map(|edit| {
            let before = match edit {
                Edit::Add => None,
                Edit::Change(provider) => Some(*provider),
            };
            view! { <ProviderDialog before on_saved=saved on_close=move |()| editing.set(None) /> }
        })}
    }
}

fn rows(providers: Vec<Provider>) -> AnyView {
    let rows = providers.into_iter().map(|provider| view! { <Row provider /> });
    view! { <ul>{rows.collect_view()}</ul> }.into_any()
}

#[component]
fn Row(provider: Provider) -> impl IntoView {
    let editing = use_context::<Editing>();
    let whole = provider.clone();
    let change = move |()| {
        if let Some(Editing(editing)) = editing {
            editing.set(Some(Edit::Change(Box::new(whole.clone()))));
        }
    };
    let settings = provider.settings;
    let status = if settings.enabled {
        view! { <Badge tone=Tone::Ok icon=Glyph::CircleCheck text=t!("On", "Ligado") /> }
    } else {
        view! { <Badge tone=Tone::Warn icon=Glyph::CirclePause text=t!("Off", "Desligado") /> }
    };
    let whose = match provider.tenant {
        Some(tenant) => {
            let tenant = provider.tenant_name.unwrap_or_else(|| tenant.to_string());
            tf!("Of the customer {tenant}", "Do cliente {tenant}")
        }
        None => t!("For everybody", "Para todos").to_owned(),
    };
    let domains = if settings.domains.is_empty() {
        t!("No domains", "Nenhum domínio").to_owned()
    } else {
        settings.domains.join(", ")
    };
    view! {
        <li class="px-4 py-3 border-b border-line last:border-0 grid gap-1.5 text-sm">
            <div class="flex flex-wrap items-center gap-3">
                <span class="font-medium">{settings.name.clone()}</span>
                {status}
                <span class="ml-auto">
                    <Button weight=Weight::Ghost class="btn-sm" on_click=change>
                        {t!("Change…", "Alterar…")}<span class="sr-only">" "{settings.name}</span>
                    </Button>
                </span>
            </div>
            <p class="mono text-xs wrap-anywhere">{settings.issuer}</p>
            <p class="text-xs text-muted wrap-anywhere">{whose}" · "{domains}</p>
            <dl class="grid sm:grid-cols-[max-content_minmax(0,1fr)] sm:gap-x-3 sm:items-center text-xs">
                <Place label=t!("Redirect address", "Endereço de redirecionamento") address=provider.callback />
                <Place label=t!("After signing out", "Depois de sair") address=provider.after_sign_out />
            </dl>
        </li>
    }
}

/// An address to enter at the provider.
#[component]
fn Place(label: &'static str, address: String) -> impl IntoView {
    view! {
        <dt class="text-muted max-sm:mt-1">{label}</dt>
        <dd class="flex items-center gap-1 min-w-0">
            <span class="mono wrap-anywhere min-w-0">{address.clone()}</span>
            <CopyButton text=address label=tf!("Copy: {label}", "Copiar: {label}") shown="" class="btn-ghost btn-square" />
        </dd>
    }
}
