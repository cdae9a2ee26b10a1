//! `/members`: the people of the customer, and what each role may do.

use leptos::prelude::*;
use tessera_shared::dto::people::Member;
use tessera_shared::permission::{Grant, MATRIX, Role};

use crate::api;
use crate::components::here;
use crate::components::roles::{action_title, grant_words, role_title};
use crate::ui::{Column, Empty, Glyph, Loaded, PageHead, Shape, Table, Time};

const COLUMNS: &[Column] = &[
    Column::text("Name"),
    Column::text("Role"),
    Column::right("Member since"),
    Column::right("Last signed in"),
];

/// People and the role matrix.
#[component]
pub fn MembersPage() -> impl IntoView {
    let members = LocalResource::new(api::members::list);
    let value = Signal::derive(move || {
        members.get().map(|page| {
            page.map(|page| page.items)
                .map_err(|error| here::fault(&error, "list of members"))
        })
    });
    view! {
        <PageHead title="Members" sub=here::sub("Who works in") />
        <div class="px-4 sm:px-6 pb-28 grid grid-cols-[minmax(0,1fr)] gap-4">
            <div class="card-t overflow-hidden">
                <Loaded value what="members" retry=move |()| members.refetch() children=people />
            </div>
            <Matrix />
        </div>
    }
}

fn people(members: Vec<Member>) -> AnyView {
    if members.is_empty() {
        return view! { <Empty icon=Glyph::UserPlus title="Nobody yet" detail="The platform owner adds the first admin." /> }.into_any();
    }
    let lines = members
        .iter()
        .cloned()
        .map(|member| view! { <Line member /> })
        .collect_view();
    let cards = members
        .into_iter()
        .map(|member| view! { <Card member /> })
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

#[component]
fn Line(member: Member) -> impl IntoView {
    view! {
        <tr>
            <td class="max-w-80">
                <span class="font-medium block truncate leading-4">{member.name.clone()}</span>
                <span class="text-xs text-faint truncate block">{member.email.clone()}</span>
            </td>
            <td>{role_title(member.role)}</td>
            <td class="r whitespace-nowrap"><Time at=member.since shape=Shape::Date /></td>
            <td class="r whitespace-nowrap text-muted"><LastSeen member=member.clone() /></td>
        </tr>
    }
}

#[component]
fn Card(member: Member) -> impl IntoView {
    view! {
        <li class="px-4 py-3 border-b border-line last:border-0">
            <div class="flex items-baseline gap-2">
                <span class="font-medium text-sm truncate">{member.name.clone()}</span>
                <span class="ml-auto text-xs text-muted whitespace-nowrap">{role_title(member.role)}</span>
            </div>
            <div class="text-xs text-faint truncate">{member.email.clone()}</div>
            <div class="text-xs text-faint mt-1">"Last signed in " <LastSeen member /></div>
        </li>
    }
}

/// The table that the broker enforces.
#[component]
fn Matrix() -> impl IntoView {
    let heads = Role::ALL
        .iter()
        .map(|role| view! { <th scope="col">{role_title(*role)}</th> })
        .collect_view();
    let rows = MATRIX
        .iter()
        .map(|(action, grants)| {
            let cells = grants.iter().map(|grant| view! { <td class=grant_class(*grant)>{grant_words(*grant)}</td> }).collect_view();
            view! { <tr><th scope="row" class="text-ink! font-normal! text-sm! [tr:last-child_&]:border-b-0">{action_title(*action)}</th>{cells}</tr> }
        })
        .collect_view();
    view! {
        <section class="card-t overflow-hidden" aria-labelledby="roles">
            <div class="card-h border-b border-line">
                <h2 id="roles" class="text-sm">"What each role may do"</h2>
                <span class="text-xs text-faint hidden sm:inline">"the broker enforces this table on every call"</span>
            </div>
            <div class="overflow-x-auto" tabindex="0" role="region" aria-label="Table of roles">
                <table class="tbl">
                    <caption class="sr-only">"Roles and what they may do"</caption>
                    <thead><tr><th scope="col">"May"</th>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

const fn grant_class(grant: Grant) -> &'static str {
    match grant {
        Grant::No => "text-faint",
        Grant::Tenant => "text-ok font-medium",
        Grant::Own | Grant::Platform | Grant::IfGranted => "text-muted",
    }
}
