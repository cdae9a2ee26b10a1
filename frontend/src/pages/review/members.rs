//! The people.

use std::collections::HashMap;

use leptos::prelude::*;
use tessera_shared::dto::people::Member;

use super::sheet::{date_or_never, idle_mark};
use crate::components::paper::{Cell, PaperRow, group};
use crate::components::roles::role_title;
use crate::t;
use crate::ui::{Column, Shape, Time};

/// Everybody, what they are, and who made them that.
pub fn section(members: Option<Vec<Member>>, added: &HashMap<String, String>) -> AnyView {
    let columns = vec![
        Column::text(t!("Name", "Nome")),
        Column::text(t!("Role", "Papel")),
        Column::text(t!("Member since", "Membro desde")),
        Column::text(t!("Added by", "Adicionado por")),
        Column::right(t!("Last signed in", "Última entrada")),
    ];
    let rows = members.map(|members| {
        let row = |member: Member| {
            let by = added.get(&member.id.to_string()).cloned().unwrap_or_else(|| "–".to_owned());
            view! {
                <PaperRow>
                    <Cell>
                        <span class="font-medium block leading-4">{member.name}</span>
                        <span class="text-xs text-faint block">{member.email}</span>
                    </Cell>
                    <Cell>{role_title(member.role)}</Cell>
                    <Cell head=t!("Member since", "Membro desde") class="whitespace-nowrap"><Time at=member.since shape=Shape::Date /></Cell>
                    <Cell head=t!("Added by", "Adicionado por")>{by}</Cell>
                    <Cell head=t!("Last signed in", "Última entrada") class="r whitespace-nowrap">{date_or_never(member.last_seen_at)}{idle_mark(member.since, member.last_seen_at)}</Cell>
                </PaperRow>
            }
            .into_any()
        };
        members.into_iter().map(row).collect()
    });
    let note = t!(
        "How somebody signs in, and with which second factor, is not listed: only they see it, in their settings.",
        "Como cada pessoa entra, e com qual segundo fator, não é listado: só ela vê isso, nas suas configurações."
    );
    group(
        "review-members",
        t!("People", "Pessoas"),
        columns,
        rows,
        Some(note.to_owned()),
    )
}
