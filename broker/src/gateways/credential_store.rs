//! Credentials of gateways in the database.

use diesel::prelude::*;
use tessera_shared::ids::{GatewayCredentialId, GatewayId};
use tessera_shared::instant::Instant;

use crate::db::schema::gateway_credentials;
use crate::db::{Conn, DbError};
use crate::gateways::credentials::GatewayCredentialRow;
use crate::tenancy::TenantScope;

/// Credentials that have not ended at `now`, in milliseconds.
#[diesel::dsl::auto_type(no_type_alias)]
fn working(now: i64) -> _ {
    gateway_credentials::ends_at
        .is_null()
        .or(gateway_credentials::ends_at.gt(now))
}

/// Credentials of all gateways of the tenant that work at `now`.
pub fn list_credentials(
    conn: &mut Conn,
    scope: &TenantScope,
    now: Instant,
) -> Result<Vec<GatewayCredentialRow>, DbError> {
    Ok(gateway_credentials::table
        .filter(gateway_credentials::tenant_id.eq(scope.as_str()))
        .filter(working(now.millis()))
        .select(GatewayCredentialRow::as_select())
        .load(conn)?)
}

/// Those of one gateway.
pub fn list_credentials_of(
    conn: &mut Conn,
    scope: &TenantScope,
    gateway: &str,
    now: Instant,
) -> Result<Vec<GatewayCredentialRow>, DbError> {
    Ok(gateway_credentials::table
        .filter(gateway_credentials::tenant_id.eq(scope.as_str()))
        .filter(gateway_credentials::gateway_id.eq(gateway))
        .filter(working(now.millis()))
        .select(GatewayCredentialRow::as_select())
        .load(conn)?)
}

/// One credential of the tenant's gateways, ended or not.
pub fn find_credential(
    conn: &mut Conn,
    scope: &TenantScope,
    id: GatewayCredentialId,
) -> Result<GatewayCredentialRow, DbError> {
    Ok(gateway_credentials::table
        .filter(gateway_credentials::tenant_id.eq(scope.as_str()))
        .filter(gateway_credentials::id.eq(id.to_string()))
        .select(GatewayCredentialRow::as_select())
        .get_result(conn)?)
}

/// Whether the gateway has, or has had, the key of this thumbprint.
pub fn has_had_key(conn: &mut Conn, scope: &TenantScope, gateway: &str, thumbprint: &str) -> Result<bool, DbError> {
    let known: i64 = gateway_credentials::table
        .filter(gateway_credentials::tenant_id.eq(scope.as_str()))
        .filter(gateway_credentials::gateway_id.eq(gateway))
        .filter(gateway_credentials::jwk.is_not_null())
        .filter(gateway_credentials::hint.eq(thumbprint))
        .count()
        .get_result(conn)?;
    Ok(known > 0)
}

/// Adds a credential.
pub fn insert_credential(conn: &mut Conn, scope: &TenantScope, row: &GatewayCredentialRow) -> Result<(), DbError> {
    scope.holds(&row.tenant_id)?;
    diesel::insert_into(gateway_credentials::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Writes when a credential ends.
pub fn update_credential(conn: &mut Conn, scope: &TenantScope, row: &GatewayCredentialRow) -> Result<(), DbError> {
    diesel::update(
        gateway_credentials::table
            .filter(gateway_credentials::tenant_id.eq(scope.as_str()))
            .filter(gateway_credentials::id.eq(&row.id)),
    )
    .set(gateway_credentials::ends_at.eq(row.ends_at))
    .execute(conn)?;
    Ok(())
}

/// Ends every credential of a gateway at `at`, unless it ends before.
pub fn end_credentials(conn: &mut Conn, scope: &TenantScope, gateway: &str, at: Instant) -> Result<(), DbError> {
    let later = gateway_credentials::table
        .filter(gateway_credentials::tenant_id.eq(scope.as_str()))
        .filter(gateway_credentials::gateway_id.eq(gateway))
        .filter(working(at.millis()));
    diesel::update(later)
        .set(gateway_credentials::ends_at.eq(at.millis()))
        .execute(conn)?;
    Ok(())
}

/// Credentials of every gateway of every tenant that work at `now`, for the index.
pub fn list_all_across_tenants(conn: &mut Conn, now: Instant) -> Result<Vec<GatewayCredentialRow>, DbError> {
    Ok(gateway_credentials::table
        .filter(working(now.millis()))
        .select(GatewayCredentialRow::as_select())
        .load(conn)?)
}

/// Those of one gateway of any tenant, for the index.
pub fn list_of_gateway_across_tenants(
    conn: &mut Conn,
    gateway: GatewayId,
    now: Instant,
) -> Result<Vec<GatewayCredentialRow>, DbError> {
    Ok(gateway_credentials::table
        .filter(gateway_credentials::gateway_id.eq(gateway.to_string()))
        .filter(working(now.millis()))
        .select(GatewayCredentialRow::as_select())
        .load(conn)?)
}

/// Writes down that a credential was used, unless another node knows of a later use.
pub fn set_last_used_across_tenants(conn: &mut Conn, id: GatewayCredentialId, at: Instant) -> Result<(), DbError> {
    let used = gateway_credentials::table
        .filter(gateway_credentials::id.eq(id.to_string()))
        .filter(
            gateway_credentials::last_used_at
                .is_null()
                .or(gateway_credentials::last_used_at.lt(at.millis())),
        );
    diesel::update(used)
        .set(gateway_credentials::last_used_at.eq(at.millis()))
        .execute(conn)?;
    Ok(())
}
