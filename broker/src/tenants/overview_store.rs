//! Rows the overview is made from. Every query names the tenant first, or the tenants by the memberships of a person,
//! and gives few rows, or is cut off.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Integer, Text};
use tessera_shared::ids::RequestId;
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::{RequestState, TokenState};

use crate::db::schema::{decisions, deliveries, memberships, partners, refusal_hours, requests, tokens};
use crate::db::{Conn, DbError, Reach};
use crate::tenancy::{TenantScope, UserScope};
use crate::tenants::figures::Journey;

/// Most requests of a period that are looked at; the newest ones.
const MOST: i64 = 20_000;

/// Whose rows an overview is made from.
#[derive(Clone, Debug)]
pub enum OverviewScope {
    /// One tenant's.
    Tenant(TenantScope),
    /// Those of every tenant that a person is a member of.
    Person(UserScope),
}

impl OverviewScope {
    /// How far its queries see.
    pub fn reach(&self) -> Reach {
        match self {
            Self::Tenant(scope) => Reach::from(scope),
            Self::Person(scope) => Reach::from(scope),
        }
    }

    fn key(&self) -> &str {
        match self {
            Self::Tenant(scope) => scope.as_str(),
            Self::Person(scope) => scope.as_str(),
        }
    }

    /// The condition on `tenant_id`; the parameter of this number is [`Self::key`]. SQLite counts parameters as they
    /// come in the text, so numbers have to rise in it.
    fn condition(&self, parameter: u8) -> String {
        match self {
            Self::Tenant(_) => format!("tenant_id = ${parameter}"),
            Self::Person(_) => {
                format!("tenant_id IN (SELECT tenant_id FROM memberships WHERE user_id = ${parameter})")
            }
        }
    }
}

macro_rules! within {
    ($query:expr, $table:ident, $scope:expr) => {
        match $scope {
            OverviewScope::Tenant(scope) => $query.filter($table::tenant_id.eq(scope.as_str().to_owned())),
            OverviewScope::Person(person) => {
                let own = memberships::table
                    .filter(memberships::user_id.eq(person.as_str().to_owned()))
                    .select(memberships::tenant_id);
                $query.filter($table::tenant_id.eq_any(own))
            }
        }
    };
}

/// The smallest id a request filed at `since` can have: ids begin with their instant, so a range
/// of time is a range of the index on (tenant, id).
fn first_id(since: Instant) -> String {
    let millis = u128::try_from(since.millis().max(0)).unwrap_or(0);
    RequestId::from_u128(millis << 80).to_string()
}

/// Journeys of requests filed since `since`. A denied request leaves no row and is not among them.
pub fn list_journeys(conn: &mut Conn, scope: &OverviewScope, since: Instant) -> Result<Vec<Journey>, DbError> {
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
    let query = requests::table
        .left_join(decisions::table.on(decided))
        .left_join(tokens::table.on(first_token))
        .left_join(deliveries::table.on(delivered))
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
        .into_boxed();
    let rows: Vec<Row> = within!(query, requests, scope).load(conn)?;
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
    /// 1 when they end before the instant asked for, which need not be the end of a day.
    #[diesel(sql_type = Integer)]
    pub soon: i32,
    /// 1 when they were never let through; 0 over all tenants of a person.
    #[diesel(sql_type = Integer)]
    pub unused: i32,
    /// How many.
    #[diesel(sql_type = BigInt)]
    pub count: i64,
}

/// Ends of working tokens after `now` and before `until`, per day from `first_day` on.
pub fn count_ends(
    conn: &mut Conn,
    scope: &OverviewScope,
    first_day: Instant,
    now: Instant,
    soon: Instant,
    until: Instant,
) -> Result<Vec<Ends>, DbError> {
    // Over all tenants of a person an index answers alone, which does not know the last use. Grouping by the column's
    // number: PostgreSQL takes two parameters for two expressions, even where they hold the same value.
    let unused = match scope {
        OverviewScope::Tenant(_) => "CASE WHEN last_used_at IS NULL THEN 1 ELSE 0 END",
        OverviewScope::Person(_) => "0",
    };
    let statement = format!(
        "SELECT (expires_at - $1) / 86400000 AS day, \
         CASE WHEN expires_at < $2 THEN 1 ELSE 0 END AS soon, {unused} AS unused, COUNT(*) AS count \
         FROM tokens WHERE {} AND state IN ($4, $5) AND expires_at > $6 AND expires_at < $7 \
         GROUP BY 1, 2, 3",
        scope.condition(3)
    );
    let [active, rotating] = TokenState::WORKING;
    Ok(sql_query(statement)
        .bind::<BigInt, _>(first_day.millis())
        .bind::<BigInt, _>(soon.millis())
        .bind::<Text, _>(scope.key())
        .bind::<Text, _>(active)
        .bind::<Text, _>(rotating)
        .bind::<BigInt, _>(now.millis())
        .bind::<BigInt, _>(until.millis())
        .load(conn)?)
}

/// Tokens that work now, and how many of them were issued since `since`.
pub fn count_active(
    conn: &mut Conn,
    scope: &OverviewScope,
    now: Instant,
    since: Instant,
) -> Result<(i64, i64), DbError> {
    let active = || {
        let query = tokens::table
            .filter(tokens::state.eq_any(TokenState::WORKING))
            .filter(tokens::expires_at.gt(now.millis()))
            .filter(tokens::starts_at.le(now.millis()))
            .into_boxed();
        within!(query, tokens, scope)
    };
    let all = active().count().get_result(conn)?;
    let new = active()
        .filter(tokens::issued_at.ge(since.millis()))
        .count()
        .get_result(conn)?;
    Ok((all, new))
}

