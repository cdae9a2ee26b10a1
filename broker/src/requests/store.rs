//! Requests, their scopes and decisions in the database.

use diesel::dsl::count_star;
use diesel::prelude::*;
use tessera_shared::dto::requests::ScopeRef;
use tessera_shared::ids::RequestId;
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::{RequestStage, RequestState};
use tessera_shared::words::TimeSort;

use crate::db::dialect::{LockTable, lock_row};
use crate::db::pattern::{self, lower};
use crate::db::schema::{decisions, request_scopes, requests};
use crate::db::{Conn, DbError, cached};
use crate::requests::model::{DecisionRow, RequestRow};
use crate::tenancy::TenantScope;

/// What a reader looks for.
#[derive(Clone, Debug, Default)]
pub struct RequestFilter {
    /// In which order.
    pub sort: TimeSort,
    /// Only requests behind the one with this id.
    pub after: Option<String>,
    /// Only this stage.
    pub stage: Option<RequestStage>,
    /// Part of company, application or contact address, in any case.
    pub text: Option<String>,
    /// Only this partner.
    pub partner: Option<String>,
}

/// Keeps of a boxed query what a filter lets through, whatever is selected.
macro_rules! matching {
    ($query:expr, $filter:expr) => {{
        let mut query = $query;
        if let Some(partner) = &$filter.partner {
            query = query.filter(requests::partner_id.eq(partner.clone()));
        }
        if let Some(text) = &$filter.text {
            let like = pattern::containing(text);
            query = query.filter(
                lower(requests::company)
                    .like(like.clone())
                    .escape(pattern::ESCAPE)
                    .or(lower(requests::application).like(like.clone()).escape(pattern::ESCAPE))
                    .or(requests::contact_email.like(like).escape(pattern::ESCAPE)),
            );
        }
        let state = |state: RequestState| requests::state.eq(state.as_str());
        query = match $filter.stage {
            None => query,
            Some(RequestStage::AwaitingPartner) => query
                .filter(state(RequestState::Submitted))
                .filter(requests::confirmed_at.is_null()),
            Some(RequestStage::AwaitingDecision) => query
                .filter(state(RequestState::Submitted))
                .filter(requests::confirmed_at.is_not_null()),
            Some(RequestStage::AwaitingIssue) => query
                .filter(state(RequestState::Approved))
                .filter(requests::generation.eq(0)),
            Some(RequestStage::Issued) => query
                .filter(state(RequestState::Approved))
                .filter(requests::generation.gt(0)),
            Some(RequestStage::Withdrawn) => query.filter(state(RequestState::Withdrawn)),
            Some(RequestStage::Lapsed) => query.filter(state(RequestState::Lapsed)),
        };
        query
    }};
}

/// Requests of the tenant, in the order of the filter.
pub fn list_requests(
    conn: &mut Conn,
    scope: &TenantScope,
    filter: &RequestFilter,
    limit: i64,
) -> Result<Vec<RequestRow>, DbError> {
    let mut query = requests::table
        .filter(requests::tenant_id.eq(scope.as_str()))
        .limit(limit)
        .select(RequestRow::as_select())
        .into_boxed();
    if let Some(id) = filter.after.clone() {
        query = match filter.sort {
            TimeSort::Newest => query.filter(requests::id.lt(id)),
            TimeSort::Oldest => query.filter(requests::id.gt(id)),
        };
    }
    query = match filter.sort {
        TimeSort::Newest => query.order(requests::id.desc()),
        TimeSort::Oldest => query.order(requests::id.asc()),
    };
    Ok(matching!(query, filter).load(conn)?)
}

/// How many requests of the tenant the filter lets through.
pub fn count_requests(conn: &mut Conn, scope: &TenantScope, filter: &RequestFilter) -> Result<i64, DbError> {
    let query = requests::table
        .filter(requests::tenant_id.eq(scope.as_str()))
        .select(count_star())
        .into_boxed();
    Ok(matching!(query, filter).get_result(conn)?)
}

/// One request of the tenant.
pub fn find_request(conn: &mut Conn, scope: &TenantScope, id: RequestId) -> Result<RequestRow, DbError> {
    Ok(requests::table
        .filter(requests::tenant_id.eq(scope.as_str()))
        .filter(requests::id.eq(id.to_string()))
        .select(RequestRow::as_select())
        .get_result(conn)?)
}

/// The same, kept from other writers until the end of the transaction.
pub fn lock_request(conn: &mut Conn, scope: &TenantScope, id: RequestId) -> Result<RequestRow, DbError> {
    lock_row(conn, LockTable::Requests, &id.to_string())?;
    find_request(conn, scope, id)
}

/// The request a partner's key opens, in whichever tenant it lies.
pub fn find_by_partner_key(conn: &mut Conn, key_hash: &[u8]) -> Result<Option<RequestRow>, DbError> {
    Ok(requests::table
        .filter(requests::partner_key_hash.eq(key_hash))
        .select(RequestRow::as_select())
        .get_result(conn)
        .optional()?)
}

