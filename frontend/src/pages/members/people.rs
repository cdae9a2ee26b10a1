//! The members of the customer, as lines or as cards.

use leptos::prelude::*;
use tessera_shared::dto::people::Member;
use tessera_shared::permission::assignable;

use crate::api;
use crate::components::here;
use crate::components::roles::role_title;
use crate::forms::act::use_act;
use crate::ui::{Button, Column, Empty, Glyph, Shape, Table, Time, Weight};
use crate::{t, tf};

/// The last one only where there is something to change.
fn columns(acts: bool) -> Vec<Column> {
    let mut columns = vec![
        Column::text(t!("Name", "Nome")),
        Column::text(t!("Role", "Papel")),
        Column::right(t!("Member since", "Membro desde")),
        Column::right(t!("Last signed in", "Última entrada")),
    ];
    columns.extend(acts.then(|| Column::right(t!("Change", "Alterar"))));
    columns
}

/// Whether the role of somebody lies below the reader's.
fn below(member: &Member) -> bool {
    assignable(here::card().role).contains(&member.role)
}

/// Everybody, with a way to remove those whose role lies below the reader's.
pub fn people(members: Vec<Member>, remove: Callback<Member>) -> AnyView {
    if members.is_empty() {
        return view! { <Empty icon=Glyph::UserPlus title=t!("Nobody yet", "Ninguém ainda") detail=t!("The platform owner adds the first admin.", "O dono da plataforma adiciona o primeiro administrador.") /> }.into_any();
    }
    let acts = members.iter().any(below);
    let lines = members
        .iter()
        .cloned()
        .map(|member| view! { <Line member acts remove /> })
        .collect_view();
    let cards = members
        .into_iter()
        .map(|member| view! { <Card member remove /> })
        .collect_view();
    view! {
        <div class="hidden md:block"><Table caption=t!("Members", "Membros") columns=columns(acts)>{lines}</Table></div>
        <ul class="md:hidden">{cards}</ul>
    }
    .into_any()
}

#[component]
fn LastSeen(member: Member) -> impl IntoView {
    match member.last_seen_at {
        Some(at) => view! { <Time at /> }.into_any(),
        None => t!("never", "nunca").into_any(),
    }
}

/// What may be done to those whose role lies below the reader's.
#[component]
fn Acts(member: Member, remove: Callback<Member>) -> impl IntoView {
    let act = use_act();
    below(&member).then(|| {
        let (id, name) = (member.id, member.name.clone());
        let (named, told) = (
            name.clone(),
            tf!("{name} is signed out everywhere.", "{name} saiu de todos os lugares."),
        );
        let sign_out = move |()| {
            let told = told.clone();
            let call = async move { api::members::sign_out(id).await };
            act.run_or(call, move |()| here::say(&told), |error| here::say(&error.to_string()));
        };
        view! {
            <Button weight=Weight::Ghost class="btn-sm" busy=act.busy on_click=sign_out>
                {t!("Sign out", "Desconectar")}<span class="sr-only">" "{named}</span>
            </Button>
            <Button weight=Weight::Ghost class="btn-sm" on_click=move |()| remove.run(member.clone())>
                {t!("Remove…", "Remover…")}<span class="sr-only">" "{name}</span>
            </Button>
        }
    })
}

#[component]
fn Line(member: Member, acts: bool, remove: Callback<Member>) -> impl IntoView {
    view! {
        <tr>
            <td class="max-w-80">
                <span class="font-medium block truncate leading-4">{member.name.clone()}</span>
                <span class="text-xs text-faint truncate block">{member.email.clone()}</span>
            </td>
            <td>{role_title(member.role)}</td>
            <td class="r whitespace-nowrap"><Time at=member.since shape=Shape::Date /></td>
            <td class="r whitespace-nowrap text-muted"><LastSeen member=member.clone() /></td>
            {acts.then(|| view! { <td class="r whitespace-nowrap"><Acts member remove /></td> })}
        </tr>
    }
}

#[component]
fn Card(member: Member, remove: Callback<Member>) -> impl IntoView {
    let seen = match member.last_seen_at {
        Some(at) => view! { {t!("Last signed in ", "Última entrada ")} <Time at /> }.into_any(),
        None => t!("Never signed in", "Nunca entrou").into_any(),
    };
    view! {
        <li class="px-4 py-3 border-b border-line last:border-0">
            <div class="flex items-baseline gap-2">
                <span class="font-medium text-sm truncate">{member.name.clone()}</span>
                <span class="ml-auto text-xs text-muted whitespace-nowrap">{role_title(member.role)}</span>
            </div>
            <div class="text-xs text-faint truncate">{member.email.clone()}</div>
            <div class="flex items-center gap-2 mt-1">
                <span class="text-xs text-faint">{seen}</span>
                <span class="ml-auto"><Acts member remove /></span>
            </div>
        </li>
    }
}
