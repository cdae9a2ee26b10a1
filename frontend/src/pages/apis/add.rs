//! Adds an API with its scopes.

use leptos::prelude::*;

use super::form_state::{ApiDraft, ScopeDraft};
use crate::api;
use crate::components::PinnedForm;
use crate::forms::creation::{Creation, use_creation};
use crate::forms::failure::FormFailure;
use crate::forms::fields::{AreaField, Errors, TextField};
use crate::ui::{Button, Glyph, Weight};
use crate::{t, tf};

/// The form of a new API.
#[component]
pub fn AddApi(
    /// Called once it is added.
    #[prop(into)]
    on_added: Callback<()>,
    /// Called to give up.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let draft = RwSignal::new(ApiDraft::default());
    let form = use_creation();
    let Creation { errors, act, .. } = form;
    let dirty = Signal::derive(move || draft.with(|draft| *draft != ApiDraft::default()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let send = |body, key: String| async move { api::apis::create(&body, &key).await };
        form.submit(draft.with_untracked(ApiDraft::to_dto), send, move |_| on_added.run(()));
    };
    view! {
        <PinnedForm title=t!("Add API", "Adicionar API") dirty>
            <form class="grid gap-5" aria-label="API" on:submit=submit novalidate>
                <Basics draft errors />
                <Scopes draft errors />
                <FormFailure act />
                <div class="flex flex-wrap justify-end gap-2">
                    <Button weight=Weight::Ghost on_click=on_close>{t!("Cancel", "Cancelar")}</Button>
                    <Button weight=Weight::Primary busy=act.busy>{t!("Add API", "Adicionar API")}</Button>
                </div>
            </form>
        </PinnedForm>
    }
}

#[component]
fn Basics(draft: RwSignal<ApiDraft>, errors: Errors) -> impl IntoView {
    view! {
        <div class="grid sm:grid-cols-3 gap-4">
            <TextField id="api-name" label=t!("Name", "Nome") pointer="/name" errors
                value=Signal::derive(move || draft.with(|draft| draft.name.clone()))
                on_input=move |text| draft.update(|draft| draft.name = text) />
            <TextField id="api-slug" label=t!("Short name", "Nome curto") pointer="/slug" errors hint=t!("Lower case, such as seats.", "Em minúsculas, por exemplo seats.")
                value=Signal::derive(move || draft.with(|draft| draft.slug.clone()))
                on_input=move |text| draft.update(|draft| draft.slug = text) />
            <TextField id="api-version" label=t!("Version", "Versão") pointer="/version" errors
                value=Signal::derive(move || draft.with(|draft| draft.version.clone()))
                on_input=move |text| draft.update(|draft| draft.version = text) />
        </div>
        <TextField id="api-audience" label=t!("Audience", "Audiência") pointer="/audience" errors hint=t!("The resource identifier gateways require, such as api.example.com/seats.", "O identificador de recurso que os gateways exigem, por exemplo api.example.com/seats.")
            value=Signal::derive(move || draft.with(|draft| draft.audience.clone()))
            on_input=move |text| draft.update(|draft| draft.audience = text) />
        <AreaField id="api-description" label=t!("Description", "Descrição") pointer="/description" errors hint=t!("Partners read this on the request page.", "Os parceiros leem isto na página de pedido.")
            value=Signal::derive(move || draft.with(|draft| draft.description.clone()))
            on_input=move |text| draft.update(|draft| draft.description = text) />
    }
}

#[component]
fn Scopes(draft: RwSignal<ApiDraft>, errors: Errors) -> impl IntoView {
    let keys = Memo::new(move |_| draft.with(|draft| draft.scopes.iter().map(|scope| scope.key).collect::<Vec<_>>()));
    let rows = move || {
        let keys = keys.get();
        let last = keys.len() == 1;
        keys.into_iter()
            .enumerate()
            .map(|(index, key)| view! { <ScopeFields draft errors key index last /> })
            .collect_view()
    };
    view! {
        <fieldset class="grid gap-3">
            <legend class="lab">{t!("Scopes", "Escopos")}</legend>
            {rows}
            <div><Button weight=Weight::Line icon=Glyph::Plus on_click=move |()| draft.update(ApiDraft::add_scope)>{t!("Add scope", "Adicionar escopo")}</Button></div>
        </fieldset>
    }
}

/// One field of a scope row, by the row's key.
fn scope_text(draft: RwSignal<ApiDraft>, key: u32, of: fn(&ScopeDraft) -> &String) -> Signal<String> {
    Signal::derive(move || {
        draft.with(|draft| {
            draft
                .scopes
                .iter()
                .find(|scope| scope.key == key)
                .map(|scope| of(scope).clone())
                .unwrap_or_default()
        })
    })
}

#[component]
fn ScopeFields(draft: RwSignal<ApiDraft>, errors: Errors, key: u32, index: usize, last: bool) -> impl IntoView {
    let writes = move || draft.with(|draft| draft.scopes.iter().any(|scope| scope.key == key && scope.writes));
    view! {
        <div class="grid sm:grid-cols-[12rem_minmax(0,1fr)] gap-3 p-3 rounded-lg border border-line" role="group" aria-label={ let number = index + 1; tf!("Scope {number}", "Escopo {number}") }>
            <TextField id=format!("scope-{key}") label=t!("Scope", "Escopo") pointer=format!("/scopes/{index}/name") errors hint=t!("Such as seats:read.", "Por exemplo seats:read.")
                value=scope_text(draft, key, |scope| &scope.name)
                on_input=move |text| draft.update(|draft| draft.change_scope(key, |scope| scope.name = text)) />
            <TextField id=format!("scope-text-{key}") label=t!("What it lets a partner do", "O que permite a um parceiro") pointer=format!("/scopes/{index}/description") errors
                value=scope_text(draft, key, |scope| &scope.description)
                on_input=move |text| draft.update(|draft| draft.change_scope(key, |scope| scope.description = text)) />
            <div class="flex items-center gap-3 sm:col-span-2">
                <label class="flex items-center gap-2 text-sm">
                    <input type="checkbox" class="checkbox" prop:checked=writes
                        on:change:target=move |event| {
                            let on = event.target().checked();
                            draft.update(|draft| draft.change_scope(key, |scope| scope.writes = on));
                        } />
                    {t!("Can change data", "Pode alterar dados")}
                </label>
                {(!last).then(|| view! {
                    <span class="ml-auto"><Button weight=Weight::Ghost icon=Glyph::X on_click=move |()| draft.update(|draft| draft.remove_scope(key))>{t!("Remove scope", "Remover escopo")}</Button></span>
                })}
            </div>
        </div>
    }
}
