//! Providers in the database. They belong to the owner of the platform, also those of one tenant.

use diesel::prelude::*;
use tessera_shared::dto::sso::RoleMapping;
use tessera_shared::instant::Instant;

use crate::db::schema::{identity_providers, provider_domains, provider_mappings, tenants};
use crate::db::{Conn, DbError};
use crate::sso::model::{MappingRow, ProviderRow, Stored};

fn whole(conn: &mut Conn, row: ProviderRow) -> Result<Stored, DbError> {
    let domains = provider_domains::table
        .filter(provider_domains::provider_id.eq(&row.id))
        .order(provider_domains::domain.asc())
        .select(provider_domains::domain)
        .load(conn)?;
    let mappings: Vec<MappingRow> = provider_mappings::table
        .filter(provider_mappings::provider_id.eq(&row.id))
        .order(provider_mappings::position.asc())
        .select(MappingRow::as_select())
        .load(conn)?;
    Ok(Stored {
        mappings: mappings.iter().map(MappingRow::mapping).collect::<Result<_, _>>()?,
        domains,
        row,
    })
}

/// One provider.
pub fn find_provider(conn: &mut Conn, id: &str) -> Result<Stored, DbError> {
    let row = identity_providers::table
        .find(id)
        .select(ProviderRow::as_select())
        .get_result(conn)?;
    whole(conn, row)
}

/// The provider in use that is the authority for a domain in lower case.
pub fn find_by_domain(conn: &mut Conn, domain: &str) -> Result<Option<ProviderRow>, DbError> {
    Ok(identity_providers::table
        .inner_join(provider_domains::table.on(provider_domains::provider_id.eq(identity_providers::id)))
        .filter(provider_domains::domain.eq(domain))
        .filter(identity_providers::enabled.eq(true))
        .select(ProviderRow::as_select())
        .get_result(conn)
        .optional()?)
}

/// Whether a domain has an authority, in use or not.
pub fn has_authority(conn: &mut Conn, domain: &str) -> Result<bool, DbError> {
    let found: Option<String> = provider_domains::table
        .find(domain)
        .select(provider_domains::provider_id)
        .get_result(conn)
        .optional()?;
    Ok(found.is_some())
}

/// Providers of the platform that are in use, by name.
pub fn list_offered(conn: &mut Conn, limit: i64) -> Result<Vec<ProviderRow>, DbError> {
    Ok(identity_providers::table
        .filter(identity_providers::tenant_id.is_null())
        .filter(identity_providers::enabled.eq(true))
        .order((identity_providers::name.asc(), identity_providers::id.asc()))
        .limit(limit)
        .select(ProviderRow::as_select())
        .load(conn)?)
}

/// All providers, the oldest first, after `after`.
pub fn list_providers_across_tenants(conn: &mut Conn, after: Option<&str>, limit: i64) -> Result<Vec<Stored>, DbError> {
    let mut query = identity_providers::table
        .order(identity_providers::id.asc())
        .limit(limit)
        .select(ProviderRow::as_select())
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(identity_providers::id.gt(after));
    }
    let rows: Vec<ProviderRow> = query.load(conn)?;
    rows.into_iter().map(|row| whole(conn, row)).collect()
}

/// What the tenant of a provider is called; none for one of the whole platform.
pub fn find_tenant_name(conn: &mut Conn, provider: &ProviderRow) -> Result<Option<String>, DbError> {
    let Some(tenant) = &provider.tenant_id else {
        return Ok(None);
    };
    let name = tenants::table.find(tenant).select(tenants::name).get_result(conn)?;
    Ok(Some(name))
}

/// Adds a provider with its domains and mappings.
pub fn insert_provider(conn: &mut Conn, provider: &Stored) -> Result<(), DbError> {
    diesel::insert_into(identity_providers::table)
        .values(&provider.row)
        .execute(conn)?;
    insert_parts(conn, provider)
}

/// Writes down a changed provider; false when it is no longer of the version `read`.
pub fn update_provider(conn: &mut Conn, provider: &Stored, read: i32, now: Instant) -> Result<bool, DbError> {
    let row = &provider.row;
    let read = identity_providers::table
        .find(&row.id)
        .filter(identity_providers::version.eq(read));
    let changed = diesel::update(read)
        .set((
            identity_providers::name.eq(&row.name),
            identity_providers::issuer.eq(&row.issuer),
            identity_providers::client_id.eq(&row.client_id),
            identity_providers::client_secret.eq(&row.client_secret),
            identity_providers::scopes.eq(&row.scopes),
            identity_providers::groups_claim.eq(&row.groups_claim),
            identity_providers::enabled.eq(row.enabled),
            identity_providers::version.eq(identity_providers::version + 1),
            identity_providers::updated_at.eq(now.millis()),
        ))
        .execute(conn)?;
    if changed != 1 {
        return Ok(false);
    }
    diesel::delete(provider_domains::table.filter(provider_domains::provider_id.eq(&row.id))).execute(conn)?;
    diesel::delete(provider_mappings::table.filter(provider_mappings::provider_id.eq(&row.id))).execute(conn)?;
    insert_parts(conn, provider)?;
    Ok(true)
}

fn insert_parts(conn: &mut Conn, provider: &Stored) -> Result<(), DbError> {
    for domain in &provider.domains {
        diesel::insert_into(provider_domains::table)
            .values((
                provider_domains::domain.eq(domain),
                provider_domains::provider_id.eq(&provider.row.id),
            ))
            .execute(conn)?;
    }
    for (position, mapping) in provider.mappings.iter().enumerate() {
        diesel::insert_into(provider_mappings::table)
            .values(mapping_row(provider, position, mapping))
            .execute(conn)?;
    }
    Ok(())
}

fn mapping_row(provider: &Stored, position: usize, mapping: &RoleMapping) -> MappingRow {
    MappingRow {
        provider_id: provider.row.id.clone(),
        home: provider.row.home.clone(),
        position: i32::try_from(position).unwrap_or(i32::MAX),
        group_name: mapping.group.clone(),
        tenant_id: mapping.tenant.map(|tenant| tenant.to_string()),
        role: mapping.role.to_string(),
    }
}
