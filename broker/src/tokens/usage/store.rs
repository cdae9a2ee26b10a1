//! Where use is written down.

use std::collections::HashMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use tessera_shared::dto::gateways::RefusalCount;
use tessera_shared::ids::TokenId;
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::TokenFacts;

use crate::db::dialect::{RefusalDelta, UsageDelta, add_refusal, add_usage};
use crate::db::schema::{gateways, refusal_hours, tokens};
use crate::db::{Conn, DbError, cached};
use crate::tenancy::TenantScope;
use crate::tokens::model::stored;

/// What the database knows of a token, by the digest of its secret.
pub type ByDigest = HashMap<Vec<u8>, (TokenId, TokenFacts)>;

/// Digests that are looked up by one statement.
const CHUNK: usize = 500;

/// Adds counts to an hour. A token that was let through gets `last_used`, and the gateway if one let it
/// through; that is nothing a check believes, so neither version nor seal change.
pub fn add_counts(conn: &mut Conn, delta: &UsageDelta<'_>, last_used: Option<i64>) -> Result<(), DbError> {
    add_usage(conn, delta)?;
    if let Some(last_used) = last_used {
        let gateway = (!delta.gateway.is_empty()).then_some(delta.gateway);
        cached(
            diesel::update(
                tokens::table
                    .filter(tokens::tenant_id.eq(delta.tenant))
                    .filter(tokens::id.eq(delta.token)),
            )
            .set((tokens::last_used_at.eq(last_used), tokens::last_gateway_id.eq(gateway))),
        )
        .execute(conn)?;
    }
    Ok(())
}

/// Writes when a gateway last asked.
pub fn set_last_seen(conn: &mut Conn, tenant: &str, gateway: &str, last: i64) -> Result<(), DbError> {
    cached(
        diesel::update(
            gateways::table
                .filter(gateways::tenant_id.eq(tenant))
                .filter(gateways::id.eq(gateway)),
        )
        .set(gateways::last_seen_at.eq(last)),
    )
    .execute(conn)?;
    Ok(())
}

/// Adds refusals for one reason to an hour.
pub fn add_refusals(conn: &mut Conn, delta: &RefusalDelta<'_>) -> Result<(), DbError> {
    add_refusal(conn, delta)
}

/// Those of the tenant's tokens that have one of these digests, whatever happened to them.
pub fn list_by_digest(conn: &mut Conn, scope: &TenantScope, digests: &[Vec<u8>]) -> Result<ByDigest, DbError> {
    let mut known = ByDigest::new();
    for chunk in digests.chunks(CHUNK) {
        let rows: Vec<(Vec<u8>, String, String, i64, i64)> = tokens::table
            .filter(tokens::tenant_id.eq(scope.as_str()))
            .filter(tokens::digest.eq_any(chunk))
            .select((
                tokens::digest,
                tokens::id,
                tokens::state,
                tokens::starts_at,
                tokens::expires_at,
            ))
            .load(conn)?;
        for (digest, id, state, starts_at, expires_at) in rows {
            let facts = TokenFacts {
                state: stored(&state)?,
                starts_at: Instant::from_millis(starts_at),
                expires_at: Instant::from_millis(expires_at),
            };
            known.insert(digest, (stored(&id)?, facts));
        }
    }
    Ok(known)
}

/// Refusals by reason since the hour `since`, for each gateway of the tenant, most frequent first.
pub fn refusals_by_gateway(
    conn: &mut Conn,
    scope: &TenantScope,
    since: Instant,
) -> Result<HashMap<String, Vec<RefusalCount>>, DbError> {
    let rows: Vec<(String, String, i64)> = refusal_hours::table
        .filter(refusal_hours::tenant_id.eq(scope.as_str()))
        .filter(refusal_hours::hour.ge(since.millis()))
        .group_by((refusal_hours::gateway_id, refusal_hours::reason))
        .select((refusal_hours::gateway_id, refusal_hours::reason, sum_of_times()))
        .load(conn)?;
    let mut by_gateway: HashMap<String, Vec<RefusalCount>> = HashMap::new();
    for (gateway, reason, times) in rows {
        by_gateway
            .entry(gateway)
            .or_default()
            .push(refusal_count(&reason, times)?);
    }
    for counts in by_gateway.values_mut() {
        most_frequent_first(counts);
    }
    Ok(by_gateway)
}

/// Refusals of one token of the tenant by reason since the hour `since`, most frequent first.
pub fn refusals_of_token(
    conn: &mut Conn,
    scope: &TenantScope,
    token: TokenId,
    since: Instant,
) -> Result<Vec<RefusalCount>, DbError> {
    let rows: Vec<(String, i64)> = refusal_hours::table
        .filter(refusal_hours::tenant_id.eq(scope.as_str()))
        .filter(refusal_hours::token_id.eq(token.to_string()))
        .filter(refusal_hours::hour.ge(since.millis()))
        .group_by(refusal_hours::reason)
        .select((refusal_hours::reason, sum_of_times()))
        .load(conn)?;
    let counts: Result<Vec<_>, _> = rows
        .iter()
        .map(|(reason, times)| refusal_count(reason, *times))
        .collect();
    let mut counts = counts?;
    most_frequent_first(&mut counts);
    Ok(counts)
}

fn sum_of_times() -> diesel::expression::SqlLiteral<BigInt> {
    sql::<BigInt>("CAST(SUM(times) AS BIGINT)")
}

fn refusal_count(reason: &str, times: i64) -> Result<RefusalCount, DbError> {
    Ok(RefusalCount {
        reason: stored(reason)?,
        count: u64::try_from(times).unwrap_or(0),
    })
}

fn most_frequent_first(counts: &mut [RefusalCount]) {
    counts.sort_by_key(|of| (std::cmp::Reverse(of.count), of.reason));
}

/// Removes reasons of hours before `end`.
pub fn delete_old_across_tenants(conn: &mut Conn, end: Instant) -> Result<usize, DbError> {
    Ok(diesel::delete(refusal_hours::table.filter(refusal_hours::hour.lt(end.millis()))).execute(conn)?)
}
