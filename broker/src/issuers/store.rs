//! Signing keys in the database.

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use tessera_shared::ids::TenantId;
use tessera_shared::instant::Instant;

use crate::db::dialect::{LockTable, lock_row};
use crate::db::schema::{signing_keys, tenants};
use crate::db::{Conn, DbError};
use crate::issuers::model::SigningKeyRow;
use crate::tenancy::{TenantScope, parse_stored};

/// Keys of the tenant that are still believed at `now`, the newest first.
pub fn list_keys(conn: &mut Conn, scope: &TenantScope, now: Instant) -> Result<Vec<SigningKeyRow>, DbError> {
    Ok(signing_keys::table
        .filter(signing_keys::tenant_id.eq(scope.as_str()))
        .filter(
            signing_keys::ends_at
                .is_null()
                .or(signing_keys::ends_at.gt(now.millis())),
        )
        .order((signing_keys::signs_from.desc(), signing_keys::id.desc()))
        .select(SigningKeyRow::as_select())
        .load(conn)?)
}

/// The same, for a writer: others who change keys of the tenant wait.
pub fn lock_keys(conn: &mut Conn, scope: &TenantScope, now: Instant) -> Result<Vec<SigningKeyRow>, DbError> {
    lock_row(conn, LockTable::Tenants, scope.as_str())?;
    list_keys(conn, scope, now)
}

/// Adds a key.
pub fn insert_key(conn: &mut Conn, scope: &TenantScope, row: &SigningKeyRow) -> Result<(), DbError> {
    scope.holds(&row.tenant_id)?;
    diesel::insert_into(signing_keys::table).values(row).execute(conn)?;
    Ok(())
}

/// Says until when a key signs and is believed.
pub fn end_key(
    conn: &mut Conn,
    scope: &TenantScope,
    id: &str,
    signs_until: Instant,
    ends_at: Instant,
) -> Result<(), DbError> {
    let key = signing_keys::table
        .filter(signing_keys::tenant_id.eq(scope.as_str()))
        .filter(signing_keys::id.eq(id));
    diesel::update(key)
        .set((
            signing_keys::signs_until.eq(signs_until.millis()),
            signing_keys::ends_at.eq(ends_at.millis()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Every key that is still believed at `now`.
pub fn list_all_across_tenants(conn: &mut Conn, now: Instant) -> Result<Vec<SigningKeyRow>, DbError> {
    Ok(signing_keys::table
        .filter(
            signing_keys::ends_at
                .is_null()
                .or(signing_keys::ends_at.gt(now.millis())),
        )
        .select(SigningKeyRow::as_select())
        .load(conn)?)
}

/// Some tenants that have no key without an end, and so none that signs for long.
pub fn list_keyless_across_tenants(conn: &mut Conn, limit: i64) -> Result<Vec<TenantId>, DbError> {
    let own = signing_keys::table
        .filter(signing_keys::tenant_id.eq(tenants::id))
        .filter(signing_keys::ends_at.is_null());
    let ids: Vec<String> = tenants::table
        .filter(not(exists(own)))
        .order(tenants::id.asc())
        .limit(limit)
        .select(tenants::id)
        .load(conn)?;
    ids.iter().map(|id| parse_stored(id)).collect()
}

/// Some tenants whose key without an end has signed since before `since`.
pub fn list_due_across_tenants(conn: &mut Conn, since: Instant, limit: i64) -> Result<Vec<TenantId>, DbError> {
    let ids: Vec<String> = signing_keys::table
        .filter(signing_keys::ends_at.is_null())
        .filter(signing_keys::signs_from.lt(since.millis()))
        .order(signing_keys::signs_from.asc())
        .limit(limit)
        .select(signing_keys::tenant_id)
        .load(conn)?;
    ids.iter().map(|id| parse_stored(id)).collect()
}

/// Removes keys whose end was before `end`.
pub fn delete_ended_across_tenants(conn: &mut Conn, end: Instant) -> Result<usize, DbError> {
    Ok(diesel::delete(signing_keys::table.filter(signing_keys::ends_at.lt(end.millis()))).execute(conn)?)
}
