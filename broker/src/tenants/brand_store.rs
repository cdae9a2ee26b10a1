//! Names, colours and logos in the database.

use diesel::prelude::*;
use tessera_shared::dto::tenants::ChangeBrand;
use tessera_shared::instant::Instant;

use crate::db::schema::{logos, tenants};
use crate::db::{Conn, DbError};
use crate::tenancy::TenantScope;
use crate::tenants::search::search_text;

/// Gives the tenant another name and colour.
pub fn change_brand(
    conn: &mut Conn,
    scope: &TenantScope,
    slug: &str,
    brand: &ChangeBrand,
    now: Instant,
) -> Result<(), DbError> {
    diesel::update(tenants::table.find(scope.as_str()))
        .set((
            tenants::name.eq(&brand.name),
            tenants::accent.eq(&brand.accent),
            tenants::search.eq(search_text(&brand.name, slug)),
            tenants::updated_at.eq(now.millis()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Gives the tenant a logo in place of the one it had.
pub fn replace_logo(
    conn: &mut Conn,
    scope: &TenantScope,
    version: &str,
    png: &[u8],
    now: Instant,
) -> Result<(), DbError> {
    diesel::delete(logos::table.find(scope.as_str())).execute(conn)?;
    diesel::insert_into(logos::table)
        .values((
            logos::tenant_id.eq(scope.as_str()),
            logos::version.eq(version),
            logos::png.eq(png),
            logos::changed_at.eq(now.millis()),
        ))
        .execute(conn)?;
    point(conn, scope, Some(version), now)
}

/// Takes the logo away; false when there was none.
pub fn delete_logo(conn: &mut Conn, scope: &TenantScope, now: Instant) -> Result<bool, DbError> {
    let gone = diesel::delete(logos::table.find(scope.as_str())).execute(conn)?;
    point(conn, scope, None, now)?;
    Ok(gone == 1)
}

/// The tenant's own row names the version, so that a list of cards needs no second look.
fn point(conn: &mut Conn, scope: &TenantScope, version: Option<&str>, now: Instant) -> Result<(), DbError> {
    diesel::update(tenants::table.find(scope.as_str()))
        .set((tenants::logo.eq(version), tenants::updated_at.eq(now.millis())))
        .execute(conn)?;
    Ok(())
}

/// The picture at this address, of whichever tenant.
pub fn find_logo_across_tenants(conn: &mut Conn, version: &str) -> Result<Vec<u8>, DbError> {
    Ok(logos::table
        .filter(logos::version.eq(version))
        .select(logos::png)
        .get_result(conn)?)
}
