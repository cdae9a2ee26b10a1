//! Rules that several use cases share: tenant at work, membership still there, three persons.

use tessera_shared::dto::requests::Blocked;
use tessera_shared::error::ErrorCode;
use tessera_shared::words::TenantStatus;

use crate::auth::Actor;
use crate::auth::permit::{ActionKind, Permit};
use crate::db::Conn;
use crate::outcome::{Outcome, Refusal};
use crate::requests::model::{DecisionRow, RequestRow};
use crate::tenancy::{TenantInfo, resolve_account, resolve_membership};

/// Refuses a change in a suspended tenant, and one by somebody whose role changed since the
/// request came in: this look is part of the transaction. Says what the tenant is and allows by now.
pub fn still_permitted<A: ActionKind>(conn: &mut Conn, permit: &Permit<A>) -> Outcome<TenantInfo> {
    let (actor, tenant) = (permit.actor(), permit.scope().tenant());
    let membership = match actor.user_id() {
        Some(user) => resolve_membership(conn, user, tenant)?,
        None => resolve_account(conn, &actor.id, tenant)?,
    };
    still_working(&membership.info)?;
    Permit::<A>::grant(membership, permit.actor().clone()).map(|still| still.tenant().clone())
}

/// Refuses a change in a suspended tenant.
pub fn still_working(info: &TenantInfo) -> Outcome<()> {
    match info.status {
        TenantStatus::Active => Ok(()),
        TenantStatus::Suspended => Err(Refusal::new(
            ErrorCode::TenantSuspended,
            "This customer is suspended; nothing can be changed.",
        )),
    }
}

fn same_person(detail: &str) -> Refusal {
    Refusal::new(ErrorCode::SamePerson, detail)
}

/// Who asked may not decide, whether they asked themselves or filed it for the partner.
pub fn may_decide(actor: &Actor, request: &RequestRow) -> Outcome<()> {
    if actor.person == request.contact_email.to_lowercase() {
        return Err(same_person("You asked for this yourself; another admin has to decide."));
    }
    let decider = actor.answerable().map(|user| user.to_string());
    if request.filed_by.is_some() && request.filed_by == decider {
        return Err(same_person("You filed this request; another person has to decide."));
    }
    Ok(())
}

/// Who decided may not issue, and neither may who asked.
pub fn may_issue(actor: &Actor, request: &RequestRow, decision: &DecisionRow) -> Outcome<()> {
    if actor.person == decision.decided_by_person {
        return Err(same_person("You approved this; another person has to issue it."));
    }
    if actor.person == request.contact_email.to_lowercase() {
        return Err(same_person(
            "You asked for this yourself; another person has to issue it.",
        ));
    }
    Ok(())
}

/// Turns a refusal into the reason a screen shows beside a disabled button.
pub fn blocked(outcome: &Outcome<()>) -> Option<Blocked> {
    match outcome {
        Ok(()) => None,
        Err(Refusal::Known { code, detail }) => Some(Blocked {
            code: *code,
            detail: detail.clone(),
        }),
        Err(other) => Some(Blocked {
            code: other.code(),
            detail: "Not possible right now.".to_owned(),
        }),
    }
}
