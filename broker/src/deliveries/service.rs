//! Reading deliveries, and ending one that nobody opened.

use tessera_shared::dto::deliveries::DeliveryInfo;
use tessera_shared::instant::Instant;
use tessera_shared::words::DeliveryState;

use crate::act::Tx;
use crate::db::{Conn, DbError};
use crate::deliveries::store;
use crate::outcome::Outcome;
use crate::tenancy::TenantScope;

/// The handing-over of a token, as the tenant's people see it.
pub fn delivery_of_token(conn: &mut Conn, scope: &TenantScope, token: &str) -> Outcome<Option<DeliveryInfo>> {
    let Some(row) = store::find_of_token(conn, scope, token)? else {
        return Ok(None);
    };
    let corrupt = || DbError::Corrupt("delivery".to_owned());
    Ok(Some(DeliveryInfo {
        id: row.id.parse().map_err(|_cause| corrupt())?,
        state: row.state.parse().map_err(|_cause| corrupt())?,
        sent_to: row.sent_to,
        sent_at: Instant::from_millis(row.sent_at),
        expires_at: Instant::from_millis(row.expires_at),
        opened_at: row.opened_at.map(Instant::from_millis),
        opened_from: row.opened_from,
        refused: u32::try_from(row.refused).unwrap_or(0),
    }))
}

/// Ends the unopened delivery of a token that ended.
pub fn supersede_delivery(tx: &mut Tx<'_>, scope: &TenantScope, token: &str) -> Outcome<()> {
    if let Some(row) = store::find_of_token(tx, scope, token)? {
        store::close_delivery(tx, scope, &row.id, DeliveryState::Superseded)?;
    }
    Ok(())
}
