//! The dialogs of saved views: a name, and where the view shows.

use leptos::prelude::*;
use tessera_shared::dto::views::{OBJECT_PARTS, RenameView, SaveView, SavedView};
use web_sys::UrlSearchParams;

use super::views::Views;
use crate::api;
use crate::components::{TenantLine, here};
use crate::forms::checked::{checked, error_at};
use crate::forms::creation::{Creation, use_creation};
use crate::forms::failure::FormFailure;
use crate::forms::fields::TextField;
use crate::ui::{Button, Dialog, DialogFoot, Weight};
use crate::{t, tf};

/// Whether a filter names a thing of one customer.
fn names_object(query: &str) -> bool {
    UrlSearchParams::new_with_str(query).is_ok_and(|parts| OBJECT_PARTS.iter().any(|part| parts.has(part)))
}

/// Asks for a name of the filter in the address, and where it is to show.
#[component]
pub fn SaveDialog(views: Views) -> impl IntoView {
    let card = here::card();
    let (id, accent, line) = (card.id, card.accent.clone(), card.clone());
    let query = views.query.get_untracked();
    let bound = names_object(&query);
    let form = use_creation();
    let Creation { errors, act, .. } = form;
    let (text, only_here) = (RwSignal::new(String::new()), RwSignal::new(bound));
    let close = move |()| views.asked.set(None);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = SaveView {
            list: views.list,
            name: text.with_untracked(|text| text.trim().to_owned()),
            query: query.clone(),
            tenant: only_here.get_untracked().then_some(id),
        };
        let send = move |body, key: String| async move { api::views::save(&body, &key).await };
        form.submit(checked(body, |_| Vec::new()), send, move |saved: SavedView| {
            close(());
            let name = saved.name;
            here::say(&tf!("Saved as {name}", "Salva como {name}"));
        });
    };
    let unfit = move || errors.with(|errors| error_at(errors, "/query"));
    let top = move || view! { <TenantLine tenant=line /> };
    view! {
        <Dialog title=t!("Save this filter", "Salvar este filtro") top accent on_close=close>
            <form novalidate on:submit=submit>
                <div class="px-5 pt-3 grid gap-4">
                    <TextField id="view-name" label=t!("Name", "Nome") pointer="/name" errors autofocus=true
                        value=text on_input=move |typed| text.set(typed) />
                    <Where name=card.name bound only_here />
                    {move || unfit().map(|why| view! { <p class="text-sm text-bad" role="alert">{why}</p> })}
                    <FormFailure act />
                </div>
                <Foot busy=act.busy on_cancel=close />
            </form>
        </Dialog>
    }
}

/// In every customer, or in this one only.
#[component]
fn Where(
    /// What this customer is called.
    name: String,
    /// Whether the filter leaves no choice.
    bound: bool,
    only_here: RwSignal<bool>,
) -> impl IntoView {
    if bound {
        let why = tf!(
            "Only in {name}: the filter names something of this customer.",
            "Só em {name}: o filtro indica algo deste cliente."
        );
        return view! { <p class="text-sm text-muted">{why}</p> }.into_any();
    }
    let option = move |title: String, here: bool| {
        view! {
            <label class="flex items-center gap-2 min-h-8 cursor-pointer">
                <input type="radio" name="view-where" class="radio" prop:checked=move || only_here.get() == here
                    on:change=move |_| only_here.set(here) />
                {title}
            </label>
        }
    };
    view! {
        <fieldset class="text-sm">
            <legend class="lab">{t!("Where it shows", "Onde aparece")}</legend>
            {option(t!("In every customer", "Em todos os clientes").to_owned(), false)}
            {option(tf!("Only in {name}", "Só em {name}"), true)}
        </fieldset>
    }
    .into_any()
}

/// Asks for another name of a view.
#[component]
pub fn RenameDialog(views: Views, view: SavedView) -> impl IntoView {
    let form = use_creation();
    let Creation { errors, act, .. } = form;
    let SavedView { id, name, .. } = view;
    let text = RwSignal::new(name.clone());
    let close = move |()| views.asked.set(None);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = RenameView {
            name: text.with_untracked(|text| text.trim().to_owned()),
        };
        let new = body.name.clone();
        let send = move |body, _key: String| async move { api::views::rename(id, &body).await };
        form.submit(checked(body, |_| Vec::new()), send, move |()| {
            close(());
            here::say(&tf!("Renamed to {new}", "Renomeada para {new}"));
        });
    };
    view! {
        <Dialog title=tf!("Rename {name}", "Renomear {name}") on_close=close>
            <form novalidate on:submit=submit>
                <div class="px-5 pt-3 grid gap-4">
                    <TextField id="view-name" label=t!("Name", "Nome") pointer="/name" errors autofocus=true
                        value=text on_input=move |typed| text.set(typed) />
                    <FormFailure act />
                </div>
                <Foot busy=act.busy on_cancel=close />
            </form>
        </Dialog>
    }
}

#[component]
fn Foot(busy: RwSignal<bool>, #[prop(into)] on_cancel: Callback<()>) -> impl IntoView {
    view! {
        <DialogFoot>
            <Button weight=Weight::Ghost on_click=on_cancel class="max-sm:flex-1 max-sm:h-10">{t!("Cancel", "Cancelar")}</Button>
            <Button weight=Weight::Primary busy class="max-sm:flex-1 max-sm:h-10">{t!("Save", "Salvar")}</Button>
        </DialogFoot>
    }
}
