//! Tokens as a table, and as a list on phones.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::tokens::TokenSummary;
use tessera_shared::lifecycle::TokenState;
use tessera_shared::words::DeliveryState;

use crate::components::{DeliveryBadge, EnvTag, TokenBadge};
use crate::pages::requests::words::api_names;
use crate::ui::chart::Sparkline;
use crate::ui::{Column, Shape, Table, Time};
use crate::{t, tn};

fn columns() -> [Column; 8] {
    [
        Column::text(t!("Token", "Token")),
        Column::text(t!("Partner", "Parceiro")),
        Column::text("API"),
        Column::classed(t!("Environment", "Ambiente"), "hidden xl:table-cell"),
        Column::text(t!("State", "Estado")),
        Column::right(t!("Last used", "Último uso")),
        Column::classed(t!("Checks, 24 h", "Verificações, 24 h"), "hidden lg:table-cell"),
        Column::right(t!("Ends", "Termina")),
    ]
}

/// All rows of a list of tokens.
pub fn token_rows(tokens: Vec<TokenSummary>) -> AnyView {
    let lines = tokens
        .iter()
        .cloned()
        .map(|token| view! { <Line token /> })
        .collect_view();
    let cards = tokens.into_iter().map(|token| view! { <Card token /> }).collect_view();
    view! {
        <div class="hidden md:block overflow-x-auto"><Table caption=t!("Tokens", "Tokens") columns=columns()>{lines}</Table></div>
        <ul class="md:hidden">{cards}</ul>
    }
    .into_any()
}

const fn ended(state: TokenState) -> bool {
    matches!(state, TokenState::Revoked | TokenState::Expired)
}

/// What matters most: an unopened link of a live token, else the state.
fn badge(token: &TokenSummary) -> AnyView {
    let live = matches!(token.state, TokenState::Active | TokenState::Pending);
    if live && token.delivery != DeliveryState::Opened {
        view! { <DeliveryBadge state=token.delivery /> }.into_any()
    } else {
        view! { <TokenBadge state=token.state expires_at=token.expires_at /> }.into_any()
    }
}

#[component]
fn Ends(token: TokenSummary) -> impl IntoView {
    let prefix = ended(token.state).then_some(t!("ended ", "terminou "));
    view! { {prefix} <Time at=token.revoked_at.unwrap_or(token.expires_at) shape=Shape::Date /> }
}

#[component]
fn Line(token: TokenSummary) -> impl IntoView {
    let state = badge(&token);
    let used = match token.last_used_at {
        Some(at) => view! { <Time at /> }.into_any(),
        None => t!("never", "nunca").into_any(),
    };
    let checks = if token.checks_24h.is_empty() {
        view! { <span class="text-xs text-faint">{t!("none yet", "nenhuma ainda")}</span> }.into_any()
    } else {
        let values: Vec<u64> = token.checks_24h.iter().copied().map(u64::from).collect();
        view! { <Sparkline values /> }.into_any()
    };
    let end = token.clone();
    view! {
        <tr class=("gone", ended(token.state))>
            <td class="max-w-64">
                <A href=format!("/tokens/{}", token.id) attr:class="font-medium block truncate leading-4">{token.application}</A>
                <span class="mono text-2xs text-faint">{token.hint}</span>
            </td>
            <td class="max-w-48 truncate">{token.partner.name}</td>
            <td class="whitespace-nowrap">
                {api_names(&token.apis)} " " <span class="text-faint">{tn!(token.scope_count.into(), "scope", "scopes"; "escopo", "escopos")}</span>
            </td>
            <td class="hidden xl:table-cell"><EnvTag environment=token.environment /></td>
            <td>{state}</td>
            <td class="r whitespace-nowrap text-muted">{used}</td>
            <td class="hidden lg:table-cell">{checks}</td>
            <td class="r whitespace-nowrap"><Ends token=end /></td>
        </tr>
    }
}

#[component]
fn Card(token: TokenSummary) -> impl IntoView {
    let state = badge(&token);
    let end = token.clone();
    view! {
        <li class="px-4 py-3 border-b border-line last:border-0">
            <div class="flex items-center gap-2">
                <A href=format!("/tokens/{}", token.id) attr:class="font-medium truncate text-sm">{token.application}</A>
                <span class="ml-auto">{state}</span>
            </div>
            <div class="text-sm text-muted truncate">{token.partner.name} ", " {api_names(&token.apis)}</div>
            <div class="flex items-center gap-2 text-xs text-faint mt-1">
                <span class="mono">{token.hint}</span>
                <EnvTag environment=token.environment />
                <span class="ml-auto num"><Ends token=end /></span>
            </div>
        </li>
    }
}
