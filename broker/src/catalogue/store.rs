//! APIs and their scopes in the database.

use std::collections::HashMap;

use diesel::prelude::*;
use tessera_shared::dto::catalogue::{Api, ApiScope, CreateApi};
use tessera_shared::ids::ApiId;
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::TokenState;

use crate::db::schema::{api_scopes, apis, tokens};
use crate::db::{Conn, DbError};
use crate::tenancy::TenantScope;

/// Most APIs a tenant may have; one page shows them all.
pub const MOST: i64 = 500;

#[derive(Queryable, Selectable)]
#[diesel(table_name = apis)]
struct ApiRow {
    id: String,
    slug: String,
    name: String,
    version: String,
    audience: String,
    description: String,
}

fn api_id(text: &str) -> Result<ApiId, DbError> {
    text.parse().map_err(|_cause| DbError::Corrupt("api id".to_owned()))
}

impl ApiRow {
    fn api(self, scopes: Vec<ApiScope>) -> Result<Api, DbError> {
        Ok(Api {
            id: api_id(&self.id)?,
            slug: self.slug,
            name: self.name,
            version: self.version,
            audience: self.audience,
            description: self.description,
            scopes,
            active_tokens: 0,
        })
    }
}

/// The tenant's APIs with their scopes, by name and version; without token counts.
pub fn list_apis(conn: &mut Conn, scope: &TenantScope) -> Result<Vec<Api>, DbError> {
    let rows: Vec<ApiRow> = apis::table
        .filter(apis::tenant_id.eq(scope.as_str()))
        .order((apis::name.asc(), apis::version.asc()))
        .limit(MOST)
        .select(ApiRow::as_select())
        .load(conn)?;
    let mut scopes = scopes_by_api(conn, scope)?;
    rows.into_iter()
        .map(|row| {
            let own = scopes.remove(&row.id).unwrap_or_default();
            row.api(own)
        })
        .collect()
}

fn scopes_by_api(conn: &mut Conn, scope: &TenantScope) -> Result<HashMap<String, Vec<ApiScope>>, DbError> {
    let rows: Vec<(String, String, String, bool)> = api_scopes::table
        .filter(api_scopes::tenant_id.eq(scope.as_str()))
        .order(api_scopes::position.asc())
        .select((
            api_scopes::api_id,
            api_scopes::name,
            api_scopes::description,
            api_scopes::writes,
        ))
        .load(conn)?;
    let mut by_api: HashMap<String, Vec<ApiScope>> = HashMap::new();
    for (api, name, description, writes) in rows {
        by_api.entry(api).or_default().push(ApiScope {
            name,
            description,
            writes,
        });
    }
    Ok(by_api)
}

/// The stored API lists of the tenant's tokens that work now, each with how many tokens share it.
pub fn count_active(conn: &mut Conn, scope: &TenantScope, now: Instant) -> Result<Vec<(String, i64)>, DbError> {
    Ok(tokens::table
        .filter(tokens::tenant_id.eq(scope.as_str()))
        .filter(tokens::state.eq_any(TokenState::WORKING))
        .filter(tokens::starts_at.le(now.millis()))
        .filter(tokens::expires_at.gt(now.millis()))
        .group_by(tokens::apis)
        .select((tokens::apis, diesel::dsl::count_star()))
        .load(conn)?)
}

/// What the `search` column of an API holds: name and version, in lower case.
pub fn search_text(name: &str, version: &str) -> String {
    format!("{} {}", name.to_lowercase(), version.to_lowercase())
}

/// Adds an API with its scopes.
pub fn insert_api(
    conn: &mut Conn,
    scope: &TenantScope,
    id: ApiId,
    body: &CreateApi,
    now: Instant,
) -> Result<(), DbError> {
    diesel::insert_into(apis::table)
        .values((
            apis::id.eq(id.to_string()),
            apis::tenant_id.eq(scope.as_str()),
            apis::slug.eq(&body.slug),
            apis::name.eq(&body.name),
            apis::search.eq(search_text(&body.name, &body.version)),
            apis::version.eq(&body.version),
            apis::audience.eq(&body.audience),
            apis::description.eq(&body.description),
            apis::created_at.eq(now.millis()),
        ))
        .execute(conn)?;
    for (position, api_scope) in (0_i32..).zip(&body.scopes) {
        diesel::insert_into(api_scopes::table)
            .values((
                api_scopes::tenant_id.eq(scope.as_str()),
                api_scopes::api_id.eq(id.to_string()),
                api_scopes::name.eq(&api_scope.name),
                api_scopes::description.eq(&api_scope.description),
                api_scopes::writes.eq(api_scope.writes),
                api_scopes::position.eq(position),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// How many APIs the tenant has.
pub fn count_apis(conn: &mut Conn, scope: &TenantScope) -> Result<i64, DbError> {
    Ok(apis::table
        .filter(apis::tenant_id.eq(scope.as_str()))
        .count()
        .get_result(conn)?)
}
