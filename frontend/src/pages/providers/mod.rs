//! `/platform/providers`: where people can sign in, for the owner of the platform.

mod form;
mod form_state;

use leptos::prelude::*;
use tessera_shared::dto::sso::Provider;

use self::form::ProviderDialog;
use crate::api;
use crate::components::here;
use crate::lists::list_body::ListBody;
use crate::lists::paged::use_paged;
use crate::ui::{Badge, Button, CopyButton, Empty, Glyph, PageHead, Tone, Weight};

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
        here::say(&format!("{} saved.", provider.settings.name));
        paged.refresh();
    };
    let empty = move || {
        view! {
            <Empty icon=Glyph::LockOpen title="No provider yet"
                detail="People sign in with passwords. Add the OpenID provider of an organisation to let them use theirs." />
        }
        .into_any()
    };
    view! {
        <PageHead title="Providers of sign-in" sub="OpenID providers of the platform and of customers">
            <Button weight=Weight::Primary icon=Glyph::Plus on_click=move |()| editing.set(Some(Edit::Add))>"Add provider"</Button>
        </PageHead>
        <div class="px-4 sm:px-6 pb-28"><div class="card-t overflow-hidden"><ListBody paged what="providers" empty rows /></div></div>
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
        view! { <Badge tone=Tone::Ok icon=Glyph::CircleCheck text="On" /> }
    } else {
        view! { <Badge tone=Tone::Warn icon=Glyph::CirclePause text="Off" /> }
    };
    let whose = match provider.tenant {
        Some(tenant) => format!("Of the customer {tenant}"),
        None => "For everybody".to_owned(),
    };
    let domains = if settings.domains.is_empty() {
        "No domains".to_owned()
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
                        "Change…"<span class="sr-only">" "{settings.name}</span>
                    </Button>
                </span>
            </div>
            <p class="mono text-xs break-all">{settings.issuer}</p>
            <p class="text-xs text-muted break-all">{whose}" · "{domains}</p>
            <Place label="Redirect address" address=provider.callback />
            <Place label="After signing out" address=provider.after_sign_out />
        </li>
    }
}

/// An address to enter at the provider.
#[component]
fn Place(label: &'static str, address: String) -> impl IntoView {
    view! {
        <p class="text-xs text-muted flex flex-wrap items-center gap-x-2">
            {label}<span class="mono break-all text-ink">{address.clone()}</span>
            <CopyButton text=address label=format!("Copy: {label}") shown="" />
        </p>
    }
}
