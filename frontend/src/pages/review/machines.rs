//! The service accounts.

use leptos::prelude::*;
use tessera_shared::dto::machines::ServiceAccount;

use super::sheet::{age, date_or_never, idle_mark};
use crate::components::paper::{Cell, PaperRow, group};
use crate::components::roles::action_title;
use crate::t;
use crate::ui::Column;

/// Every account that works, what it may do, and how old its secrets are.
pub fn section(accounts: Option<Vec<ServiceAccount>>) -> AnyView {
    let columns = vec![
        Column::text(t!("Name", "Nome")),
        Column::text(t!("May", "Pode")),
        Column::text(t!("Made by", "Criada por")),
        Column::right(t!("Age of its secrets", "Idade dos segredos")),
        Column::right(t!("Last used", "Último uso")),
    ];
    let rows = accounts.map(|accounts| {
        let row = |account: ServiceAccount| {
            let may: Vec<&str> = account.actions.iter().map(|action| action_title(*action)).collect();
            let secrets = account
                .credentials
                .iter()
                .map(|credential| view! { <span class="block">{age(credential.created_at)}</span> })
                .collect_view();
            view! {
                <PaperRow>
                    <Cell class="font-medium">{account.name}</Cell>
                    <Cell head=t!("May", "Pode") class="min-w-48">{may.join(", ")}</Cell>
                    <Cell head=t!("Made by", "Criada por")>{account.created_by}</Cell>
                    <Cell head=t!("Age of its secrets", "Idade dos segredos") class="r whitespace-nowrap">{secrets}</Cell>
                    <Cell head=t!("Last used", "Último uso") class="r whitespace-nowrap">{date_or_never(account.last_used_at)}{idle_mark(account.created_at, account.last_used_at)}</Cell>
                </PaperRow>
            }
            .into_any()
        };
        accounts.into_iter().map(row).collect()
    });
    group(
        "review-machines",
        t!("Service accounts", "Contas de serviço"),
        columns,
        rows,
        None,
    )
}
