//! Reading requests: the list and everything about one.

use std::collections::HashMap;
use std::sync::Arc;

use tessera_shared::dto::requests::{RequestDetail, RequestSummary};
use tessera_shared::ids::{RequestId, TokenId};
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::{RequestEvent, RequestStage};
use tessera_shared::permission::{Action, allows};

use crate::app::App;
use crate::audit;
use crate::auth::Permit;
use crate::auth::actions::ViewRequests;
use crate::db::{Conn, DbError};
use crate::outcome::Outcome;
use crate::requests::checks::{blocked, may_decide, may_issue};
use crate::requests::model::{DecisionRow, RequestRow, ScopeRow, count};
use crate::requests::{scope_store, store};
use crate::tenancy::TenantScope;
use crate::tokens;

pub use crate::requests::store::RequestFilter;

/// A page of the tenant's requests, in the order of the filter, and the key of its last row when more follow.
pub async fn list_requests(
    app: &Arc<App>,
    permit: &Permit<ViewRequests>,
    filter: RequestFilter,
    limit: i64,
) -> Outcome<(Vec<RequestSummary>, Option<String>)> {
    let scope = permit.scope().clone();
    let mut summaries = app
        .db
        .read(permit.reach(), move |conn| {
            summaries_of(conn, &scope, &filter, limit + 1)
        })
        .await?;
    Ok(App::cut_page(&mut summaries, limit, |summary| summary.id.to_string()))
}

/// Rows of the list, in the order of the filter.
pub fn summaries_of(
    conn: &mut Conn,
    scope: &TenantScope,
    filter: &RequestFilter,
    limit: i64,
) -> Outcome<Vec<RequestSummary>> {
    let rows = store::list_requests(conn, scope, filter, limit)?;
    summaries(conn, scope, &rows)
}

/// How many requests of the tenant the filter lets through.
pub fn count_requests(conn: &mut Conn, scope: &TenantScope, filter: &RequestFilter) -> Result<i64, DbError> {
    store::count_requests(conn, scope, filter)
}

fn summaries(conn: &mut Conn, scope: &TenantScope, rows: &[RequestRow]) -> Outcome<Vec<RequestSummary>> {
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let mut by_request: HashMap<String, Vec<ScopeRow>> = HashMap::new();
    for (request, scope_row) in scope_store::list_scopes(conn, scope, &ids)? {
        by_request.entry(request).or_default().push(scope_row);
    }
    rows.iter()
        .map(|row| {
            let scopes = by_request.remove(&row.id).unwrap_or_default();
            Ok(row.summary(&scopes)?)
        })
        .collect()
}

/// Everything about one request.
pub async fn get_request(app: &Arc<App>, permit: Permit<ViewRequests>, id: RequestId) -> Outcome<RequestDetail> {
    let now = app.clock.now();
    app.db
        .read(permit.reach(), move |conn| detail(conn, &permit, id, now))
        .await
}

fn detail(conn: &mut Conn, permit: &Permit<ViewRequests>, id: RequestId, now: Instant) -> Outcome<RequestDetail> {
    let scope = permit.scope();
    let row = store::find_request(conn, scope, id)?;
    let scopes = scope_store::scopes_of(conn, scope, id)?;
    let decision = store::find_decision(conn, scope, id)?;
    let token: Option<TokenId> = tokens::service::newest_of_request(conn, scope, id)?;
    let earlier = match &row.partner_id {
        Some(partner) => tokens::service::list_of_partner(conn, scope, partner, now, 10)?,
        None => Vec::new(),
    };
    let timeline = audit::timeline(conn, scope, id)?;
    Ok(RequestDetail {
        summary: row.summary(&scopes)?,
        contact_name: row.contact_name.clone(),
        contact_email: row.contact_email.clone(),
        confirmed_at: row.confirmed_at.map(Instant::from_millis),
        filed_by: row.filed_by_name.clone(),
        reason: row.reason.clone(),
        lifetime_days: count(row.lifetime_days),
        scopes: scopes.iter().map(ScopeRow::requested).collect(),
        snapshot: row.snapshot.clone(),
        max_lifetime_days: permit.tenant().policy.max_lifetime_days,
        cannot_decide: cannot_decide(permit, &row)?,
        cannot_issue: cannot_issue(permit, &row, decision.as_ref())?,
        decision: decision.map(|decision| decision.decision()),
        token,
        earlier: earlier.into_iter().filter(|other| Some(other.id) != token).collect(),
        timeline,
    })
}

type Blocked = Option<tessera_shared::dto::requests::Blocked>;

/// Why this caller cannot decide, if their role could and the request waits for it.
fn cannot_decide(permit: &Permit<ViewRequests>, row: &RequestRow) -> Outcome<Blocked> {
    let facts = row.facts()?;
    if !allows(permit.role(), Action::DecideRequest) {
        return Ok(None);
    }
    Ok(match facts.after(RequestEvent::Approve) {
        Err(cause) => blocked(&Err(cause.into())),
        Ok(_) => blocked(&may_decide(permit.actor(), row)),
    })
}

/// Why this caller cannot issue, if their role could and the request waits for it.
fn cannot_issue(permit: &Permit<ViewRequests>, row: &RequestRow, decision: Option<&DecisionRow>) -> Outcome<Blocked> {
    if !allows(permit.role(), Action::IssueToken) {
        return Ok(None);
    }
    Ok(match (row.facts()?.stage(), decision) {
        (RequestStage::AwaitingIssue, Some(decision)) => blocked(&may_issue(permit.actor(), row, decision)),
        _ => None,
    })
}
