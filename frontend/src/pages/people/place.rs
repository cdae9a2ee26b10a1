//! Gives a person many customers at once: choose, look at what would come of it, do it.

use leptos::prelude::*;
use tessera_shared::dto::placing::{PlacePerson, Placed, PlacedPerson};
use tessera_shared::ids::UserId;
use tessera_shared::permission::Role;

use super::chosen::{changing, customers, outcome_words, slugs};
use super::finder::Finder;
use crate::api;
use crate::components::here;
use crate::components::roles::{role_phrase, role_title};
use crate::forms::act::use_act;
use crate::forms::checked::checked;
use crate::forms::failure::FormFailure;
use crate::forms::fields::AreaField;
use crate::ui::{Answer, Button, Dialog, DialogFoot, Seg, Weight};
use crate::{t, tf};

/// The dialog.
#[component]
pub fn PlaceDialog(
    /// Whom.
    id: UserId,
    /// Their name.
    name: String,
    /// The roles the reader may give; the first is the proposal.
    roles: Vec<Role>,
    /// Hears that it is done.
    #[prop(into)]
    on_done: Callback<()>,
    /// Unmounts the dialog.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let role = RwSignal::new(roles.first().copied().unwrap_or(Role::SupportAgent));
    let chosen = RwSignal::new(String::new());
    let preview = RwSignal::new(None::<PlacedPerson>);
    let (errors, act) = (RwSignal::new(Vec::new()), use_act());
    // Whatever changes, what was looked at is no longer what would be done.
    Effect::new(move |_| {
        chosen.track();
        role.track();
        preview.set(None);
    });
    let told = name.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let looked = preview.with_untracked(Option::is_some);
        let body = PlacePerson {
            tenants: chosen.with_untracked(|text| slugs(text)),
            role: role.get_untracked(),
            preview: !looked,
        };
        match checked(body, |_| Vec::new()) {
            Err(found) => errors.set(found),
            Ok(body) => {
                errors.set(Vec::new());
                let told = told.clone();
                let call = async move { api::people::place(id, &body).await };
                act.run(call, move |answer: PlacedPerson| {
                    if looked {
                        let more = customers(changing(&answer.results));
                        here::say(&tf!("{told} has {more} more.", "{told} recebeu mais {more}."));
                        on_done.run(());
                    } else {
                        preview.set(Some(answer));
                    }
                });
            }
        }
    };
    let answers: Vec<Answer<Role>> = roles.iter().map(|role| Answer::new(*role, role_title(*role))).collect();
    let choice = (answers.len() > 1).then(|| {
        view! { <Seg label=t!("Role", "Papel") value=role answers on_change=move |chosen| role.set(chosen) /> }
    });
    let who = name.clone();
    let lead = move || {
        let role = role_phrase(role.get());
        tf!("{who} becomes {role} there.", "{who} passa a ser {role} lá.")
    };
    let button = move || match preview.get() {
        Some(answer) => {
            let customers = customers(changing(&answer.results));
            tf!("Add to {customers}", "Adicionar a {customers}")
        }
        None => t!("Preview", "Conferir").to_owned(),
    };
    view! {
        <Dialog title=tf!("Add {name} to customers", "Adicionar {name} a clientes") on_close>
            <form on:submit=submit novalidate aria-label=t!("Customers", "Clientes")>
                <div class="px-5 pt-1 grid gap-4">
                    {choice}
                    <p class="text-sm text-muted">{lead}</p>
                    <Finder chosen />
                    <AreaField id="place-slugs" label=t!("Customers", "Clientes") pointer="/tenants" errors value=chosen
                        hint=t!("Short names, as many as 200: tick them above, or paste a list.", "Nomes curtos, até 200: marque-os acima ou cole uma lista.") on_input=move |text| chosen.set(text) />
                    {move || preview.get().map(|answer| view! { <Preview results=answer.results /> })}
                    <FormFailure act />
                </div>
                <DialogFoot>
                    <Button weight=Weight::Ghost class="max-sm:flex-1 max-sm:h-10" on_click=on_close>{t!("Cancel", "Cancelar")}</Button>
                    <Button weight=Weight::Primary class="max-sm:flex-1 max-sm:h-10" busy=act.busy>{button}</Button>
                </DialogFoot>
            </form>
        </Dialog>
    }
}

/// What would come of each.
#[component]
fn Preview(results: Vec<Placed>) -> impl IntoView {
    let (changing, all) = (changing(&results), results.len());
    let head = tf!("{changing} of {all} change", "{changing} de {all} mudam");
    let row = |placed: Placed| {
        view! {
            <li class="flex items-center gap-2 px-3 py-1.5 border-b border-line last:border-0">
                <span class="truncate">{placed.name.unwrap_or_default()} " " <span class="mono text-xs text-faint">{placed.slug}</span></span>
                <span class="ml-auto text-xs text-muted whitespace-nowrap">{outcome_words(placed.outcome)}</span>
            </li>
        }
    };
    let rows = results.into_iter().map(row).collect_view();
    view! {
        <section aria-label=t!("Preview", "Conferir") aria-live="polite" class="grid gap-2">
            <h3 class="text-sm">{head}</h3>
            <div class="max-h-48 overflow-auto rounded-lg border border-line" tabindex="0" role="region" aria-label=t!("What becomes of each", "O que acontece com cada um")>
                <ul class="text-sm">{rows}</ul>
            </div>
        </section>
    }
}
