//! Links nobody opened in time, and content that is no longer needed.

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::queue::Topic;
use tessera_shared::words::DeliveryState;

use crate::act::Tx;
use crate::audit::{NewEvent, record};
use crate::auth::Actor;
use crate::deliveries::open::REPEATABLE;
use crate::deliveries::store;
use crate::outcome::Outcome;
use crate::tenancy::{SystemJob, TenantScope};
use crate::tokens::model::stored;
use crate::tokens::store as tokens;

/// At most this many in one go.
const BATCH: i64 = 200;

/// Expires unopened links and erases opened content; says how many links expired.
pub fn expire_deliveries(tx: &mut Tx<'_>) -> Outcome<usize> {
    let (now, actor) = (tx.now(), Actor::system("settle"));
    store::erase_opened_across_tenants(tx, now - REPEATABLE)?;
    let due = store::list_due_across_tenants(tx, now, BATCH)?;
    for row in &due {
        let scope = TenantScope::for_job(SystemJob::Settle, stored(&row.tenant_id)?);
        store::close_delivery(tx, &scope, &row.id, DeliveryState::Expired)?;
        let token = tokens::find_token(tx, &scope, stored(&row.token_id)?)?;
        tokens::set_delivery_state(tx, &scope, &token.id, DeliveryState::Expired.as_str())?;
        let event = NewEvent::new(AuditAction::DeliveryExpired, &row.id, &token.label())
            .of_request(token.request()?)
            .fact("sent_to", &row.sent_to);
        record(tx, &scope, &actor, event)?;
        tx.changed(scope.tenant(), Topic::Tokens, &token.id)?;
    }
    Ok(due.len())
}
