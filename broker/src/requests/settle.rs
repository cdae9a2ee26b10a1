//! Requests nobody acted on in time.

use tessera_shared::instant::Span;
use tessera_shared::lifecycle::RequestEvent;

use crate::act::Tx;
use crate::auth::Actor;
use crate::outcome::Outcome;
use crate::requests::model::stored;
use crate::requests::{decide, store};
use crate::tenancy::{SystemJob, TenantScope};

/// A partner has this long to confirm the address.
const TO_CONFIRM: Span = Span::days(14);
/// An admin has this long to decide.
const TO_DECIDE: Span = Span::days(90);
/// At most this many in one go.
const BATCH: i64 = 200;

/// Lapses what waited too long; says how many.
pub fn lapse_requests(tx: &mut Tx<'_>) -> Outcome<usize> {
    let now = tx.now();
    let actor = Actor::system("settle");
    let forgotten = store::list_forgotten_across_tenants(tx, now - TO_CONFIRM, now - TO_DECIDE, BATCH)?;
    let outlived = store::list_outlived_across_tenants(tx, now, BATCH)?;
    let waited = forgotten.iter().map(|row| (row, "Nobody acted in time."));
    let late = outlived
        .iter()
        .map(|row| (row, "The granted time ran out before the token was issued."));
    for (row, reason) in waited.chain(late) {
        let scope = TenantScope::for_job(SystemJob::Settle, stored(&row.tenant_id)?);
        decide::end(tx, &scope, &actor, row, RequestEvent::Lapse, reason)?;
    }
    Ok(forgotten.len() + outlived.len())
}
