//! What a tenant allows: how long a token may live and how long a delivery link works.
//!
//! A policy is read in the transaction that approves, issues or sends something. A change touches nothing that is out already: a
//! token keeps the end it was issued with, until it is issued again.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::queue::Topic;
use tessera_shared::dto::tenants::{ChangePolicy, Policy};

use crate::app::App;
use crate::audit::{NewEvent, record};
use crate::auth::Permit;
use crate::auth::actions::ManagePolicy;
use crate::outcome::{Outcome, Refusal};
use crate::requests::checks::still_permitted;
use crate::tenants::store;

/// Gives the tenant another policy. Refused when it is no longer the one the caller saw; the same policy again changes nothing.
pub async fn change_policy(app: &Arc<App>, permit: Permit<ManagePolicy>, body: ChangePolicy) -> Outcome<Policy> {
    app.act(permit.reach(), move |tx| {
        let info = still_permitted(tx, &permit)?;
        let (scope, now) = (permit.scope(), tx.now());
        let ChangePolicy { before, after, reason } = body;
        if before == after && info.policy == after {
            return Ok(after);
        }
        if !store::change_policy(tx, scope, before, after, now)? {
            return Err(Refusal::stale());
        }
        let event = NewEvent::new(AuditAction::PolicyChanged, scope.as_str(), &info.name)
            .changed("max_lifetime_days", before.max_lifetime_days, after.max_lifetime_days)
            .changed("delivery_hours", before.delivery_hours, after.delivery_hours)
            .because(Some(&reason));
        record(tx, scope, permit.actor(), event)?;
        tx.changed(scope.tenant(), Topic::Policy, scope.as_str())?;
        Ok(after)
    })
    .await
}
