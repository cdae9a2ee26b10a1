//! Everything the sheet shows, from the lists that other pages show in parts.

use std::collections::HashMap;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::gateways::Gateway;
use tessera_shared::dto::machines::ServiceAccount;
use tessera_shared::dto::people::Member;
use tessera_shared::dto::tokens::TokenSummary;
use tessera_shared::lifecycle::TokenState;
use tessera_shared::permission::{Action, allows};

use crate::api::audit::AuditFilter;
use crate::api::tokens::TokenFilter;
use crate::api::{self, ApiError};
use crate::components::here;

/// Most tokens on one sheet; more than that nobody reads.
pub const MOST_TOKENS: usize = 500;
/// Most events that are searched for who added the members.
const MOST_EVENTS: usize = 300;

/// Who and what has access. What the reader's role may not see is absent.
#[derive(Clone, Debug, PartialEq)]
pub struct Access {
    /// People.
    pub members: Option<Vec<Member>>,
    /// Who added them, by the member's id, as far as the audit trail was searched.
    pub added: HashMap<String, String>,
    /// Machine callers.
    pub machines: Option<Vec<ServiceAccount>>,
    /// Enforcement points.
    pub gateways: Option<Vec<Gateway>>,
    /// Tokens that work or may work again.
    pub tokens: Option<Vec<TokenSummary>>,
    /// Whether there are more tokens than are shown.
    pub cut: bool,
}

/// Asks for everything the reader may see.
pub async fn load() -> Result<Access, ApiError> {
    let role = here::card().role;
    let may = |action| allows(role, action);
    let (members, machines) = if may(Action::ViewMembers) {
        let machines = api::machines::list().await?.items;
        let working = machines.into_iter().filter(|account| account.retired_at.is_none());
        (Some(api::members::list().await?.items), Some(working.collect()))
    } else {
        (None, None)
    };
    let gateways = if may(Action::ViewGateways) {
        Some(api::gateways::list().await?.items)
    } else {
        None
    };
    let added = if may(Action::ViewAudit) {
        added_by().await?
    } else {
        HashMap::new()
    };
    let (tokens, cut) = if may(Action::ViewTokens) {
        let (tokens, cut) = tokens().await?;
        (Some(tokens), cut)
    } else {
        (None, false)
    };
    Ok(Access {
        members,
        added,
        machines,
        gateways,
        tokens,
        cut,
    })
}

/// Tokens by partner, and whether there are more of them.
async fn tokens() -> Result<(Vec<TokenSummary>, bool), ApiError> {
    let (mut found, mut cut) = (Vec::new(), false);
    for state in [TokenState::Active, TokenState::Rotating, TokenState::Suspended] {
        let filter = TokenFilter {
            state: Some(state),
            ..TokenFilter::default()
        };
        let filter = &filter;
        let page = |cursor: Option<String>| async move { api::tokens::list(filter, cursor.as_deref()).await };
        let (tokens, more) = api::first_rows(MOST_TOKENS, page).await?;
        found.extend(tokens);
        cut |= more;
    }
    cut |= found.len() > MOST_TOKENS;
    found.truncate(MOST_TOKENS);
    found.sort_by(|one, other| by_partner(one).cmp(&by_partner(other)));
    Ok((found, cut))
}

fn by_partner(token: &TokenSummary) -> (&str, &str, tessera_shared::instant::Instant) {
    (&token.partner.name, &token.application, token.expires_at)
}

/// Who added each member last.
async fn added_by() -> Result<HashMap<String, String>, ApiError> {
    let filter = AuditFilter {
        sort: None,
        action: Some(AuditAction::MemberAdded.as_str().to_owned()),
        object: None,
    };
    let filter = &filter;
    let page = |cursor: Option<String>| async move { api::audit::list(filter, cursor.as_deref()).await };
    let (events, _more) = api::first_rows(MOST_EVENTS, page).await?;
    let mut found = HashMap::new();
    for event in events {
        // The newest comes first.
        found.entry(event.object).or_insert(event.actor);
    }
    Ok(found)
}
