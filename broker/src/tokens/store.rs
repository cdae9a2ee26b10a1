//! Tokens in the database.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;
use tessera_shared::dto::tokens::TokenSummary;
use tessera_shared::ids::{RequestId, TokenId};
use tessera_shared::instant::{Instant, Span};
use tessera_shared::lifecycle::TokenState;
use tessera_shared::words::{Environment, TokenSort};

use crate::db::dialect::{LockTable, lock_row};
use crate::db::pattern::{self, lower};
use crate::db::schema::{gateways, partners, tokens, usage_hours};
use crate::db::{Conn, DbError, cached};
use crate::tenancy::TenantScope;
use crate::tokens::model::TokenRow;

/// What a reader looks for.
#[derive(Clone, Debug, Default)]
pub struct TokenFilter {
    /// In which order.
    pub sort: TokenSort,
    /// Only tokens behind the one with this [`page_key`].
    pub after: Option<String>,
    /// Only this state, as it is now.
    pub state: Option<TokenState>,
    /// Only this environment.
    pub environment: Option<Environment>,
    /// Only this partner.
    pub partner: Option<String>,
    /// Only tokens that still work and end at this time or later.
    pub ends_from: Option<Instant>,
    /// Only tokens that still work and end before.
    pub ends_before: Option<Instant>,
    /// Only tokens that work and were not used since; one that was never used counts from its start.
    pub idle_since: Option<Instant>,
    /// Part of application, hint or partner name, in any case.
    pub text: Option<String>,
}

/// Keeps of a boxed query what a filter lets through, whatever is selected.
macro_rules! matching {
    ($query:expr, $filter:expr, $now:expr) => {{
        let mut query = $query;
        let now = $now;
        if let Some(environment) = $filter.environment {
            query = query.filter(tokens::environment.eq(environment.as_str()));
        }
        if let Some(partner) = &$filter.partner {
            query = query.filter(tokens::partner_id.eq(partner.clone()));
        }
        if let Some(text) = &$filter.text {
            let like = pattern::containing(text);
            query = query.filter(
                lower(tokens::application)
                    .like(like.clone())
                    .escape(pattern::ESCAPE)
                    .or(lower(tokens::hint).like(like.clone()).escape(pattern::ESCAPE))
                    .or(lower(partners::name).like(like).escape(pattern::ESCAPE)),
            );
        }
        let stored = |state: TokenState| tokens::state.eq(state.as_str());
        let now = now.millis();
        if $filter.ends_from.is_some() || $filter.ends_before.is_some() || $filter.idle_since.is_some() {
            query = query
                .filter(tokens::state.eq_any(TokenState::WORKING))
                .filter(tokens::expires_at.gt(now));
        }
        if let Some(from) = $filter.ends_from {
            query = query.filter(tokens::expires_at.ge(from.millis()));
        }
        if let Some(before) = $filter.ends_before {
            query = query.filter(tokens::expires_at.lt(before.millis()));
        }
        if let Some(since) = $filter.idle_since {
            let unused = tokens::last_used_at.is_null().and(tokens::starts_at.lt(since.millis()));
            query = query
                .filter(tokens::starts_at.le(now))
                .filter(tokens::last_used_at.lt(since.millis()).assume_not_null().or(unused));
        }
        query = match $filter.state {
            None => query,
            // Start and end are read off the clock: a stored state may lag behind it.
            Some(state @ (TokenState::Revoked | TokenState::Suspended | TokenState::Rotating)) => {
                let query = query.filter(stored(state));
                if state == TokenState::Revoked {
                    query
                } else {
                    query.filter(tokens::expires_at.gt(now))
                }
            }
            Some(TokenState::Active) => query
                .filter(stored(TokenState::Active))
                .filter(tokens::starts_at.le(now))
                // About an expression, so that SQLite walks the newest of the state instead of sorting
                // all that have not ended.
                .filter((tokens::expires_at + 0_i64).gt(now)),
            Some(TokenState::Pending) => query
                .filter(stored(TokenState::Active))
                .filter(tokens::starts_at.gt(now))
                .filter(tokens::expires_at.gt(now)),
            Some(TokenState::Expired) => query
                .filter(tokens::expires_at.le(now))
                .filter(tokens::state.ne(TokenState::Revoked.as_str())),
        };
        query
    }};
}

