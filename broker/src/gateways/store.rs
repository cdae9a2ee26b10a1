//! Gateways in the database.

use std::collections::HashMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use tessera_shared::ids::GatewayId;
use tessera_shared::instant::{Instant, Span};

use crate::db::dialect::{LockTable, lock_row};
use crate::db::schema::{gateways, memberships, usage_hours};
use crate::db::{Conn, DbError};
use crate::gateways::model::GatewayRow;
use crate::tenancy::{TenantScope, UserScope};

/// Most gateways in use a tenant may have, and most retired ones that are shown.
pub const MOST: i64 = 100;

/// Gateways of the tenant by name, retired ones last.
pub fn list_gateways(conn: &mut Conn, scope: &TenantScope) -> Result<Vec<GatewayRow>, DbError> {
    let of_tenant = || gateways::table.filter(gateways::tenant_id.eq(scope.as_str()));
    let mut rows: Vec<GatewayRow> = of_tenant()
        .filter(gateways::retired_at.is_null())
        .order(gateways::name.asc())
        .limit(MOST)
        .select(GatewayRow::as_select())
        .load(conn)?;
    let retired: Vec<GatewayRow> = of_tenant()
        .filter(gateways::retired_at.is_not_null())
        .order(gateways::retired_at.desc())
        .limit(MOST)
        .select(GatewayRow::as_select())
        .load(conn)?;
    rows.extend(retired);
    Ok(rows)
}

/// How many are not retired.
pub fn count_gateways(conn: &mut Conn, scope: &TenantScope) -> Result<i64, DbError> {
    Ok(gateways::table
        .filter(gateways::tenant_id.eq(scope.as_str()))
        .filter(gateways::retired_at.is_null())
        .count()
        .get_result(conn)?)
}

/// Whether any call of the tenant's gateways has passed.
pub fn has_passed(conn: &mut Conn, scope: &TenantScope) -> Result<bool, DbError> {
    let hour: Option<i64> = usage_hours::table
        .filter(usage_hours::tenant_id.eq(scope.as_str()))
        .filter(usage_hours::allowed.gt(0))
        // Without one, a holder showed its token to the broker itself.
        .filter(usage_hours::gateway_id.ne(""))
        .select(usage_hours::hour)
        .first(conn)
        .optional()?;
    Ok(hour.is_some())
}

/// One gateway of the tenant.
pub fn find_gateway(conn: &mut Conn, scope: &TenantScope, id: GatewayId) -> Result<GatewayRow, DbError> {
    Ok(gateways::table
        .filter(gateways::tenant_id.eq(scope.as_str()))
        .filter(gateways::id.eq(id.to_string()))
        .select(GatewayRow::as_select())
        .get_result(conn)?)
}

/// The same, kept from other writers until the end of the transaction.
pub fn lock_gateway(conn: &mut Conn, scope: &TenantScope, id: GatewayId) -> Result<GatewayRow, DbError> {
    lock_row(conn, LockTable::Gateways, &id.to_string())?;
    find_gateway(conn, scope, id)
}

/// Adds a gateway.
pub fn insert_gateway(conn: &mut Conn, scope: &TenantScope, row: &GatewayRow) -> Result<(), DbError> {
    scope.holds(&row.tenant_id)?;
    let search = gateways::search.eq(row.name.to_lowercase());
    diesel::insert_into(gateways::table)
        .values((row, search))
        .execute(conn)?;
    Ok(())
}

/// Writes when it got its newest credential, its end and its version.
pub fn update_gateway(conn: &mut Conn, scope: &TenantScope, row: &GatewayRow) -> Result<(), DbError> {
    diesel::update(
        gateways::table
            .filter(gateways::tenant_id.eq(scope.as_str()))
            .filter(gateways::id.eq(&row.id)),
    )
    .set((
        gateways::credential_since.eq(row.credential_since),
        gateways::retired_at.eq(row.retired_at),
        gateways::version.eq(row.version),
    ))
    .execute(conn)?;
    Ok(())
}

/// Checks of the last 24 hours per gateway of the tenant: let through and refused, oldest first.
pub fn hourly_checks(
    conn: &mut Conn,
    scope: &TenantScope,
    now: Instant,
) -> Result<HashMap<String, Vec<(u32, u32)>>, DbError> {
    let first = now.floor_hour() - Span::hours(23);
    let sum = |column: &str| sql::<BigInt>(&format!("CAST(SUM({column}) AS BIGINT)"));
    let rows: Vec<(String, i64, i64, i64)> = usage_hours::table
        .filter(usage_hours::tenant_id.eq(scope.as_str()))
        .filter(usage_hours::hour.ge(first.millis()))
        .group_by((usage_hours::gateway_id, usage_hours::hour))
        .select((
            usage_hours::gateway_id,
            usage_hours::hour,
            sum("allowed"),
            sum("refused"),
        ))
        .load(conn)?;
    let mut by_gateway: HashMap<String, Vec<(u32, u32)>> = HashMap::new();
    for (gateway, hour, allowed, refused) in rows {
        let slot = usize::try_from((hour - first.millis()) / 3_600_000).unwrap_or(usize::MAX);
        let hours = by_gateway.entry(gateway).or_insert_with(|| vec![(0, 0); 24]);
        if let Some(cell) = hours.get_mut(slot) {
            cell.0 = cell.0.saturating_add(u32::try_from(allowed).unwrap_or(u32::MAX));
            cell.1 = cell.1.saturating_add(u32::try_from(refused).unwrap_or(u32::MAX));
        }
    }
    Ok(by_gateway)
}

/// Every gateway of every tenant, for the index.
pub fn list_all_across_tenants(conn: &mut Conn) -> Result<Vec<GatewayRow>, DbError> {
    Ok(gateways::table.select(GatewayRow::as_select()).load(conn)?)
}

/// One gateway of any tenant, for the index.
pub fn find_across_tenants(conn: &mut Conn, id: GatewayId) -> Result<Option<GatewayRow>, DbError> {
    Ok(gateways::table
        .find(id.to_string())
        .select(GatewayRow::as_select())
        .get_result(conn)
        .optional()?)
}

/// Gateways in use that made no call since `quiet`, or never: their tenant and last call, in tenants where the person
/// has one of `roles`.
pub fn list_quiet(
    conn: &mut Conn,
    user: &UserScope,
    roles: &[&str],
    quiet: Instant,
) -> Result<Vec<(String, Option<i64>)>, DbError> {
    Ok(gateways::table
        .inner_join(memberships::table.on(memberships::tenant_id.eq(gateways::tenant_id)))
        .filter(memberships::user_id.eq(user.as_str()))
        .filter(memberships::role.eq_any(roles))
        .filter(gateways::retired_at.is_null())
        .filter(
            gateways::last_seen_at
                .is_null()
                .or(gateways::last_seen_at.lt(quiet.millis()).assume_not_null()),
        )
        .select((gateways::tenant_id, gateways::last_seen_at))
        .load(conn)?)
}