/// Adds a request with the scopes it asks for.
pub fn insert_request(
    conn: &mut Conn,
    scope: &TenantScope,
    row: &RequestRow,
    scopes: &[ScopeRef],
) -> Result<(), DbError> {
    scope.holds(&row.tenant_id)?;
    diesel::insert_into(requests::table).values(row).execute(conn)?;
    for scope in scopes {
        diesel::insert_into(request_scopes::table)
            .values((
                request_scopes::tenant_id.eq(&row.tenant_id),
                request_scopes::request_id.eq(&row.id),
                request_scopes::api_id.eq(scope.api.to_string()),
                request_scopes::scope.eq(&scope.scope),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// The decision on a request.
pub fn find_decision(conn: &mut Conn, scope: &TenantScope, id: RequestId) -> Result<Option<DecisionRow>, DbError> {
    Ok(decisions::table
        .filter(decisions::tenant_id.eq(scope.as_str()))
        .filter(decisions::request_id.eq(id.to_string()))
        .order(decisions::revision.desc())
        .select(DecisionRow::as_select())
        .get_result(conn)
        .optional()?)
}

/// Adds the decision and marks what it left in.
pub fn insert_decision(
    conn: &mut Conn,
    scope: &TenantScope,
    row: &DecisionRow,
    granted: &[ScopeRef],
) -> Result<(), DbError> {
    scope.holds(&row.tenant_id)?;
    diesel::insert_into(decisions::table).values(row).execute(conn)?;
    let of_request = request_scopes::table
        .filter(request_scopes::tenant_id.eq(scope.as_str()))
        .filter(request_scopes::request_id.eq(&row.request_id));
    cached(diesel::update(of_request).set(request_scopes::granted.eq(false))).execute(conn)?;
    for reference in granted {
        cached(
            diesel::update(
                of_request
                    .filter(request_scopes::api_id.eq(reference.api.to_string()))
                    .filter(request_scopes::scope.eq(&reference.scope)),
            )
            .set(request_scopes::granted.eq(true)),
        )
        .execute(conn)?;
    }
    Ok(())
}

/// Moves a request to `state`, unless it moved meanwhile; says whether it did.
pub fn move_request(
    conn: &mut Conn,
    scope: &TenantScope,
    row: &RequestRow,
    state: RequestState,
    now: Instant,
) -> Result<bool, DbError> {
    let changed = cached(diesel::update(unmoved(scope, row)).set((
        requests::state.eq(state.as_str()),
        requests::since.eq(now.millis()),
        requests::updated_at.eq(now.millis()),
    )))
    .execute(conn)?;
    Ok(changed == 1)
}

/// Marks the address as confirmed and names the partner, unless the request moved meanwhile.
pub fn confirm_request(
    conn: &mut Conn,
    scope: &TenantScope,
    row: &RequestRow,
    partner: &str,
    now: Instant,
) -> Result<bool, DbError> {
    let changed = cached(
        diesel::update(unmoved(scope, row).filter(requests::confirmed_at.is_null())).set((
            requests::partner_id.eq(partner),
            requests::confirmed_at.eq(now.millis()),
            requests::since.eq(now.millis()),
            requests::updated_at.eq(now.millis()),
        )),
    )
    .execute(conn)?;
    Ok(changed == 1)
}

/// Counts one more token issued from it, unless the request moved meanwhile.
pub fn count_generation(conn: &mut Conn, scope: &TenantScope, row: &RequestRow, now: Instant) -> Result<bool, DbError> {
    let changed = cached(diesel::update(unmoved(scope, row)).set((
        requests::generation.eq(row.generation + 1),
        requests::since.eq(now.millis()),
        requests::updated_at.eq(now.millis()),
    )))
    .execute(conn)?;
    Ok(changed == 1)
}

/// Removes a request with its scopes, unless it moved meanwhile.
pub fn delete_request(conn: &mut Conn, scope: &TenantScope, row: &RequestRow) -> Result<bool, DbError> {
    Ok(diesel::delete(unmoved(scope, row)).execute(conn)? == 1)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn unmoved<'a>(scope: &'a TenantScope, row: &'a RequestRow) -> _ {
    let tenant: &'a str = scope.as_str();
    let id: &'a str = row.id.as_str();
    let state: &'a str = row.state.as_str();
    let revision: i32 = row.revision;
    let generation: i32 = row.generation;
    requests::table
        .filter(requests::tenant_id.eq(tenant))
        .filter(requests::id.eq(id))
        .filter(requests::state.eq(state))
        .filter(requests::revision.eq(revision))
        .filter(requests::generation.eq(generation))
}

/// Requests of any tenant nobody acted on in time: unconfirmed since before `unconfirmed`,
/// undecided since before `undecided`. For the settling job, at most `limit`.
pub fn list_forgotten_across_tenants(
    conn: &mut Conn,
    unconfirmed: Instant,
    undecided: Instant,
    limit: i64,
) -> Result<Vec<RequestRow>, DbError> {
    Ok(requests::table
        .filter(requests::state.eq(RequestState::Submitted.as_str()))
        .filter(
            requests::confirmed_at
                .is_null()
                .and(requests::since.lt(unconfirmed.millis()))
                .or(requests::since.lt(undecided.millis())),
        )
        .order(requests::since.asc())
        .limit(limit)
        .select(RequestRow::as_select())
        .load(conn)?)
}

/// Approved requests of any tenant whose granted time ran out before a token was issued.
pub fn list_outlived_across_tenants(conn: &mut Conn, now: Instant, limit: i64) -> Result<Vec<RequestRow>, DbError> {
    Ok(requests::table
        .inner_join(decisions::table.on(decisions::request_id.eq(requests::id)))
        .filter(requests::state.eq(RequestState::Approved.as_str()))
        .filter(requests::generation.eq(0))
        .filter(decisions::ends_at.le(now.millis()))
        .limit(limit)
        .select(RequestRow::as_select())
        .load(conn)?)
}