/// Where a token stands in the order of `sort`: what the next page begins behind.
pub fn page_key(sort: TokenSort, token: &TokenSummary) -> String {
    match sort {
        TokenSort::Newest | TokenSort::Oldest => token.id.to_string(),
        TokenSort::EndsFirst => format!("{} {}", token.expires_at.millis(), token.id),
    }
}

/// The end and the id in the [`page_key`] of a token in the order of its end.
fn end_and_id(key: &str) -> Result<(i64, String), DbError> {
    let parts = key
        .split_once(' ')
        .and_then(|(end, id)| Some((end.parse().ok()?, id.to_owned())));
    parts.ok_or_else(|| DbError::Corrupt("key of a page of tokens".to_owned()))
}

/// Tokens of the tenant with their partner's name, in the order of the filter.
pub fn list_tokens(
    conn: &mut Conn,
    scope: &TenantScope,
    filter: &TokenFilter,
    now: Instant,
    limit: i64,
) -> Result<Vec<(TokenRow, String)>, DbError> {
    let mut query = tokens::table
        .inner_join(partners::table.on(partners::id.eq(tokens::partner_id)))
        .filter(tokens::tenant_id.eq(scope.as_str()))
        .filter(partners::tenant_id.eq(scope.as_str()))
        .limit(limit)
        .select((TokenRow::as_select(), partners::name))
        .into_boxed();
    if let Some(key) = &filter.after {
        query = match filter.sort {
            TokenSort::Newest => query.filter(tokens::id.lt(key.clone())),
            TokenSort::Oldest => query.filter(tokens::id.gt(key.clone())),
            TokenSort::EndsFirst => {
                let (end, id) = end_and_id(key)?;
                // The first condition bounds the index; the second one alone would not.
                let behind = tokens::expires_at.gt(end).or(tokens::id.gt(id));
                query.filter(tokens::expires_at.ge(end)).filter(behind)
            }
        };
    }
    query = match filter.sort {
        TokenSort::Newest => query.order(tokens::id.desc()),
        TokenSort::Oldest => query.order(tokens::id.asc()),
        TokenSort::EndsFirst => query.order((tokens::expires_at.asc(), tokens::id.asc())),
    };
    Ok(matching!(query, filter, now).load(conn)?)
}

/// How many tokens of the tenant the filter lets through.
pub fn count_tokens(conn: &mut Conn, scope: &TenantScope, filter: &TokenFilter, now: Instant) -> Result<i64, DbError> {
    let query = tokens::table
        .inner_join(partners::table.on(partners::id.eq(tokens::partner_id)))
        .filter(tokens::tenant_id.eq(scope.as_str()))
        .filter(partners::tenant_id.eq(scope.as_str()))
        .select(count_star())
        .into_boxed();
    Ok(matching!(query, filter, now).get_result(conn)?)
}

/// One token of the tenant.
pub fn find_token(conn: &mut Conn, scope: &TenantScope, id: TokenId) -> Result<TokenRow, DbError> {
    Ok(tokens::table
        .filter(tokens::tenant_id.eq(scope.as_str()))
        .filter(tokens::id.eq(id.to_string()))
        .select(TokenRow::as_select())
        .get_result(conn)?)
}

/// The same, kept from other writers until the end of the transaction.
pub fn lock_token(conn: &mut Conn, scope: &TenantScope, id: TokenId) -> Result<TokenRow, DbError> {
    lock_row(conn, LockTable::Tokens, &id.to_string())?;
    find_token(conn, scope, id)
}

/// Every token issued from a request, newest first.
pub fn list_of_request(conn: &mut Conn, scope: &TenantScope, request: RequestId) -> Result<Vec<TokenRow>, DbError> {
    Ok(tokens::table
        .filter(tokens::tenant_id.eq(scope.as_str()))
        .filter(tokens::request_id.eq(request.to_string()))
        .order(tokens::generation.desc())
        .limit(100)
        .select(TokenRow::as_select())
        .load(conn)?)
}

/// Adds a token with the finder print of its secret.
pub fn insert_token(conn: &mut Conn, scope: &TenantScope, row: &TokenRow, finder: &[u8]) -> Result<(), DbError> {
    scope.holds(&row.tenant_id)?;
    diesel::insert_into(tokens::table)
        .values((row, tokens::finder.eq(finder)))
        .execute(conn)?;
    Ok(())
}

