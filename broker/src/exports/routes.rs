//! Routes of exports. They take the filters of the lists, and a format.

use std::sync::Arc;

use serde::Deserialize;
use tessera_shared::ids::PartnerId;
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::{RequestStage, TokenState};
use tessera_shared::paths;
use tessera_shared::words::{Environment, ExportFormat, TimeSort, TokenSort};

use super::lists::PartnerFilter;
use super::service::export;
use crate::app::App;
use crate::audit::service::AuditFilter;
use crate::auth::{Permit, actions};
use crate::http::extract::{Query, QueryNames, Raw};
use crate::http::route::{Route, get};
use crate::outcome::Outcome;
use crate::requests::service::RequestFilter;
use crate::tokens::service::TokenFilter;

/// Every route of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::EXPORT_TOKENS).permit::<actions::ViewTokens>().to(
            "export_tokens",
            "Tokens of the customer as a file",
            export_tokens,
        ),
        get(paths::EXPORT_REQUESTS).permit::<actions::ViewRequests>().to(
            "export_requests",
            "Requests of the customer as a file",
            export_requests,
        ),
        get(paths::EXPORT_PARTNERS).permit::<actions::ViewPartners>().to(
            "export_partners",
            "Partners as a file",
            export_partners,
        ),
        get(paths::EXPORT_AUDIT).permit::<actions::ViewAudit>().to(
            "export_audit",
            "Events of the customer as a file",
            export_audit,
        ),
    ]
}

fn some(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

/// Which tokens.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokensWanted {
    format: Option<ExportFormat>,
    sort: Option<TokenSort>,
    state: Option<TokenState>,
    environment: Option<Environment>,
    partner: Option<PartnerId>,
    ends_from: Option<Instant>,
    ends_before: Option<Instant>,
    idle_since: Option<Instant>,
    q: Option<String>,
}

impl QueryNames for TokensWanted {
    const NAMES: &'static [&'static str] = &[
        "format",
        "sort",
        "state",
        "environment",
        "partner",
        "ends_from",
        "ends_before",
        "idle_since",
        "q",
    ];
}

async fn export_tokens(
    app: Arc<App>,
    permit: Permit<actions::ViewTokens>,
    Query(wanted): Query<TokensWanted>,
) -> Outcome<Raw> {
    let filter = TokenFilter {
        sort: wanted.sort.unwrap_or_default(),
        after: None,
        state: wanted.state,
        environment: wanted.environment,
        partner: wanted.partner.map(|id| id.to_string()),
        ends_from: wanted.ends_from,
        ends_before: wanted.ends_before,
        idle_since: wanted.idle_since,
        text: some(wanted.q),
    };
    export(&app, permit, filter, wanted.format.unwrap_or(ExportFormat::Csv))
        .await
        .map(Raw)
}

/// Which requests.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestsWanted {
    format: Option<ExportFormat>,
    sort: Option<TimeSort>,
    stage: Option<RequestStage>,
    q: Option<String>,
    partner: Option<PartnerId>,
}

impl QueryNames for RequestsWanted {
    const NAMES: &'static [&'static str] = &["format", "sort", "stage", "q", "partner"];
}

async fn export_requests(
    app: Arc<App>,
    permit: Permit<actions::ViewRequests>,
    Query(wanted): Query<RequestsWanted>,
) -> Outcome<Raw> {
    let filter = RequestFilter {
        sort: wanted.sort.unwrap_or_default(),
        after: None,
        stage: wanted.stage,
        text: some(wanted.q),
        partner: wanted.partner.map(|id| id.to_string()),
    };
    export(&app, permit, filter, wanted.format.unwrap_or(ExportFormat::Csv))
        .await
        .map(Raw)
}

/// Which partners.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartnersWanted {
    format: Option<ExportFormat>,
    q: Option<String>,
}

impl QueryNames for PartnersWanted {
    const NAMES: &'static [&'static str] = &["format", "q"];
}

async fn export_partners(
    app: Arc<App>,
    permit: Permit<actions::ViewPartners>,
    Query(wanted): Query<PartnersWanted>,
) -> Outcome<Raw> {
    let filter = PartnerFilter { text: some(wanted.q) };
    export(&app, permit, filter, wanted.format.unwrap_or(ExportFormat::Csv))
        .await
        .map(Raw)
}

/// Which events.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventsWanted {
    format: Option<ExportFormat>,
    sort: Option<TimeSort>,
    action: Option<String>,
    object: Option<String>,
}

impl QueryNames for EventsWanted {
    const NAMES: &'static [&'static str] = &["format", "sort", "action", "object"];
}

async fn export_audit(
    app: Arc<App>,
    permit: Permit<actions::ViewAudit>,
    Query(wanted): Query<EventsWanted>,
) -> Outcome<Raw> {
    let filter = AuditFilter {
        sort: wanted.sort.unwrap_or_default(),
        after: None,
        action: wanted.action,
        object: wanted.object,
    };
    export(&app, permit, filter, wanted.format.unwrap_or(ExportFormat::Csv))
        .await
        .map(Raw)
}
