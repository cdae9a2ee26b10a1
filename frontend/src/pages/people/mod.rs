//! `/platform/people`: everybody with an account for the owner of the platform, and for a lead everybody
//! of the customers they lead.

mod chosen;
mod detail;
mod finder;
mod place;

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::placing::Person;

pub use self::detail::PersonPage;
use crate::api;
use crate::lists::filter_bar::{Search, use_filter};
use crate::lists::list_body::ListBody;
use crate::lists::paged::use_paged;
use crate::ui::number::count;
use crate::ui::{Column, Empty, Glyph, PageHead, Table, Time};
use crate::{t, tn};

fn columns() -> [Column; 4] {
    [
        Column::text(t!("Name", "Nome")),
        Column::right(t!("Customers", "Clientes")),
        Column::right(t!("Sessions", "Sessões")),
        Column::right(t!("Last signed in", "Última entrada")),
    ]
}

/// The list.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let (text, set_text) = use_filter::<String>("q");
    let paged = use_paged(
        move || text.get(),
        |text, cursor| Box::pin(async move { api::people::list(text.as_deref(), cursor.as_deref()).await }),
    );
    let empty = || {
        view! { <Empty icon=Glyph::UserPlus title=t!("Nobody found", "Ninguém encontrado") detail=t!("Look for another name or address.", "Procure outro nome ou endereço.") /> }
            .into_any()
    };
    view! {
        <PageHead title=t!("People", "Pessoas") sub=t!("Who works where", "Quem trabalha onde") />
        <div class="px-4 sm:px-6 pb-28">
            <div class="card-t overflow-hidden">
                <div class="flex flex-wrap items-center gap-2 px-3 py-2.5 border-b border-line">
                    <Search label=t!("Search people", "Buscar pessoas") value=text set_value=set_text />
                </div>
                <ListBody paged what=t!("people", "pessoas") empty rows />
            </div>
        </div>
    }
}

fn rows(people: Vec<Person>) -> AnyView {
    let lines = people
        .iter()
        .cloned()
        .map(|person| view! { <Line person /> })
        .collect_view();
    let cards = people
        .into_iter()
        .map(|person| view! { <Card person /> })
        .collect_view();
    view! {
        <div class="hidden md:block"><Table caption=t!("People", "Pessoas") columns=columns()>{lines}</Table></div>
        <ul class="md:hidden">{cards}</ul>
    }
    .into_any()
}

fn address(person: &Person) -> String {
    format!("/platform/people/{}", person.id)
}

fn customers(person: &Person) -> String {
    if person.platform_role.is_some() {
        t!("runs the platform", "administra a plataforma").to_owned()
    } else {
        count(person.tenants.into())
    }
}

fn seen(person: &Person) -> AnyView {
    match person.last_seen_at {
        Some(at) => view! { <Time at /> }.into_any(),
        None => t!("never", "nunca").into_any(),
    }
}

#[component]
fn Line(person: Person) -> impl IntoView {
    let (link, name) = (address(&person), person.name.clone());
    view! {
        <tr>
            <td class="max-w-96">
                <A href=link attr:class="font-medium block truncate leading-4 hover:underline">{name}</A>
                <span class="text-xs text-faint truncate block">{person.email.clone()}</span>
            </td>
            <td class="r">{customers(&person)}</td>
            <td class="r">{count(person.sessions.into())}</td>
            <td class="r whitespace-nowrap text-muted">{seen(&person)}</td>
        </tr>
    }
}

#[component]
fn Card(person: Person) -> impl IntoView {
    let (link, name) = (address(&person), person.name.clone());
    let places = if person.platform_role.is_some() {
        customers(&person)
    } else {
        tn!(person.tenants.into(), "customer", "customers"; "cliente", "clientes")
    };
    view! {
        <li class="px-4 py-3 border-b border-line last:border-0">
            <div class="flex items-baseline gap-2">
                <A href=link attr:class="font-medium text-sm truncate min-h-6">{name}</A>
                <span class="ml-auto text-xs text-muted whitespace-nowrap">{places}</span>
            </div>
            <div class="text-xs text-faint truncate">{person.email.clone()}</div>
        </li>
    }
}