/// Writes state, reason, version and seal of `row`, unless it changed since version `read`.
pub fn update_token(conn: &mut Conn, scope: &TenantScope, row: &TokenRow, read: i32) -> Result<bool, DbError> {
    let changed = cached(
        diesel::update(
            tokens::table
                .filter(tokens::tenant_id.eq(scope.as_str()))
                .filter(tokens::id.eq(&row.id))
                .filter(tokens::version.eq(read)),
        )
        .set((
            tokens::state.eq(&row.state),
            tokens::ended_at.eq(row.ended_at),
            tokens::ended_reason.eq(&row.ended_reason),
            tokens::version.eq(row.version),
            tokens::seal.eq(&row.seal),
            tokens::delivery_state.eq(&row.delivery_state),
        )),
    )
    .execute(conn)?;
    Ok(changed == 1)
}

/// Writes how far the handing-over has come; says nothing a check believes.
pub fn set_delivery_state(conn: &mut Conn, scope: &TenantScope, id: &str, state: &str) -> Result<(), DbError> {
    cached(
        diesel::update(
            tokens::table
                .filter(tokens::tenant_id.eq(scope.as_str()))
                .filter(tokens::id.eq(id)),
        )
        .set(tokens::delivery_state.eq(state)),
    )
    .execute(conn)?;
    Ok(())
}

/// Tokens of any tenant whose end has come and that still stand as usable.
pub fn list_due_across_tenants(conn: &mut Conn, now: Instant, limit: i64) -> Result<Vec<TokenRow>, DbError> {
    let usable = [TokenState::Active, TokenState::Suspended, TokenState::Rotating].map(TokenState::as_str);
    Ok(tokens::table
        .filter(tokens::state.eq_any(usable))
        .filter(tokens::expires_at.le(now.millis()))
        .order(tokens::expires_at.asc())
        .limit(limit)
        .select(TokenRow::as_select())
        .load(conn)?)
}

/// Checks per hour and token over the last 24 hours, for some tokens of the tenant.
pub fn hourly_checks(
    conn: &mut Conn,
    scope: &TenantScope,
    ids: &[String],
    now: Instant,
) -> Result<HashMap<String, Vec<u32>>, DbError> {
    let first = now.floor_hour() - Span::hours(23);
    let rows: Vec<(String, i64, i64, i64)> = usage_hours::table
        .filter(usage_hours::tenant_id.eq(scope.as_str()))
        .filter(usage_hours::token_id.eq_any(ids))
        .filter(usage_hours::hour.ge(first.millis()))
        .select((
            usage_hours::token_id,
            usage_hours::hour,
            usage_hours::allowed,
            usage_hours::refused,
        ))
        .load(conn)?;
    let mut by_token: HashMap<String, Vec<u32>> = HashMap::new();
    for (token, hour, allowed, refused) in rows {
        let slot = usize::try_from((hour - first.millis()) / 3_600_000).unwrap_or(usize::MAX);
        let hours = by_token.entry(token).or_insert_with(|| vec![0; 24]);
        if let Some(cell) = hours.get_mut(slot) {
            *cell = cell.saturating_add(u32::try_from(allowed + refused).unwrap_or(u32::MAX));
        }
    }
    Ok(by_token)
}

/// Checks of one token per hour since `since`: hour, let through, refused.
pub fn usage_since(
    conn: &mut Conn,
    scope: &TenantScope,
    id: TokenId,
    since: Instant,
) -> Result<Vec<(i64, i64, i64)>, DbError> {
    Ok(usage_hours::table
        .filter(usage_hours::tenant_id.eq(scope.as_str()))
        .filter(usage_hours::token_id.eq(id.to_string()))
        .filter(usage_hours::hour.ge(since.millis()))
        .order(usage_hours::hour.asc())
        .select((usage_hours::hour, usage_hours::allowed, usage_hours::refused))
        .load(conn)?)
}

/// The name of a partner and, if there is one, of a gateway of the tenant.
pub fn names(conn: &mut Conn, scope: &TenantScope, row: &TokenRow) -> Result<(String, Option<String>), DbError> {
    let partner = partners::table
        .filter(partners::tenant_id.eq(scope.as_str()))
        .filter(partners::id.eq(&row.partner_id))
        .select(partners::name)
        .get_result(conn)?;
    let gateway = match &row.last_gateway_id {
        None => None,
        Some(id) => gateways::table
            .filter(gateways::tenant_id.eq(scope.as_str()))
            .filter(gateways::id.eq(id))
            .select(gateways::name)
            .get_result(conn)
            .optional()?,
    };
    Ok((partner, gateway))
}
