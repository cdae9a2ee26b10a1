//! Tenants in the database.

use diesel::prelude::*;
use tessera_shared::dto::tenants::{CreateTenant, PlatformTenant, Policy};
use tessera_shared::ids::TenantId;
use tessera_shared::instant::Instant;
use tessera_shared::words::TenantStatus;

use crate::db::schema::{apis, gateways, memberships, partners, tenants};
use crate::db::{Conn, DbError, pattern};
use crate::tenancy::{TENANT_INFO, TenantInfo, TenantScope, tenant_info_of};
use crate::tenants::search::search_text;

/// What a new tenant allows until somebody decides otherwise.
const MAX_LIFETIME_DAYS: i32 = 365;
const DELIVERY_HOURS: i32 = 72;

fn corrupt() -> DbError {
    DbError::Corrupt("tenant".to_owned())
}

/// Adds a tenant.
pub fn insert_tenant(conn: &mut Conn, id: TenantId, body: &CreateTenant, now: Instant) -> Result<(), DbError> {
    diesel::insert_into(tenants::table)
        .values((
            tenants::id.eq(id.to_string()),
            tenants::slug.eq(&body.slug),
            tenants::name.eq(&body.name),
            tenants::accent.eq(&body.accent),
            tenants::status.eq(TenantStatus::Active.as_str()),
            tenants::max_lifetime_days.eq(MAX_LIFETIME_DAYS),
            tenants::delivery_hours.eq(DELIVERY_HOURS),
            tenants::search.eq(search_text(&body.name, &body.slug)),
            tenants::created_at.eq(now.millis()),
            tenants::updated_at.eq(now.millis()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Gives the tenant another policy in place of `before`; false when it has another one by now.
pub fn change_policy(
    conn: &mut Conn,
    scope: &TenantScope,
    before: Policy,
    after: Policy,
    now: Instant,
) -> Result<bool, DbError> {
    // A number that no tenant can have is that of none.
    let number = |value: u32| i32::try_from(value).unwrap_or(i32::MAX);
    let changed = diesel::update(
        tenants::table
            .find(scope.as_str())
            .filter(tenants::max_lifetime_days.eq(number(before.max_lifetime_days)))
            .filter(tenants::delivery_hours.eq(number(before.delivery_hours))),
    )
    .set((
        tenants::max_lifetime_days.eq(number(after.max_lifetime_days)),
        tenants::delivery_hours.eq(number(after.delivery_hours)),
        tenants::updated_at.eq(now.millis()),
    ))
    .execute(conn)?;
    Ok(changed == 1)
}

/// What the tenant is.
pub fn find_info(conn: &mut Conn, scope: &TenantScope) -> Result<TenantInfo, DbError> {
    let row = tenants::table
        .find(scope.as_str())
        .select(TENANT_INFO)
        .get_result(conn)?;
    tenant_info_of(row)
}

/// The tenant with this short name.
pub fn find_by_slug(conn: &mut Conn, slug: &str) -> Result<TenantId, DbError> {
    let id: String = tenants::table
        .filter(tenants::slug.eq(slug))
        .select(tenants::id)
        .get_result(conn)?;
    id.parse().map_err(|_cause| corrupt())
}

/// Changes the status of a tenant; false when it did not have the one `from`.
pub fn change_status(
    conn: &mut Conn,
    scope: &TenantScope,
    from: TenantStatus,
    to: TenantStatus,
) -> Result<bool, DbError> {
    let tenant = tenants::table
        .filter(tenants::id.eq(scope.as_str()))
        .filter(tenants::status.eq(from.as_str()));
    let changed = diesel::update(tenant)
        .set(tenants::status.eq(to.as_str()))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Numbers of partners, APIs and gateways in use.
pub fn count_parts(conn: &mut Conn, scope: &TenantScope) -> Result<(i64, i64, i64), DbError> {
    let partners = partners::table
        .filter(partners::tenant_id.eq(scope.as_str()))
        .count()
        .get_result(conn)?;
    let apis = apis::table
        .filter(apis::tenant_id.eq(scope.as_str()))
        .count()
        .get_result(conn)?;
    let gateways = gateways::table
        .filter(gateways::tenant_id.eq(scope.as_str()))
        .filter(gateways::retired_at.is_null())
        .count()
        .get_result(conn)?;
    Ok((partners, apis, gateways))
}

/// Tenants of the platform by short name, after `after`.
pub fn list_platform(
    conn: &mut Conn,
    after: Option<&str>,
    text: Option<&str>,
    limit: i64,
) -> Result<Vec<PlatformTenant>, DbError> {
    type Row = (String, String, String, String, Option<String>, String, i64);
    let mut query = tenants::table
        .order(tenants::slug.asc())
        .limit(limit)
        .select((
            tenants::id,
            tenants::slug,
            tenants::name,
            tenants::accent,
            tenants::logo,
            tenants::status,
            tenants::created_at,
        ))
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(tenants::slug.gt(after));
    }
    if let Some(text) = text {
        query = query.filter(tenants::search.like(pattern::containing(text)).escape(pattern::ESCAPE));
    }
    let rows: Vec<Row> = query.load(conn)?;
    let ids: Vec<&String> = rows.iter().map(|row| &row.0).collect();
    let members: Vec<(String, i64)> = memberships::table
        .filter(memberships::tenant_id.eq_any(ids))
        .group_by(memberships::tenant_id)
        .select((memberships::tenant_id, diesel::dsl::count_star()))
        .load(conn)?;
    rows.iter()
        .map(|(id, slug, name, accent, logo, status, created_at)| {
            let count = members
                .iter()
                .find(|(tenant, _)| tenant == id)
                .map_or(0, |(_, count)| *count);
            Ok(PlatformTenant {
                id: id.parse().map_err(|_cause| corrupt())?,
                slug: slug.clone(),
                name: name.clone(),
                accent: accent.clone(),
                logo: logo.clone(),
                status: status.parse().map_err(|_cause| corrupt())?,
                members: u32::try_from(count).unwrap_or(u32::MAX),
                created_at: Instant::from_millis(*created_at),
            })
        })
        .collect()
}
