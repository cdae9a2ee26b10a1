//! Deliveries in the database.

use diesel::prelude::*;
use tessera_shared::ids::DeliveryId;
use tessera_shared::instant::Instant;
use tessera_shared::words::DeliveryState;

use crate::db::dialect::{LockTable, lock_row};
use crate::db::schema::deliveries;
use crate::db::{Conn, DbError};
use crate::tenancy::TenantScope;

/// A stored delivery.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = deliveries, treat_none_as_default_value = false)]
pub struct DeliveryRow {
    pub id: String,
    pub tenant_id: String,
    pub token_id: String,
    pub state: String,
    pub sent_to: String,
    pub nonce: Option<Vec<u8>>,
    pub ciphertext: Option<Vec<u8>>,
    pub proof_hash: Vec<u8>,
    pub reveal_key_hash: Option<Vec<u8>>,
    pub sent_at: i64,
    pub expires_at: i64,
    pub opened_at: Option<i64>,
    pub opened_from: Option<String>,
    pub refused: i32,
}

/// Adds a delivery.
pub fn insert_delivery(conn: &mut Conn, scope: &TenantScope, row: &DeliveryRow) -> Result<(), DbError> {
    scope.holds(&row.tenant_id)?;
    diesel::insert_into(deliveries::table).values(row).execute(conn)?;
    Ok(())
}

/// The delivery a link names, in whichever tenant it lies: its id is the first half of the secret.
pub fn find_by_link(conn: &mut Conn, id: DeliveryId) -> Result<DeliveryRow, DbError> {
    Ok(deliveries::table
        .find(id.to_string())
        .select(DeliveryRow::as_select())
        .get_result(conn)?)
}

/// The same, kept from other openers until the end of the transaction.
pub fn lock_by_link(conn: &mut Conn, id: DeliveryId) -> Result<DeliveryRow, DbError> {
    lock_row(conn, LockTable::Deliveries, &id.to_string())?;
    find_by_link(conn, id)
}

/// The delivery of a token.
pub fn find_of_token(conn: &mut Conn, scope: &TenantScope, token: &str) -> Result<Option<DeliveryRow>, DbError> {
    Ok(deliveries::table
        .filter(deliveries::tenant_id.eq(scope.as_str()))
        .filter(deliveries::token_id.eq(token))
        .select(DeliveryRow::as_select())
        .get_result(conn)
        .optional()?)
}

/// Marks a sealed delivery as opened; says whether it was still sealed.
pub fn open_delivery(
    conn: &mut Conn,
    scope: &TenantScope,
    id: &str,
    reveal_key_hash: &[u8],
    from: Option<&str>,
    now: Instant,
) -> Result<bool, DbError> {
    let changed = diesel::update(sealed(scope, id))
        .set((
            deliveries::state.eq(DeliveryState::Opened.as_str()),
            deliveries::reveal_key_hash.eq(reveal_key_hash),
            deliveries::opened_at.eq(now.millis()),
            deliveries::opened_from.eq(from),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Ends a sealed delivery without opening it and erases its content.
pub fn close_delivery(conn: &mut Conn, scope: &TenantScope, id: &str, state: DeliveryState) -> Result<bool, DbError> {
    let changed = diesel::update(sealed(scope, id))
        .set((
            deliveries::state.eq(state.as_str()),
            deliveries::nonce.eq(None::<Vec<u8>>),
            deliveries::ciphertext.eq(None::<Vec<u8>>),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn sealed<'a>(scope: &'a TenantScope, id: &'a str) -> _ {
    let tenant: &'a str = scope.as_str();
    let state: &'static str = DeliveryState::Sealed.as_str();
    deliveries::table
        .filter(deliveries::tenant_id.eq(tenant))
        .filter(deliveries::id.eq(id))
        .filter(deliveries::state.eq(state))
}

/// Counts an attempt that was refused.
pub fn count_refusal(conn: &mut Conn, scope: &TenantScope, id: &str) -> Result<(), DbError> {
    diesel::update(
        deliveries::table
            .filter(deliveries::tenant_id.eq(scope.as_str()))
            .filter(deliveries::id.eq(id)),
    )
    .set(deliveries::refused.eq(deliveries::refused + 1))
    .execute(conn)?;
    Ok(())
}

/// Sealed deliveries of any tenant whose time is over.
pub fn list_due_across_tenants(conn: &mut Conn, now: Instant, limit: i64) -> Result<Vec<DeliveryRow>, DbError> {
    Ok(deliveries::table
        .filter(deliveries::state.eq(DeliveryState::Sealed.as_str()))
        .filter(deliveries::expires_at.le(now.millis()))
        .limit(limit)
        .select(DeliveryRow::as_select())
        .load(conn)?)
}

/// Erases the content of deliveries that were opened before `opened_before`.
pub fn erase_opened_across_tenants(conn: &mut Conn, opened_before: Instant) -> Result<usize, DbError> {
    Ok(diesel::update(
        deliveries::table
            .filter(deliveries::state.eq(DeliveryState::Opened.as_str()))
            .filter(deliveries::opened_at.lt(opened_before.millis()))
            .filter(deliveries::ciphertext.is_not_null()),
    )
    .set((
        deliveries::nonce.eq(None::<Vec<u8>>),
        deliveries::ciphertext.eq(None::<Vec<u8>>),
    ))
    .execute(conn)?)
}
