//! The gateways.

use leptos::prelude::*;
use tessera_shared::dto::gateways::Gateway;

use super::sheet::{age, date_or_never, idle_mark};
use crate::components::EnvTag;
use crate::components::paper::{Cell, PaperRow, group};
use crate::t;
use crate::ui::Column;

/// Every gateway, and how old its credentials are.
pub fn section(gateways: Option<Vec<Gateway>>) -> AnyView {
    let columns = vec![
        Column::text(t!("Name", "Nome")),
        Column::text(t!("Environment", "Ambiente")),
        Column::text(t!("Credentials", "Credenciais")),
        Column::right(t!("Age", "Idade")),
        Column::right(t!("Last asked", "Última consulta")),
    ];
    let rows = gateways.map(|gateways| {
        let row = |gateway: Gateway| {
            let each = |pick: fn(&tessera_shared::dto::gateways::GatewayCredential) -> AnyView| {
                let lines = gateway.credentials.iter();
                lines
                    .map(|credential| view! { <span class="block">{pick(credential)}</span> })
                    .collect_view()
            };
            let hints = each(|credential| view! { <span class="mono text-xs">{credential.hint.clone()}</span> }.into_any());
            let ages = each(|credential| age(credential.created_at));
            view! {
                <PaperRow>
                    <Cell>
                        <span class="font-medium block leading-4">{gateway.name}</span>
                        <span class="text-xs text-faint block">{gateway.place}</span>
                    </Cell>
                    <Cell head=t!("Environment", "Ambiente")><EnvTag environment=gateway.environment /></Cell>
                    <Cell head=t!("Credentials", "Credenciais")>{hints}</Cell>
                    <Cell head=t!("Age", "Idade") class="r whitespace-nowrap">{ages}</Cell>
                    <Cell head=t!("Last asked", "Última consulta") class="r whitespace-nowrap">{date_or_never(gateway.last_seen_at)}{idle_mark(gateway.created_at, gateway.last_seen_at)}</Cell>
                </PaperRow>
            }
            .into_any()
        };
        gateways.into_iter().map(row).collect()
    });
    group("review-gateways", t!("Gateways", "Gateways"), columns, rows, None)
}
