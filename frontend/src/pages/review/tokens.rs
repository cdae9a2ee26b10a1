//! The tokens that work or may work again, by partner.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::tokens::TokenSummary;

use super::load::MOST_TOKENS;
use super::sheet::{date_or_never, idle_mark};
use crate::components::paper::{Cell, PaperRow, group};
use crate::components::{EnvTag, TokenBadge};
use crate::ui::{Column, Shape, Time};
use crate::{t, tf, tn};

/// Every token; `cut` says that there are more.
pub fn section(tokens: Option<Vec<TokenSummary>>, cut: bool) -> AnyView {
    let columns = vec![
        Column::text(t!("Partner", "Parceiro")),
        Column::text(t!("Token", "Token")),
        Column::text(t!("Reaches", "Alcança")),
        Column::text(t!("State", "Estado")),
        Column::right(t!("Ends", "Fim")),
        Column::right(t!("Last used", "Último uso")),
    ];
    let note = cut.then(|| {
        tf!(
            "There are more than {MOST_TOKENS} tokens; the newest are shown. The list of tokens has them all.",
            "Há mais de {MOST_TOKENS} tokens; aparecem os mais novos. A lista de tokens tem todos."
        )
    });
    let rows = tokens.map(|tokens| tokens.into_iter().map(row).collect());
    group(
        "review-tokens",
        t!("Tokens by partner", "Tokens por parceiro"),
        columns,
        rows,
        note,
    )
}

fn row(token: TokenSummary) -> AnyView {
    let apis: Vec<String> = token
        .apis
        .iter()
        .map(|api| format!("{} {}", api.name, api.version))
        .collect();
    view! {
        <PaperRow>
            <Cell>
                <span class="font-medium block leading-4">{token.partner.name}</span>
                <span class="text-xs text-faint block">{token.application}</span>
            </Cell>
            <Cell>
                <span class="flex flex-wrap items-center gap-x-2 gap-y-1">
                    <A href=format!("/tokens/{}", token.id) attr:class="mono text-xs hover:underline">{token.hint}</A>
                    <EnvTag environment=token.environment />
                </span>
            </Cell>
            <Cell head=t!("Reaches", "Alcança")>
                <span class="block leading-4">{apis.join(", ")}</span>
                <span class="text-xs text-faint block">{tn!(token.scope_count.into(), "scope", "scopes"; "escopo", "escopos")}</span>
            </Cell>
            <Cell head=t!("State", "Estado")><TokenBadge state=token.state expires_at=token.expires_at /></Cell>
            <Cell head=t!("Ends", "Fim") class="r whitespace-nowrap"><Time at=token.expires_at shape=Shape::Date /></Cell>
            <Cell head=t!("Last used", "Último uso") class="r whitespace-nowrap">{date_or_never(token.last_used_at)}{idle_mark(token.starts_at, token.last_used_at)}</Cell>
        </PaperRow>
    }
    .into_any()
}
