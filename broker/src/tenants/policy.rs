//! What a tenant allows: how long a token may live and how long a delivery link works.
//!
//! A policy is read at the moment something is approved, issued or sent. A change touches nothing that is out
//! already: a token keeps the end it was issued with.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::queue::Topic;
use tessera_shared::dto::tenants::{ChangePolicy, Policy};
use tessera_shared::error::ErrorCode;

use crate::app::App;
use crate::audit::{NewEvent, record};
use crate::auth::Permit;
use crate::auth::actions::ManagePolicy;
use crate::outcome::{Outcome, Refusal};
use crate::requests::checks::still_permitted;
use crate::tenants::store;

/// What browsers are told that a change is about: no tenant and no gateway has to be read anew for it.
const OBJECT: &str = "policy";

/// Gives the tenant another policy. Refused when it has another one by now than the change was thought of for; the same
/// policy again changes nothing.
pub async fn change_policy(app: &Arc<App>, permit: Permit<ManagePolicy>, body: ChangePolicy) -> Outcome<Policy> {
    app.act(permit.reach(), move |tx| {
        still_permitted(tx, &permit)?;
        let (scope, now) = (permit.scope(), tx.now());
        let ChangePolicy { before, after, reason } = body;
        if !store::change_policy(tx, scope, before, after, now)? {
            let detail = "Somebody changed this policy meanwhile. Look at it again.";
            return Err(Refusal::new(ErrorCode::Stale, detail));
        }
        if before != after {
            let event = NewEvent::new(AuditAction::PolicyChanged, scope.as_str(), &permit.tenant().name)
                .changed("max_lifetime_days", before.max_lifetime_days, after.max_lifetime_days)
                .changed("delivery_hours", before.delivery_hours, after.delivery_hours)
                .because(Some(&reason));
            record(tx, scope, permit.actor(), event)?;
            tx.changed(scope.tenant(), Topic::Catalogue, OBJECT)?;
        }
        Ok(after)
    })
    .await
}
