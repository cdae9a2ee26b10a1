//! Rows the overview is made from. Every query names the tenant first and gives few rows, or is
//! cut off.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Integer, Text};
use tessera_shared::ids::RequestId;
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::{RequestState, TokenState};

use crate::db::schema::{decisions, deliveries, requests, tokens};
use crate::db::{Conn, DbError};
use crate::tenancy::TenantScope;
use crate::tenants::figures::Journey;

/// Most requests of a period that are looked at; the newest ones.
const MOST: i64 = 20_000;

/// A token that works now, or will once its start has come, and is not stopped.
const WORKING: [TokenState; 2] = [TokenState::Active, TokenState::Rotating];

/// The smallest id a request filed at `since` can have: ids begin with their instant, so a range
/// of time is a range of the index on (tenant, id).
fn first_id(since: Instant) -> String {
    let millis = u128::try_from(since.millis().max(0)).unwrap_or(0);
    RequestId::from_u128(millis << 80).to_string()
}

/// Journeys of requests filed since `since`. A denied request leaves no row and is not among them.
pub fn list_journeys(conn: &mut Conn, scope: &TenantScope, since: Instant) -> Result<Vec<Journey>, DbError> {
    type Row = (i64, Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<i64>);
    let decided = decisions::tenant_id
        .eq(requests::tenant_id)
        .and(decisions::request_id.eq(requests::id))
        .and(decisions::revision.eq(requests::revision));
    let first_token = tokens::tenant_id
        .eq(requests::tenant_id)
        .and(tokens::request_id.eq(requests::id))
        .and(tokens::generation.eq(1));
    let delivered = deliveries::tenant_id
        .eq(tokens::tenant_id)
        .and(deliveries::token_id.eq(tokens::id));
    let rows: Vec<Row> = requests::table
        .left_join(decisions::table.on(decided))
        .left_join(tokens::table.on(first_token))
        .left_join(deliveries::table.on(delivered))
        .filter(requests::tenant_id.eq(scope.as_str()))
        .filter(requests::id.ge(first_id(since)))
        .filter(requests::created_at.ge(since.millis()))
        .order(requests::id.desc())
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
    let journey = |(submitted, confirmed, decided, issued, opened, used): Row| Journey {
        submitted,
        confirmed,
        decided,
        issued,
        opened,
        used: used.is_some(),
    };
    Ok(rows.into_iter().map(journey).collect())
}

/// How many tokens end on one day.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub struct Ends {
    /// Days from the first day.
    #[diesel(sql_type = BigInt)]
    pub day: i64,
    /// 1 when they end by the instant asked for, which need not be the end of a day.
    #[diesel(sql_type = Integer)]
    pub soon: i32,
    /// 1 when they were never let through.
    #[diesel(sql_type = Integer)]
    pub unused: i32,
    /// How many.
    #[diesel(sql_type = BigInt)]
    pub count: i64,
}

/// Ends of working tokens after `now` and before `until`, per day from `first_day` on.
pub fn count_ends(
    conn: &mut Conn,
    scope: &TenantScope,
    first_day: Instant,
    now: Instant,
    soon: Instant,
    until: Instant,
) -> Result<Vec<Ends>, DbError> {
    // Grouping by the column's number: PostgreSQL takes two parameters for two expressions, even
    // where they hold the same value.
    let statement = "SELECT (expires_at - $1) / 86400000 AS day, \
         CASE WHEN expires_at <= $2 THEN 1 ELSE 0 END AS soon, \
         CASE WHEN last_used_at IS NULL THEN 1 ELSE 0 END AS unused, \
         COUNT(*) AS count \
         FROM tokens WHERE tenant_id = $3 AND state IN ($4, $5) AND expires_at > $6 AND expires_at < $7 \
         GROUP BY 1, 2, 3";
    let [active, rotating] = WORKING.map(TokenState::as_str);
    Ok(sql_query(statement)
        .bind::<BigInt, _>(first_day.millis())
        .bind::<BigInt, _>(soon.millis())
        .bind::<Text, _>(scope.as_str())
        .bind::<Text, _>(active)
        .bind::<Text, _>(rotating)
        .bind::<BigInt, _>(now.millis())
        .bind::<BigInt, _>(until.millis())
        .load(conn)?)
}

/// Tokens that work now, and how many of them were issued since `since`.
pub fn count_active(conn: &mut Conn, scope: &TenantScope, now: Instant, since: Instant) -> Result<(i64, i64), DbError> {
    let active = tokens::table
        .filter(tokens::tenant_id.eq(scope.as_str()))
        .filter(tokens::state.eq_any(WORKING.map(TokenState::as_str)))
        .filter(tokens::expires_at.gt(now.millis()))
        .filter(tokens::starts_at.le(now.millis()));
    let all = active.clone().count().get_result(conn)?;
    let new = active
        .filter(tokens::issued_at.ge(since.millis()))
        .count()
        .get_result(conn)?;
    Ok((all, new))
}

/// Since when the oldest approved request waits for its token.
pub fn oldest_to_issue(conn: &mut Conn, scope: &TenantScope) -> Result<Option<i64>, DbError> {
    Ok(requests::table
        .filter(requests::tenant_id.eq(scope.as_str()))
        .filter(requests::state.eq(RequestState::Approved.as_str()))
        .filter(requests::generation.eq(0))
        .select(diesel::dsl::min(requests::since))
        .get_result(conn)?)
}

/// Checks within one hour.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub struct Checks {
    /// Start of the hour.
    #[diesel(sql_type = BigInt)]
    pub hour: i64,
    /// Let through.
    #[diesel(sql_type = BigInt)]
    pub allowed: i64,
    /// Refused.
    #[diesel(sql_type = BigInt)]
    pub refused: i64,
}

/// Checks of all tokens and gateways per hour, since `since`.
pub fn checks_per_hour(conn: &mut Conn, scope: &TenantScope, since: Instant) -> Result<Vec<Checks>, DbError> {
    // PostgreSQL adds up BIGINT to NUMERIC, which the portable types do not know.
    let statement = "SELECT hour, CAST(SUM(allowed) AS BIGINT) AS allowed, \
         CAST(SUM(refused) AS BIGINT) AS refused \
         FROM usage_hours WHERE tenant_id = $1 AND hour >= $2 GROUP BY hour";
    Ok(sql_query(statement)
        .bind::<Text, _>(scope.as_str())
        .bind::<BigInt, _>(since.millis())
        .load(conn)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random;

    #[test]
    fn an_id_of_the_instant_is_not_below_the_first() {
        let at = Instant::from_millis(1_700_000_000_000);
        let id = RequestId::from_u128(random::uuid_v7(at).unwrap()).to_string();
        assert!(id >= first_id(at));
        assert!(id < first_id(Instant::from_millis(at.millis() + 1)));
    }
}
