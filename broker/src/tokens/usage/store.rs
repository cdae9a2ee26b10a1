//! Where use is written down.

use diesel::prelude::*;

use crate::db::dialect::{UsageDelta, add_usage};
use crate::db::schema::{gateways, tokens};
use crate::db::{Conn, DbError, cached};

/// Adds counts to an hour. A token that was let through gets `last_used`; that is nothing a check
/// believes, so neither version nor seal change.
pub fn add_counts(conn: &mut Conn, delta: &UsageDelta<'_>, last_used: Option<i64>) -> Result<(), DbError> {
    add_usage(conn, delta)?;
    if let Some(last_used) = last_used {
        cached(
            diesel::update(
                tokens::table
                    .filter(tokens::tenant_id.eq(delta.tenant))
                    .filter(tokens::id.eq(delta.token)),
            )
            .set((
                tokens::last_used_at.eq(last_used),
                tokens::last_gateway_id.eq(delta.gateway),
            )),
        )
        .execute(conn)?;
    }
    Ok(())
}

/// Writes when a gateway last asked.
pub fn set_last_seen(conn: &mut Conn, tenant: &str, gateway: &str, last: i64) -> Result<(), DbError> {
    cached(
        diesel::update(
            gateways::table
                .filter(gateways::tenant_id.eq(tenant))
                .filter(gateways::id.eq(gateway)),
        )
        .set(gateways::last_seen_at.eq(last)),
    )
    .execute(conn)?;
    Ok(())
}
