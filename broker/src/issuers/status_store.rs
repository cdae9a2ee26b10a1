//! Places in status lists in the database.

use diesel::prelude::*;
use tessera_shared::ids::TokenId;
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::TokenFacts;

use crate::db::dialect::{LockTable, lock_row};
use crate::db::schema::{status_entries, tokens};
use crate::db::{Conn, DbError};
use crate::issuers::status::Place;
use crate::tenancy::{TenantScope, parse_stored};

/// The place of a token.
pub fn find_place(conn: &mut Conn, scope: &TenantScope, token: TokenId) -> Result<Option<Place>, DbError> {
    let found: Option<(i32, i32)> = status_entries::table
        .filter(status_entries::tenant_id.eq(scope.as_str()))
        .filter(status_entries::token_id.eq(token.to_string()))
        .select((status_entries::list, status_entries::position))
        .get_result(conn)
        .optional()?;
    Ok(found.map(|(list, position)| Place { list, position }))
}

/// Like [`newest_list`]; others who give places wait.
pub fn lock_newest_list(conn: &mut Conn, scope: &TenantScope) -> Result<(i32, i64), DbError> {
    lock_row(conn, LockTable::Tenants, scope.as_str())?;
    newest_list(conn, scope)
}

/// The tenant's newest list and how many places of it are taken.
pub fn newest_list(conn: &mut Conn, scope: &TenantScope) -> Result<(i32, i64), DbError> {
    let own = || status_entries::table.filter(status_entries::tenant_id.eq(scope.as_str()));
    let newest: Option<i32> = own().select(diesel::dsl::max(status_entries::list)).get_result(conn)?;
    let newest = newest.unwrap_or(0);
    let taken = own().filter(status_entries::list.eq(newest)).count().get_result(conn)?;
    Ok((newest, taken))
}

/// Whether somebody has this place.
pub fn is_taken(conn: &mut Conn, scope: &TenantScope, place: Place) -> Result<bool, DbError> {
    let taken: i64 = status_entries::table
        .filter(status_entries::tenant_id.eq(scope.as_str()))
        .filter(status_entries::list.eq(place.list))
        .filter(status_entries::position.eq(place.position))
        .count()
        .get_result(conn)?;
    Ok(taken > 0)
}

/// Gives a token a place.
pub fn insert_place(conn: &mut Conn, scope: &TenantScope, token: TokenId, place: Place) -> Result<(), DbError> {
    diesel::insert_into(status_entries::table)
        .values((
            status_entries::tenant_id.eq(scope.as_str()),
            status_entries::list.eq(place.list),
            status_entries::position.eq(place.position),
            status_entries::token_id.eq(token.to_string()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Positions of a list and what is known of their tokens.
pub fn list_places(conn: &mut Conn, scope: &TenantScope, list: i32) -> Result<Vec<(i32, TokenFacts)>, DbError> {
    let rows: Vec<(i32, String, i64, i64)> = status_entries::table
        .inner_join(tokens::table.on(tokens::id.eq(status_entries::token_id)))
        .filter(status_entries::tenant_id.eq(scope.as_str()))
        .filter(tokens::tenant_id.eq(scope.as_str()))
        .filter(status_entries::list.eq(list))
        .select((
            status_entries::position,
            tokens::state,
            tokens::starts_at,
            tokens::expires_at,
        ))
        .load(conn)?;
    let facts = |(position, state, starts_at, expires_at): (i32, String, i64, i64)| {
        let facts = TokenFacts {
            state: parse_stored(&state)?,
            starts_at: Instant::from_millis(starts_at),
            expires_at: Instant::from_millis(expires_at),
        };
        Ok((position, facts))
    };
    rows.into_iter().map(facts).collect()
}