/// Since when the oldest approved request waits for its token.
pub fn oldest_to_issue(conn: &mut Conn, scope: &OverviewScope) -> Result<Option<i64>, DbError> {
    let query = requests::table
        .filter(requests::state.eq(RequestState::Approved.as_str()))
        .filter(requests::generation.eq(0))
        .select(diesel::dsl::min(requests::since))
        .into_boxed();
    Ok(within!(query, requests, scope).get_result(conn)?)
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
pub fn checks_per_hour(conn: &mut Conn, scope: &OverviewScope, since: Instant) -> Result<Vec<Checks>, DbError> {
    // PostgreSQL adds up BIGINT to NUMERIC, which the portable types do not know.
    let statement = format!(
        "SELECT hour, CAST(SUM(allowed) AS BIGINT) AS allowed, CAST(SUM(refused) AS BIGINT) AS refused \
         FROM usage_hours WHERE {} AND hour >= $2 GROUP BY hour",
        scope.condition(1)
    );
    Ok(sql_query(statement)
        .bind::<Text, _>(scope.key())
        .bind::<BigInt, _>(since.millis())
        .load(conn)?)
}

/// The tenants of a person, and what they are there.
pub fn list_roles(conn: &mut Conn, user: &UserScope) -> Result<Vec<(String, String)>, DbError> {
    Ok(memberships::table
        .filter(memberships::user_id.eq(user.as_str()))
        .order(memberships::tenant_id.asc())
        .select((memberships::tenant_id, memberships::role))
        .load(conn)?)
}

/// Refused checks by reason since the hour `since`.
pub fn refusals_by_reason(
    conn: &mut Conn,
    scope: &OverviewScope,
    since: Instant,
) -> Result<Vec<(String, i64)>, DbError> {
    let query = refusal_hours::table
        .filter(refusal_hours::hour.ge(since.millis()))
        .group_by(refusal_hours::reason)
        .select((
            refusal_hours::reason,
            diesel::dsl::sql::<BigInt>("CAST(SUM(times) AS BIGINT)"),
        ))
        .into_boxed();
    Ok(within!(query, refusal_hours, scope).load(conn)?)
}

/// Partners of the tenant with the most tokens that work now: id, name and how many, at most `limit`.
pub fn top_partners(
    conn: &mut Conn,
    scope: &TenantScope,
    now: Instant,
    limit: i64,
) -> Result<Vec<(String, String, i64)>, DbError> {
    let tokens_of: Vec<(String, i64)> = tokens::table
        .filter(tokens::tenant_id.eq(scope.as_str()))
        .filter(tokens::state.eq_any(TokenState::WORKING))
        .filter(tokens::expires_at.gt(now.millis()))
        .filter(tokens::starts_at.le(now.millis()))
        .group_by(tokens::partner_id)
        .order((diesel::dsl::count_star().desc(), tokens::partner_id.asc()))
        .limit(limit)
        .select((tokens::partner_id, diesel::dsl::count_star()))
        .load(conn)?;
    let ids = tokens_of.iter().map(|(partner, _)| partner.as_str());
    let names: HashMap<String, String> = partners::table
        .filter(partners::tenant_id.eq(scope.as_str()))
        .filter(partners::id.eq_any(ids))
        .select((partners::id, partners::name))
        .load(conn)?
        .into_iter()
        .collect();
    let named = |(id, count): (String, i64)| names.get(&id).cloned().map(|name| (id, name, count));
    Ok(tokens_of.into_iter().filter_map(named).collect())
}

/// How many tokens were last used within one step of time.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub struct Used {
    /// Which step, from 0 for the latest.
    #[diesel(sql_type = Integer)]
    pub step: i32,
    /// 1 when they were never let through.
    #[diesel(sql_type = Integer)]
    pub unused: i32,
    /// How many.
    #[diesel(sql_type = BigInt)]
    pub count: i64,
}

/// Tokens of the tenant that work now by their last use, else their start: step 0 is at or after the first of
/// `steps`, step 1 at or after the second, and so on.
pub fn count_by_last_use(
    conn: &mut Conn,
    scope: &TenantScope,
    now: Instant,
    steps: [Instant; 4],
) -> Result<Vec<Used>, DbError> {
    let statement = "SELECT CASE WHEN COALESCE(last_used_at, starts_at) >= $1 THEN 0 \
         WHEN COALESCE(last_used_at, starts_at) >= $2 THEN 1 WHEN COALESCE(last_used_at, starts_at) >= $3 THEN 2 \
         WHEN COALESCE(last_used_at, starts_at) >= $4 THEN 3 ELSE 4 END AS step, \
         CASE WHEN last_used_at IS NULL THEN 1 ELSE 0 END AS unused, COUNT(*) AS count \
         FROM tokens WHERE tenant_id = $5 AND state IN ($6, $7) AND expires_at > $8 AND starts_at <= $9 \
         GROUP BY 1, 2";
    let [active, rotating] = TokenState::WORKING;
    let [first, second, third, fourth] = steps.map(Instant::millis);
    Ok(sql_query(statement)
        .bind::<BigInt, _>(first)
        .bind::<BigInt, _>(second)
        .bind::<BigInt, _>(third)
        .bind::<BigInt, _>(fourth)
        .bind::<Text, _>(scope.as_str())
        .bind::<Text, _>(active)
        .bind::<Text, _>(rotating)
        .bind::<BigInt, _>(now.millis())
        .bind::<BigInt, _>(now.millis())
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
