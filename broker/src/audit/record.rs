//! Appending an event.

use std::collections::BTreeMap;

use diesel::prelude::*;
use tessera_shared::dto::audit::AuditAction;
use tessera_shared::ids::{AuditEventId, RequestId};

use crate::act::Tx;
use crate::auth::Actor;
use crate::db::schema::audit_events;
use crate::outcome::{Outcome, Refusal};
use crate::random;
use crate::tenancy::TenantScope;

/// What was done, before it has an id and an instant.
#[derive(Clone, Debug)]
pub struct NewEvent {
    action: AuditAction,
    object: String,
    label: String,
    request: Option<RequestId>,
    reason: Option<String>,
    facts: BTreeMap<String, String>,
}

impl NewEvent {
    /// `action` was done to `object`, which is called `label`.
    pub fn new(action: AuditAction, object: impl ToString, label: &str) -> Self {
        Self {
            action,
            object: object.to_string(),
            label: label.to_owned(),
            request: None,
            reason: None,
            facts: BTreeMap::new(),
        }
    }

    /// It belongs to the timeline of `request`.
    #[must_use]
    pub fn of_request(mut self, request: RequestId) -> Self {
        self.request = Some(request);
        self
    }

    /// The reason given.
    #[must_use]
    pub fn because(mut self, reason: Option<&str>) -> Self {
        self.reason = reason.map(str::to_owned);
        self
    }

    /// A further fact.
    #[must_use]
    pub fn fact(mut self, name: &str, value: impl ToString) -> Self {
        self.facts.insert(name.to_owned(), value.to_string());
        self
    }

    /// A fact that may have changed: what it is, and if that is another, what it was before.
    #[must_use]
    pub fn changed(mut self, name: &str, before: impl ToString, after: impl ToString) -> Self {
        let (before, after) = (before.to_string(), after.to_string());
        if before != after {
            self.facts.insert(format!("{name}_before"), before);
        }
        self.facts.insert(name.to_owned(), after);
        self
    }
}

/// Appends `event` to the tenant's trail, in the transaction of the change.
pub fn record(tx: &mut Tx<'_>, scope: &TenantScope, actor: &Actor, event: NewEvent) -> Outcome<()> {
    append(tx, Some(scope.as_str()), actor, event)
}

/// Appends an event that belongs to no tenant: sign-in and platform administration.
pub fn record_outside_tenants(tx: &mut Tx<'_>, actor: &Actor, event: NewEvent) -> Outcome<()> {
    append(tx, None, actor, event)
}

fn append(tx: &mut Tx<'_>, tenant: Option<&str>, actor: &Actor, event: NewEvent) -> Outcome<()> {
    let now = tx.now();
    let id = AuditEventId::from_u128(random::uuid_v7(now)?);
    let facts = serde_json::to_string(&event.facts).map_err(Refusal::internal)?;
    diesel::insert_into(audit_events::table)
        .values((
            audit_events::id.eq(id.to_string()),
            audit_events::tenant_id.eq(tenant),
            audit_events::at.eq(now.millis()),
            audit_events::actor_kind.eq(actor.kind.as_str()),
            audit_events::actor_id.eq(&actor.id),
            audit_events::actor.eq(&actor.name),
            audit_events::action.eq(event.action.as_str()),
            audit_events::object.eq(event.object),
            audit_events::label.eq(event.label),
            audit_events::request_ref.eq(event.request.map(|id| id.to_string())),
            audit_events::reason.eq(event.reason),
            audit_events::facts.eq(facts),
            audit_events::address.eq(actor.address.as_deref()),
            audit_events::call_id.eq(&actor.call_id),
        ))
        .execute(&mut **tx)?;
    Ok(())
}
