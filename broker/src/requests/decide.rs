//! Deciding on a request: approve, deny, withdraw. Exactly one decision per revision.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::queue::Topic;
use tessera_shared::dto::requests::{ApproveRequest, DenyRequest, ScopeRef, WithdrawRequest};
use tessera_shared::ids::{DecisionId, RequestId};
use tessera_shared::instant::{Instant, Span};
use tessera_shared::lifecycle::RequestEvent;
use tessera_shared::networks::Networks;
use tessera_shared::validate::MAX_LIFETIME_DAYS;

use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record};
use crate::auth::actions::{DecideRequest, WithdrawRequest as Withdraw};
use crate::auth::{Actor, Permit};
use crate::notifications::enqueue;
use crate::notifications::letters::{self, Sender};
use crate::outcome::{Outcome, Refusal};
use crate::random;
use crate::requests::checks::{may_decide, still_permitted};
use crate::requests::model::{DecisionRow, RequestRow, ScopeRow, count};
use crate::requests::{scope_store, store};
use crate::tenancy::{TenantInfo, TenantScope};

/// Says yes, perhaps to less than was asked for.
pub async fn approve_request(
    app: &Arc<App>,
    permit: Permit<DecideRequest>,
    id: RequestId,
    body: ApproveRequest,
) -> Outcome<()> {
    let shared = Arc::clone(app);
    app.act(permit.reach(), move |tx| {
        let (tenant, request) = to_decide(tx, &permit, id, body.revision, &body.snapshot)?;
        let state = request.facts()?.after(RequestEvent::Approve)?;
        let asked = scope_store::scopes_of(tx, permit.scope(), id)?;
        let granted = narrow(&asked, &body.scopes)?;
        let decision = new_decision(tx, &permit, &tenant, &request, &body)?;
        let now = tx.now();
        if !store::move_request(tx, permit.scope(), &request, state, now)? {
            return Err(Refusal::stale());
        }
        store::insert_decision(tx, permit.scope(), &decision, &granted)?;
        let event = approved_event(id, &request, &decision, &asked, &granted);
        record(tx, permit.scope(), permit.actor(), event)?;
        let sender = Sender::of(&shared, &tenant);
        let letter = letters::request_approved(
            &sender,
            &request.contact_email,
            &request.application,
            body.reason.as_deref(),
        );
        enqueue(tx, &shared.keys, permit.scope(), &letter)?;
        tx.changed(permit.scope().tenant(), Topic::Requests, &request.id)
    })
    .await
}

/// Says no. The partner is told why and the request is removed.
pub async fn deny_request(
    app: &Arc<App>,
    permit: Permit<DecideRequest>,
    id: RequestId,
    body: DenyRequest,
) -> Outcome<()> {
    let shared = Arc::clone(app);
    app.act(permit.reach(), move |tx| {
        let (tenant, request) = to_decide(tx, &permit, id, body.revision, &body.snapshot)?;
        request.facts()?.after(RequestEvent::Deny)?;
        let asked = scope_store::scopes_of(tx, permit.scope(), id)?;
        if !store::delete_request(tx, permit.scope(), &request)? {
            return Err(Refusal::stale());
        }
        let event = NewEvent::new(AuditAction::RequestDenied, id, &request.label())
            .of_request(id)
            .because(Some(&body.reason))
            .fact("contact", &request.contact_email)
            .fact("environment", &request.environment)
            .fact("scopes", scope_names(asked.iter().map(|row| row.scope.as_str())));
        record(tx, permit.scope(), permit.actor(), event)?;
        let sender = Sender::of(&shared, &tenant);
        let (to, application) = (&request.contact_email, &request.application);
        let letter = letters::request_denied(&sender, to, application, &body.reason);
        enqueue(tx, &shared.keys, permit.scope(), &letter)?;
        tx.changed(permit.scope().tenant(), Topic::Requests, &request.id)
    })
    .await
}

/// Takes a request back for the partner.
pub async fn withdraw_request(
    app: &Arc<App>,
    permit: Permit<Withdraw>,
    id: RequestId,
    body: WithdrawRequest,
) -> Outcome<()> {
    app.act(permit.reach(), move |tx| {
        still_permitted(tx, &permit)?;
        let request = store::lock_request(tx, permit.scope(), id)?;
        end(
            tx,
            permit.scope(),
            permit.actor(),
            &request,
            RequestEvent::Withdraw,
            &body.reason,
        )
    })
    .await
}

/// Ends an undecided or unissued request by `event`: withdrawn by somebody or lapsed by time.
pub fn end(
    tx: &mut Tx<'_>,
    scope: &TenantScope,
    actor: &Actor,
    request: &RequestRow,
    event: RequestEvent,
    reason: &str,
) -> Outcome<()> {
    let state = request.facts()?.after(event)?;
    let now = tx.now();
    if !store::move_request(tx, scope, request, state, now)? {
        return Err(Refusal::stale());
    }
    let action = match event {
        RequestEvent::Lapse => AuditAction::RequestLapsed,
        _ => AuditAction::RequestWithdrawn,
    };
    let id = request.request_id()?;
    let event = NewEvent::new(action, id, &request.label())
        .of_request(id)
        .because(Some(reason));
    record(tx, scope, actor, event)?;
    tx.changed(scope.tenant(), Topic::Requests, &request.id)
}

/// The request in front of the decider, if it is still what they read, and the tenant as it is by now.
fn to_decide(
    tx: &mut Tx<'_>,
    permit: &Permit<DecideRequest>,
    id: RequestId,
    revision: u32,
    snapshot: &str,
) -> Outcome<(TenantInfo, RequestRow)> {
    let tenant = still_permitted(tx, permit)?;
    let request = store::lock_request(tx, permit.scope(), id)?;
    request.facts()?.after(RequestEvent::Approve)?;
    if count(request.revision) != revision || request.snapshot != snapshot {
        return Err(Refusal::stale());
    }
    may_decide(permit.actor(), &request)?;
    Ok((tenant, request))
}

