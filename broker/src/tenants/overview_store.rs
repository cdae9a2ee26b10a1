//! Rows the overview is made from.

use diesel::prelude::*;
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::{RequestState, TokenState};

use crate::db::schema::{decisions, deliveries, requests, tokens, usage_hours};
use crate::db::{Conn, DbError};
use crate::tenancy::TenantScope;

/// Most requests of a period that are looked at.
const MOST: i64 = 20_000;

/// When a request reached each step, in milliseconds.
#[derive(Clone, Debug)]
pub struct Journey {
    /// Filed.
    pub submitted: i64,
    /// Address confirmed.
    pub confirmed: Option<i64>,
    /// Approved.
    pub decided: Option<i64>,
    /// First token issued.
    pub issued: Option<i64>,
    /// Its link opened.
    pub opened: Option<i64>,
    /// Whether the token was ever let through.
    pub used: bool,
}

impl Journey {
    /// From filing to the opened link.
    pub fn whole(&self) -> Option<i64> {
        Some(self.opened? - self.submitted)
    }
}

/// Journeys of requests filed since `since`.
pub fn list_journeys(conn: &mut Conn, scope: &TenantScope, since: Instant) -> Result<Vec<Journey>, DbError> {
    type Row = (i64, Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<i64>);
    let rows: Vec<Row> = requests::table
        .left_join(decisions::table.on(decisions::request_id.eq(requests::id)))
        .left_join(
            tokens::table.on(tokens::request_id
                .eq(requests::id)
                .and(tokens::tenant_id.eq(requests::tenant_id))
                .and(tokens::generation.eq(1))),
        )
        .left_join(deliveries::table.on(deliveries::token_id.eq(tokens::id)))
        .filter(requests::tenant_id.eq(scope.as_str()))
        .filter(requests::created_at.ge(since.millis()))
        .limit(MOST)
        .select((
            requests::created_at,
            requests::confirmed_at,
            decisions::decided_at.nullable(),
            tokens::issued_at.nullable(),
            deliveries::opened_at.nullable(),
            tokens::last_used_at.nullable(),
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(submitted, confirmed, decided, issued, opened, used)| Journey {
            submitted,
            confirmed,
            decided,
            issued,
            opened,
            used: used.is_some(),
        })
        .collect())
}

/// The end of a working token.
#[derive(Clone, Copy, Debug)]
pub struct End {
    /// When.
    pub at: i64,
    /// Whether it was ever let through.
    pub used: bool,
}

/// Ends of working tokens between two instants.
pub fn list_ends(
    conn: &mut Conn,
    scope: &TenantScope,
    from: Instant,
    to: Instant,
) -> Result<Vec<End>, DbError> {
    let rows: Vec<(i64, Option<i64>)> = tokens::table
        .filter(tokens::tenant_id.eq(scope.as_str()))
        .filter(tokens::state.eq(TokenState::Active.as_str()))
        .filter(tokens::expires_at.gt(from.millis()))
        .filter(tokens::expires_at.lt(to.millis()))
        .select((tokens::expires_at, tokens::last_used_at))
        .load(conn)?;
    Ok(rows.into_iter().map(|(at, used)| End { at, used: used.is_some() }).collect())
}

/// Working tokens, and how many of them were issued since `since`.
pub fn count_active(
    conn: &mut Conn,
    scope: &TenantScope,
    now: Instant,
    since: Instant,
) -> Result<(u32, u32), DbError> {
    let active = tokens::table
        .filter(tokens::tenant_id.eq(scope.as_str()))
        .filter(tokens::state.eq(TokenState::Active.as_str()))
        .filter(tokens::expires_at.gt(now.millis()))
        .filter(tokens::starts_at.le(now.millis()));
    let all: i64 = active.count().get_result(conn)?;
    let new: i64 = active.filter(tokens::issued_at.ge(since.millis())).count().get_result(conn)?;
    let small = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    Ok((small(all), small(new)))
}

/// Since when the oldest approved request waits for its token.
pub fn oldest_to_issue(conn: &mut Conn, scope: &TenantScope) -> Result<Option<i64>, DbError> {
    Ok(requests::table
        .filter(requests::tenant_id.eq(scope.as_str()))
        .filter(requests::state.eq(RequestState::Approved.as_str()))
        .filter(requests::generation.eq(0))
        .select(diesel::dsl::min(requests::since))
        .first(conn)?)
}

/// Checks per hour since `since`: hour, let through, refused; several rows an hour.
pub fn checks_per_hour(
    conn: &mut Conn,
    scope: &TenantScope,
    since: Instant,
) -> Result<Vec<(i64, i64, i64)>, DbError> {
    Ok(usage_hours::table
        .filter(usage_hours::tenant_id.eq(scope.as_str()))
        .filter(usage_hours::hour.ge(since.millis()))
        .select((usage_hours::hour, usage_hours::allowed, usage_hours::refused))
        .load(conn)?)
}
