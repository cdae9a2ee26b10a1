//! Invitations in the database.

use diesel::prelude::*;
use tessera_shared::ids::InviteId;
use tessera_shared::instant::Instant;

use crate::db::schema::invites;
use crate::db::{Conn, DbError};
use crate::tenancy::TenantScope;

/// A stored invitation.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = invites)]
pub struct InviteRow {
    pub id: String,
    pub tenant_id: String,
    pub email: String,
    pub role: String,
    pub code_hash: Vec<u8>,
    pub invited_by: String,
    pub invited_by_name: String,
    pub invited_at: i64,
    pub ends_at: i64,
}

/// Invitations of the tenant that can be accepted at `now`, newest first.
pub fn list_invites(conn: &mut Conn, scope: &TenantScope, now: Instant, limit: i64) -> Result<Vec<InviteRow>, DbError> {
    Ok(invites::table
        .filter(invites::tenant_id.eq(scope.as_str()))
        .filter(invites::ends_at.gt(now.millis()))
        .order(invites::id.desc())
        .limit(limit)
        .select(InviteRow::as_select())
        .load(conn)?)
}

/// One invitation of the tenant.
pub fn find_invite(conn: &mut Conn, scope: &TenantScope, id: InviteId) -> Result<InviteRow, DbError> {
    Ok(invites::table
        .filter(invites::tenant_id.eq(scope.as_str()))
        .filter(invites::id.eq(id.to_string()))
        .select(InviteRow::as_select())
        .get_result(conn)?)
}

/// The invitation a code opens, in whichever tenant it lies.
pub fn find_by_code(conn: &mut Conn, code_hash: &[u8]) -> Result<InviteRow, DbError> {
    Ok(invites::table
        .filter(invites::code_hash.eq(code_hash))
        .select(InviteRow::as_select())
        .get_result(conn)?)
}

/// Adds an invitation in the place of an earlier one to the same address, whose link ends.
pub fn replace_invite(conn: &mut Conn, scope: &TenantScope, row: &InviteRow) -> Result<(), DbError> {
    scope.holds(&row.tenant_id)?;
    diesel::delete(
        invites::table
            .filter(invites::tenant_id.eq(scope.as_str()))
            .filter(invites::email.eq(&row.email)),
    )
    .execute(conn)?;
    diesel::insert_into(invites::table).values(row).execute(conn)?;
    Ok(())
}

/// Removes an invitation; false when somebody else just did.
pub fn delete_invite(conn: &mut Conn, scope: &TenantScope, id: &str) -> Result<bool, DbError> {
    let gone = diesel::delete(
        invites::table
            .filter(invites::tenant_id.eq(scope.as_str()))
            .filter(invites::id.eq(id)),
    )
    .execute(conn)?;
    Ok(gone == 1)
}

/// Removes invitations of any tenant that nobody accepted in time.
pub fn delete_ended_across_tenants(conn: &mut Conn, now: Instant) -> Result<usize, DbError> {
    Ok(diesel::delete(invites::table.filter(invites::ends_at.le(now.millis()))).execute(conn)?)
}
