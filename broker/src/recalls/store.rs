//! Recalls and receipts in the database.

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use tessera_shared::ids::{GatewayId, TokenId};
use tessera_shared::instant::Instant;
use tessera_shared::words::Environment;

use crate::db::schema::{recalls, receipts, tokens};
use crate::db::{Conn, DbError};
use crate::recalls::{RecallRow, ReceiptKind};
use crate::tenancy::TenantScope;

/// Adds a recall.
pub fn insert_recall(conn: &mut Conn, scope: &TenantScope, row: &RecallRow) -> Result<(), DbError> {
    scope.holds(&row.tenant_id)?;
    diesel::insert_into(recalls::table).values(row).execute(conn)?;
    Ok(())
}

/// Writes down who confirmed a recall of the tenant.
pub fn insert_receipt(
    conn: &mut Conn,
    scope: &TenantScope,
    seq: i64,
    (kind, confirmer): (ReceiptKind, &str),
    now: Instant,
) -> Result<(), DbError> {
    diesel::insert_into(receipts::table)
        .values((
            receipts::tenant_id.eq(scope.as_str()),
            receipts::seq.eq(seq),
            receipts::kind.eq(kind.as_str()),
            receipts::confirmer.eq(confirmer),
            receipts::confirmed_at.eq(now.millis()),
        ))
        .execute(conn)?;
    Ok(())
}

/// The newest recall of a token.
pub fn newest_recall(conn: &mut Conn, scope: &TenantScope, token: TokenId) -> Result<Option<RecallRow>, DbError> {
    Ok(recalls::table
        .filter(recalls::tenant_id.eq(scope.as_str()))
        .filter(recalls::token_id.eq(token.to_string()))
        .order(recalls::seq.desc())
        .select(RecallRow::as_select())
        .first(conn)
        .optional()?)
}

/// Kind, confirmer and time of the receipts for a recall.
pub fn list_receipts(conn: &mut Conn, scope: &TenantScope, seq: i64) -> Result<Vec<(String, String, i64)>, DbError> {
    Ok(receipts::table
        .filter(receipts::tenant_id.eq(scope.as_str()))
        .filter(receipts::seq.eq(seq))
        .order((receipts::confirmed_at.asc(), receipts::confirmer.asc()))
        .select((receipts::kind, receipts::confirmer, receipts::confirmed_at))
        .load(conn)?)
}

/// Numbers of recalls up to `seq` since `since` that concern a gateway of this environment and that it
/// has not confirmed.
pub fn list_unconfirmed(
    conn: &mut Conn,
    scope: &TenantScope,
    (gateway, environment): (GatewayId, Environment),
    seq: i64,
    since: Instant,
    limit: i64,
) -> Result<Vec<i64>, DbError> {
    let own = receipts::table
        .filter(receipts::tenant_id.eq(recalls::tenant_id))
        .filter(receipts::seq.eq(recalls::seq))
        .filter(receipts::kind.eq(ReceiptKind::Gateway.as_str()))
        .filter(receipts::confirmer.eq(gateway.to_string()));
    Ok(recalls::table
        .inner_join(tokens::table.on(tokens::id.eq(recalls::token_id)))
        .filter(recalls::tenant_id.eq(scope.as_str()))
        .filter(tokens::tenant_id.eq(scope.as_str()))
        .filter(tokens::environment.eq(environment.as_str()))
        .filter(recalls::seq.le(seq))
        .filter(recalls::recalled_at.ge(since.millis()))
        .filter(not(exists(own)))
        .order(recalls::seq.asc())
        .limit(limit)
        .select(recalls::seq)
        .load(conn)?)
}

/// Those of the changes `seqs` that are recalls and that `node` has not confirmed, with their tenant.
pub fn list_unconfirmed_across_tenants(
    conn: &mut Conn,
    node: &str,
    seqs: &[i64],
) -> Result<Vec<(String, i64)>, DbError> {
    let own = receipts::table
        .filter(receipts::tenant_id.eq(recalls::tenant_id))
        .filter(receipts::seq.eq(recalls::seq))
        .filter(receipts::kind.eq(ReceiptKind::Node.as_str()))
        .filter(receipts::confirmer.eq(node));
    Ok(recalls::table
        .filter(recalls::seq.eq_any(seqs))
        .filter(not(exists(own)))
        .order(recalls::seq.asc())
        .select((recalls::tenant_id, recalls::seq))
        .load(conn)?)
}

/// Removes recalls from before `end`, and their receipts.
pub fn delete_old_across_tenants(conn: &mut Conn, end: Instant) -> Result<usize, DbError> {
    Ok(diesel::delete(recalls::table.filter(recalls::recalled_at.lt(end.millis()))).execute(conn)?)
}
