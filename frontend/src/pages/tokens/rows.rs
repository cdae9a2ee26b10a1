//! Tokens as a table, and as a list on phones.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::tokens::TokenSummary;
use tessera_shared::lifecycle::TokenState;
use tessera_shared::words::{DeliveryState, TokenSort};

use crate::components::{DeliveryBadge, EnvTag, TokenBadge};
use crate::lists::row::{ListColumn, Row};
use crate::pages::requests::words::api_names;
use crate::ui::chart::Sparkline;
use crate::ui::{Column, Shape, Time};
use crate::{t, tf, tn};

impl Row for TokenSummary {
    fn columns() -> Vec<ListColumn> {
        let (wide, wider) = ("hidden lg:table-cell", "hidden xl:table-cell");
        vec![
            ListColumn::new("token", Column::text(t!("Token", "Token")), "max-w-64"),
            ListColumn::new("partner", Column::text(t!("Partner", "Parceiro")), "max-w-48 truncate"),
            ListColumn::new("api", Column::text("API"), "whitespace-nowrap"),
            ListColumn::new(
                "environment",
                Column::classed(t!("Environment", "Ambiente"), wider),
                wider,
            ),
            ListColumn::new("state", Column::text(t!("State", "Estado")), ""),
            ListColumn::new(
                "used",
                Column::right(t!("Last used", "Último uso")),
                "r whitespace-nowrap text-muted",
            ),
            ListColumn::new(
                "checks",
                Column::classed(t!("Checks, 24 h", "Verificações, 24 h"), wide),
                wide,
            ),
            ListColumn::new("ends", Column::right(t!("Ends", "Termina")), "r whitespace-nowrap")
                .sorted(TokenSort::EndsFirst.as_str(), None),
        ]
    }

    fn key(&self) -> String {
        self.id.to_string()
    }

    fn href(&self) -> Option<String> {
        Some(format!("/tokens/{}", self.id))
    }

    fn ended(&self) -> bool {
        ended(self.state)
    }

    fn choice(&self) -> Option<String> {
        let (application, partner, hint) = (&self.application, &self.partner.name, &self.hint);
        let label = tf!(
            "Select {application}, {partner}, {hint}",
            "Selecionar {application}, {partner}, {hint}"
        );
        (!ended(self.state)).then_some(label)
    }

    fn cells(&self) -> Vec<AnyView> {
        let token = self.clone();
        let end = self.clone();
        let scopes = tn!(token.scope_count.into(), "scope", "scopes"; "escopo", "escopos");
        vec![
            view! {
                <A href=format!("/tokens/{}", token.id) attr:class="font-medium block truncate leading-4">{token.application}</A>
                <span class="mono text-2xs text-faint density-2">{token.hint}</span>
            }
            .into_any(),
            token.partner.name.into_any(),
            view! { {api_names(&token.apis)} " " <span class="text-faint">{scopes}</span> }.into_any(),
            view! { <EnvTag environment=token.environment /> }.into_any(),
            badge(self),
            match token.last_used_at {
                Some(at) => view! { <Time at /> }.into_any(),
                None => t!("never", "nunca").into_any(),
            },
            checks(self),
            view! { <Ends token=end /> }.into_any(),
        ]
    }

    fn card(&self) -> AnyView {
        let token = self.clone();
        let (state, end) = (badge(self), self.clone());
        view! {
            <div class="flex items-center gap-2">
                <A href=format!("/tokens/{}", token.id) attr:class="font-medium truncate text-sm">{token.application}</A>
                <span class="ml-auto">{state}</span>
            </div>
            <div class="text-sm text-muted truncate"><span class="in-[.of-one-partner]:hidden">{token.partner.name} ", "</span> {api_names(&token.apis)}</div>
            <div class="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-faint mt-1 whitespace-nowrap">
                <span class="mono">{token.hint}</span>
                <EnvTag environment=token.environment />
                <span class="ml-auto num"><Ends token=end /></span>
            </div>
        }
        .into_any()
    }
}

fn checks(token: &TokenSummary) -> AnyView {
    if token.checks_24h.is_empty() {
        // What has ended gets no more of them.
        let none = if ended(token.state) {
            t!("none", "nenhuma")
        } else {
            t!("none yet", "nenhuma ainda")
        };
        return view! { <span class="text-xs text-faint">{none}</span> }.into_any();
    }
    let values: Vec<u64> = token.checks_24h.iter().copied().map(u64::from).collect();
    view! { <Sparkline values /> }.into_any()
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