/// What is granted, if it is part of what was asked for.
fn narrow(asked: &[ScopeRow], wanted: &[ScopeRef]) -> Outcome<Vec<ScopeRef>> {
    let asked: Vec<ScopeRef> = asked.iter().map(ScopeRow::reference).collect();
    if wanted.iter().all(|scope| asked.contains(scope)) {
        Ok(asked.into_iter().filter(|scope| wanted.contains(scope)).collect())
    } else {
        Err(Refusal::field(
            "/scopes",
            "not_asked_for",
            "Grant only scopes that the partner asked for.",
        ))
    }
}

fn new_decision(
    tx: &Tx<'_>,
    permit: &Permit<DecideRequest>,
    tenant: &TenantInfo,
    request: &RequestRow,
    body: &ApproveRequest,
) -> Outcome<DecisionRow> {
    let now = tx.now();
    let ends_at = end_of_grant(now, tenant, request, body)?;
    // The body was checked; what it names in another order is the same.
    let networks = Networks::parse(&body.allowed_networks).map_err(Refusal::internal)?;
    Ok(DecisionRow {
        id: DecisionId::from_u128(random::uuid_v7(now)?).to_string(),
        tenant_id: request.tenant_id.clone(),
        request_id: request.id.clone(),
        revision: request.revision,
        decided_by: permit.actor().id.clone(),
        decided_by_name: permit.actor().name.clone(),
        decided_by_person: permit.actor().person.clone(),
        requester_person: request.contact_email.to_lowercase(),
        reason: body.reason.clone(),
        starts_at: body.starts_at.filter(|start| *start > now).map(Instant::millis),
        ends_at: ends_at.millis(),
        decided_at: now.millis(),
        allowed_networks: networks.to_string(),
    })
}

/// The end the decider chose, or what was asked for; never beyond the tenant's policy. The start is
/// bounded, too: an end beyond the year 9999 could be stored, but never written as RFC 3339.
fn end_of_grant(now: Instant, tenant: &TenantInfo, request: &RequestRow, body: &ApproveRequest) -> Outcome<Instant> {
    let start = body.starts_at.unwrap_or(now).max(now);
    if start > now + Span::days(i64::from(MAX_LIFETIME_DAYS)) {
        return Err(Refusal::field(
            "/starts_at",
            "too_far",
            format!("Choose a start within the next {MAX_LIFETIME_DAYS} days."),
        ));
    }
    let latest = tenant.latest_end(start);
    match body.ends_at {
        None => Ok((start + Span::days(i64::from(request.lifetime_days))).min(latest)),
        Some(end) if end <= start => Err(Refusal::field(
            "/ends_at",
            "in_the_past",
            "Choose an end that lies ahead and after the start.",
        )),
        Some(end) if end > latest => Err(Refusal::field(
            "/ends_at",
            "beyond_policy",
            format!("The policy allows at most {} days.", tenant.policy.max_lifetime_days),
        )),
        Some(end) => Ok(end),
    }
}

fn scope_names<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(" ")
}

/// The end that was asked for: so many days from the start or the decision. The same as the granted one if the decider
/// kept to it, in whole days.
fn wished_end(request: &RequestRow, decision: &DecisionRow) -> Instant {
    let start = Instant::from_millis(decision.starts_at.unwrap_or(decision.decided_at));
    let (wished, granted) = (
        start + Span::days(i64::from(request.lifetime_days)),
        Instant::from_millis(decision.ends_at),
    );
    if wished.floor_day() == granted.floor_day() {
        granted
    } else {
        wished
    }
}

fn approved_event(
    id: RequestId,
    request: &RequestRow,
    decision: &DecisionRow,
    asked: &[ScopeRow],
    granted: &[ScopeRef],
) -> NewEvent {
    let removed = asked.iter().filter(|row| !granted.contains(&row.reference()));
    let mut event = NewEvent::new(AuditAction::RequestApproved, id, &request.label())
        .of_request(id)
        .because(decision.reason.as_deref())
        .fact("scopes", scope_names(granted.iter().map(|scope| scope.scope.as_str())))
        .fact("removed", scope_names(removed.map(|row| row.scope.as_str())))
        .changed(
            "ends_at",
            wished_end(request, decision),
            Instant::from_millis(decision.ends_at),
        );
    if let Some(start) = decision.starts_at {
        event = event.fact("starts_at", Instant::from_millis(start));
    }
    if !decision.allowed_networks.is_empty() {
        event = event.fact("allowed_networks", &decision.allowed_networks);
    }
    event
}

#[cfg(test)]
mod tests {
    use super::*;
    use tessera_shared::ids::ApiId;

    fn row(scope: &str) -> ScopeRow {
        ScopeRow {
            api: tessera_shared::dto::catalogue::ApiBrief {
                id: ApiId::from_u128(1),
                name: "Seats".to_owned(),
                version: "v3".to_owned(),
            },
            audience: "https://api.example/seats".to_owned(),
            scope: scope.to_owned(),
            description: String::new(),
            writes: false,
            granted: None,
        }
    }

    #[test]
    fn a_decision_can_narrow_and_never_widen() {
        let asked = [row("seats:read"), row("seats:book")];
        let read = row("seats:read").reference();
        let refund = row("seats:refund").reference();
        assert_eq!(narrow(&asked, std::slice::from_ref(&read)).unwrap(), vec![read.clone()]);
        assert!(narrow(&asked, &[read, refund]).is_err());
    }
}
