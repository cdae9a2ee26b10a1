//! The part of a request that says what is wanted; the same for partners and agents.

use leptos::prelude::*;
use tessera_shared::dto::catalogue::Api;
use tessera_shared::dto::requests::ScopeRef;

use super::form_state::WishDraft;
use super::scope_rows::ScopeLabel;
use crate::forms::checked::error_at;
use crate::forms::fields::{AreaField, EnvironmentField, Errors, TextField};
use crate::ui::{Field, Glyph, Icon};
use crate::{t, tf};

/// Application, scopes, environment, reason and lifetime.
#[component]
pub fn WishFields(
    /// What is typed.
    draft: RwSignal<WishDraft>,
    /// What is wrong with the form.
    errors: Errors,
    /// What can be asked for.
    apis: Vec<Api>,
    /// The customer's policy.
    max_days: u32,
) -> impl IntoView {
    view! {
        <TextField
            id="application" label=t!("Application", "Aplicação") pointer="/wish/application" errors
            hint=t!("The program that will use the token.", "O programa que vai usar o token.")
            value=Signal::derive(move || draft.with(|draft| draft.application.clone()))
            on_input=move |text| draft.update(|draft| draft.application = text)
        />
        <ScopeChoice draft errors apis />
        <AreaField
            id="reason" label=t!("Reason", "Motivo") pointer="/wish/reason" errors
            hint=t!("What the application does with it. The person who decides reads this.", "O que a aplicação faz com isso. Quem decide lê este texto.")
            value=Signal::derive(move || draft.with(|draft| draft.reason.clone()))
            on_input=move |text| draft.update(|draft| draft.reason = text)
        />
        <div class="grid sm:grid-cols-2 gap-x-4 gap-y-5">
            <EnvironmentField
                id="environment"
                value=Signal::derive(move || draft.with(|draft| draft.environment))
                on_change=move |word| draft.update(|draft| draft.environment = word)
            />
            <LifetimeField draft errors max_days />
        </div>
    }
}

#[component]
fn LifetimeField(draft: RwSignal<WishDraft>, errors: Errors, max_days: u32) -> impl IntoView {
    let error = Memo::new(move |_| errors.with(|errors| error_at(errors, "/wish/lifetime_days")));
    view! {
        <Field id="lifetime" label=tf!("Lifetime in days, at most {max_days}", "Validade em dias, no máximo {max_days}") error>
            <input
                id="lifetime" type="number" inputmode="numeric" min="1" max=max_days.to_string() class="input w-full num"
                class=("input-error", move || error.with(Option::is_some))
                aria-invalid=move || error.with(Option::is_some).to_string()
                aria-describedby="lifetime-note"
                prop:value=move || draft.with(|draft| draft.lifetime_days.clone())
                on:input:target=move |event| draft.update(|draft| draft.lifetime_days = event.target().value())
            />
        </Field>
    }
}

#[component]
fn ScopeChoice(draft: RwSignal<WishDraft>, errors: Errors, apis: Vec<Api>) -> impl IntoView {
    let error = Memo::new(move |_| errors.with(|errors| error_at(errors, "/wish/scopes")));
    let none = apis.is_empty();
    let groups = apis
        .into_iter()
        .map(|api| view! { <ApiScopes draft api /> })
        .collect_view();
    view! {
        <div role="group" aria-labelledby="scopes-label" aria-describedby="scopes-note">
            <span class="lab" id="scopes-label">{t!("APIs and scopes", "APIs e escopos")}</span>
            {none.then(|| view! { <p class="text-sm text-muted">{t!("There is no API to ask for yet.", "Ainda não há API para pedir.")}</p> })}
            <div class="grid gap-3">{groups}</div>
            <div id="scopes-note" aria-live="polite">
                {move || error.get().map(|text| view! {
                    <p class="text-xs text-bad mt-1.5 flex gap-1.5"><Icon name=Glyph::CircleAlert class="icon-sm" />{text}</p>
                })}
            </div>
        </div>
    }
}

#[component]
fn ApiScopes(draft: RwSignal<WishDraft>, api: Api) -> impl IntoView {
    let id = api.id;
    let label = format!("{} {}", api.name, api.version);
    let rows = api
        .scopes
        .into_iter()
        .map(|scope| {
            let wanted = ScopeRef {
                api: id,
                scope: scope.name.clone(),
            };
            let ticked = wanted.clone();
            view! {
                <label>
                    <input
                        type="checkbox" class="checkbox mt-0.5"
                        prop:checked=move || draft.with(|draft| draft.scopes.contains(&ticked))
                        on:change:target=move |event| {
                            let on = event.target().checked();
                            draft.update(|draft| draft.set_scope(wanted.clone(), on));
                        }
                    />
                    <ScopeLabel name=scope.name description=scope.description writes=scope.writes />
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="min-w-0">
            <legend class="text-sm mb-1.5"><span class="font-medium">{label}</span>" "<span class="text-faint">{api.description}</span></legend>
            <div class="opt-list">{rows}</div>
        </fieldset>
    }
}
