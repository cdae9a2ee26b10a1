//! What the feed reads from the database.

use diesel::prelude::*;
use tessera_shared::dto::queue::Topic;

use crate::db::schema::{changes, tokens};
use crate::db::{Conn, DbError};
use crate::tenancy::TenantScope;
use crate::tokens::model::TokenRow;

/// Numbers of the oldest and the newest change there is, of any tenant.
pub fn edges_across_tenants(conn: &mut Conn) -> Result<(i64, i64), DbError> {
    let (oldest, newest): (Option<i64>, Option<i64>) = changes::table
        .select((diesel::dsl::min(changes::seq), diesel::dsl::max(changes::seq)))
        .get_result(conn)?;
    Ok((oldest.unwrap_or(0), newest.unwrap_or(0)))
}

/// Changes of the tenant's tokens behind number `after`, by number.
pub fn list_token_changes(
    conn: &mut Conn,
    scope: &TenantScope,
    after: i64,
    limit: i64,
) -> Result<Vec<(i64, String)>, DbError> {
    Ok(changes::table
        .filter(changes::tenant_id.eq(scope.as_str()))
        .filter(changes::topic.eq(Topic::Tokens.as_str()))
        .filter(changes::seq.gt(after))
        .order(changes::seq.asc())
        .limit(limit)
        .select((changes::seq, changes::object))
        .load(conn)?)
}

/// Some tokens of the tenant.
pub fn list_tokens_by_id(conn: &mut Conn, scope: &TenantScope, ids: &[String]) -> Result<Vec<TokenRow>, DbError> {
    Ok(tokens::table
        .filter(tokens::tenant_id.eq(scope.as_str()))
        .filter(tokens::id.eq_any(ids))
        .select(TokenRow::as_select())
        .load(conn)?)
}
