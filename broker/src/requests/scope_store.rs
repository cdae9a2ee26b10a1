//! What requests ask for, joined with the catalogue.

use diesel::prelude::*;
use tessera_shared::dto::catalogue::ApiBrief;
use tessera_shared::ids::RequestId;

use crate::db::schema::{api_scopes, apis, request_scopes};
use crate::db::{Conn, DbError, cached};
use crate::requests::model::{ScopeRow, stored};
use crate::tenancy::TenantScope;

/// The scopes of some requests of the tenant, with their request ids, in catalogue order.
pub fn list_scopes(conn: &mut Conn, scope: &TenantScope, ids: &[String]) -> Result<Vec<(String, ScopeRow)>, DbError> {
    type Row = (
        String,
        String,
        String,
        String,
        String,
        String,
        String,
        bool,
        Option<bool>,
    );
    let query = request_scopes::table
        .inner_join(
            api_scopes::table.on(api_scopes::tenant_id
                .eq(request_scopes::tenant_id)
                .and(api_scopes::api_id.eq(request_scopes::api_id))
                .and(api_scopes::name.eq(request_scopes::scope))),
        )
        .inner_join(apis::table.on(apis::id.eq(request_scopes::api_id)))
        .filter(request_scopes::tenant_id.eq(scope.as_str()))
        .filter(request_scopes::request_id.eq_any(ids))
        .order((apis::name.asc(), apis::id.asc(), api_scopes::position.asc()))
        .select((
            request_scopes::request_id,
            apis::id,
            apis::name,
            apis::version,
            apis::audience,
            api_scopes::name,
            api_scopes::description,
            api_scopes::writes,
            request_scopes::granted,
        ));
    let rows: Vec<Row> = cached(query).load(conn)?;
    rows.into_iter()
        .map(
            |(request, api, name, version, audience, scope, description, writes, granted)| {
                let api = ApiBrief {
                    id: stored(&api)?,
                    name,
                    version,
                };
                Ok((
                    request,
                    ScopeRow {
                        api,
                        audience,
                        scope,
                        description,
                        writes,
                        granted,
                    },
                ))
            },
        )
        .collect()
}

/// The scopes of one request of the tenant.
pub fn scopes_of(conn: &mut Conn, scope: &TenantScope, id: RequestId) -> Result<Vec<ScopeRow>, DbError> {
    let rows = list_scopes(conn, scope, &[id.to_string()])?;
    Ok(rows.into_iter().map(|(_request, row)| row).collect())
}
