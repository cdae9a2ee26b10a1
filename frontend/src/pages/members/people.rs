//! The members of the customer, as lines or as cards.

use leptos::prelude::*;
use tessera_shared::dto::people::Member;
use tessera_shared::permission::assignable;

use crate::api;
use crate::components::here;
use crate::components::roles::role_title;
use crate::forms::act::use_act;
use crate::ui::{Button, Column, Empty, Glyph, Shape, Table, Time, Weight};

const COLUMNS: &[Column] = &[
    Column::text("Name"),
    Column::text("Role"),
    Column::right("Member since"),
    Column::right("Last signed in"),
    Column::right("Change"),
];

/// Everybody, with a way to remove those whose role lies below the reader's.
pub fn people(members: Vec<Member>, remove: Callback<Member>) -> AnyView {
    if members.is_empty() {
        return view! { <Empty icon=Glyph::UserPlus title="Nobody yet" detail="The platform owner adds the first admin." /> }.into_any();
    }
    let lines = members
        .iter()
        .cloned()
        .map(|member| view! { <Line member remove /> })
        .collect_view();
    let cards = members
        .into_iter()
        .map(|member| view! { <Card member remove /> })
        .collect_view();
    view! {
        <div class="hidden md:block"><Table caption="Members" columns=COLUMNS>{lines}</Table></div>
        <ul class="md:hidden">{cards}</ul>
    }
    .into_any()
}

#[component]
fn LastSeen(member: Member) -> impl IntoView {
    match member.last_seen_at {
        Some(at) => view! { <Time at /> }.into_any(),
        None => "never".into_any(),
    }
}

/// What may be done to those whose role lies below the reader's.
#[component]
fn Acts(member: Member, remove: Callback<Member>) -> impl IntoView {
    let below = assignable(here::card().role).contains(&member.role);
    let act = use_act();
    below.then(|| {
        let (id, name) = (member.id, member.name.clone());
        let (named, told) = (name.clone(), format!("{name} is signed out everywhere."));
        let sign_out = move |()| {
            let told = told.clone();
            let call = async move { api::members::sign_out(id).await };
            act.run_or(call, move |()| here::say(&told), |error| here::say(&error.to_string()));
        };
        view! {
            <Button weight=Weight::Ghost class="btn-sm" busy=act.busy on_click=sign_out>
                "Sign out"<span class="sr-only">" "{named}</span>
            </Button>
            <Button weight=Weight::Ghost class="btn-sm" on_click=move |()| remove.run(member.clone())>
                "Remove…"<span class="sr-only">" "{name}</span>
            </Button>
        }
    })
}

#[component]
fn Line(member: Member, remove: Callback<Member>) -> impl IntoView {
    view! {
        <tr>
            <td class="max-w-80">
                <span class="font-medium block truncate leading-4">{member.name.clone()}</span>
                <span class="text-xs text-faint truncate block">{member.email.clone()}</span>
            </td>
            <td>{role_title(member.role)}</td>
            <td class="r whitespace-nowrap"><Time at=member.since shape=Shape::Date /></td>
            <td class="r whitespace-nowrap text-muted"><LastSeen member=member.clone() /></td>
            <td class="r whitespace-nowrap"><Acts member remove /></td>
        </tr>
    }
}

#[component]
fn Card(member: Member, remove: Callback<Member>) -> impl IntoView {
    let seen = match member.last_seen_at {
        Some(at) => view! { "Last signed in " <Time at /> }.into_any(),
        None => "Never signed in".into_any(),
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
