//! Requests and tokens that wait, always within the tenants of one person or one scope.

use diesel::dsl::count_star;
use diesel::prelude::*;
use tessera_shared::dto::catalogue::ApiBrief;
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::{RequestState, TokenState};
use tessera_shared::words::{DeliveryState, Environment};

use crate::db::schema::{api_scopes, apis, decisions, memberships, request_scopes, requests, tenants, tokens};
use crate::db::{Conn, DbError};
use crate::queue::items::{
    RequestLine, RequestPart, ScopeLine, TenantPart, TokenLine, WaitingRequest, WaitingToken, stored,
};
use crate::tenancy::{TenantScope, UserScope};

/// Rows of a section that are shown; more are only counted.
pub const SHOWN: i64 = 50;

/// Over which tenants to look, always those of one person.
#[derive(Clone, Debug)]
pub struct QueueScope {
    /// The person.
    pub user: UserScope,
    /// Only this tenant.
    pub tenant: Option<TenantScope>,
    /// Only this environment.
    pub environment: Option<Environment>,
    /// Show only what the person's role can act on; counts always tell both.
    pub mine: bool,
}

/// Which requests wait, and for whom.
#[derive(Clone, Copy, Debug)]
pub enum Requests {
    /// For a decision.
    ToDecide,
    /// For a token.
    ToIssue,
}

/// Which tokens need somebody.
#[derive(Clone, Copy, Debug)]
pub enum Tokens {
    /// The link ran out, or was sent before the second instant and not opened.
    Delivery(Instant, Instant),
    /// The end lies between these instants.
    Expiring(Instant, Instant),
}

/// Narrows a query that joins the memberships to `$scope`.
macro_rules! narrowed {
    ($query:expr, $table:ident, $scope:expr) => {{
        let mut query = $query.filter(memberships::user_id.eq($scope.user.as_str()));
        if let Some(tenant) = &$scope.tenant {
            query = query.filter($table::tenant_id.eq(tenant.as_str()));
        }
        if let Some(environment) = $scope.environment {
            query = query.filter($table::environment.eq(environment.as_str()));
        }
        query
    }};
}

pub(in crate::queue) use narrowed;

// A request that waits for a decision has generation 0 as well; naming it lets the index on
// (state, generation, tenant) answer.
macro_rules! waiting_requests {
    ($query:expr, $which:expr) => {{
        let query = $query
            .filter(requests::generation.eq(0))
            .filter(requests::confirmed_at.is_not_null());
        match $which {
            Requests::ToDecide => query.filter(requests::state.eq(RequestState::Submitted.as_str())),
            Requests::ToIssue => query.filter(requests::state.eq(RequestState::Approved.as_str())),
        }
    }};
}

// Undelivered tokens are few and have an index of their own. The list of states comes first and the
// sum hides the end from the planner, for which the index on ends looks better: it would read
// every active token.
macro_rules! waiting_tokens {
    ($query:expr, $which:expr) => {{
        let query = $query.filter(tokens::state.eq(TokenState::Active.as_str()));
        let (expired, sealed) = (DeliveryState::Expired.as_str(), DeliveryState::Sealed.as_str());
        match $which {
            Tokens::Delivery(now, sent_before) => query
                .filter(tokens::delivery_state.eq_any([expired, sealed]))
                .filter(
                    tokens::delivery_state
                        .eq(expired)
                        .or(tokens::issued_at.lt(sent_before.millis())),
                )
                .filter((tokens::expires_at + 0).gt(now.millis())),
            Tokens::Expiring(from, to) => query
                .filter(tokens::expires_at.gt(from.millis()))
                .filter(tokens::expires_at.le(to.millis())),
        }
    }};
}

/// Requests that wait, oldest first, with what was granted. `roles` narrows to tenants where the
/// person has one of them.
pub fn list_requests(
    conn: &mut Conn,
    scope: &QueueScope,
    which: Requests,
    roles: &[&str],
) -> Result<Vec<RequestLine>, DbError> {
    let decided = decisions::tenant_id
        .eq(requests::tenant_id)
        .and(decisions::request_id.eq(requests::id))
        .and(decisions::revision.eq(requests::revision));
    let query = requests::table
        .inner_join(memberships::table.on(memberships::tenant_id.eq(requests::tenant_id)))
        .inner_join(tenants::table.on(tenants::id.eq(requests::tenant_id)))
        .left_join(decisions::table.on(decided))
        .order((requests::since.asc(), requests::id.asc()))
        .limit(SHOWN)
        .select((
            WaitingRequest::as_select(),
            TenantPart::as_select(),
            memberships::role,
            decisions::starts_at.nullable(),
            decisions::ends_at.nullable(),
        ))
        .into_boxed();
    let mut query = waiting_requests!(narrowed!(query, requests, scope), which);
    if scope.mine {
        query = query.filter(memberships::role.eq_any(roles));
    }
    Ok(query.load(conn)?)
}

/// How many requests wait, per role of the person.
pub fn count_requests(conn: &mut Conn, scope: &QueueScope, which: Requests) -> Result<Vec<(String, i64)>, DbError> {
    let query = requests::table
        .inner_join(memberships::table.on(memberships::tenant_id.eq(requests::tenant_id)))
        .group_by(memberships::role)
        .select((memberships::role, count_star()))
        .into_boxed();
    Ok(waiting_requests!(narrowed!(query, requests, scope), which).load(conn)?)
}

/// The scopes of some requests within `scope`, with their request ids, in catalogue order.
pub fn list_scopes(conn: &mut Conn, scope: &QueueScope, ids: &[String]) -> Result<Vec<(String, ScopeLine)>, DbError> {
    type Row = (String, String, String, String, String, Option<bool>);
    let of_request = request_scopes::tenant_id
        .eq(requests::tenant_id)
        .and(request_scopes::request_id.eq(requests::id));
    let of_catalogue = api_scopes::tenant_id
        .eq(request_scopes::tenant_id)
        .and(api_scopes::api_id.eq(request_scopes::api_id))
        .and(api_scopes::name.eq(request_scopes::scope));
    let rows: Vec<Row> = requests::table
        .inner_join(memberships::table.on(memberships::tenant_id.eq(requests::tenant_id)))
        .inner_join(request_scopes::table.on(of_request))
        .inner_join(api_scopes::table.on(of_catalogue))
        .inner_join(apis::table.on(apis::id.eq(request_scopes::api_id)))
        .filter(memberships::user_id.eq(scope.user.as_str()))
        .filter(requests::id.eq_any(ids))
        .order((apis::name.asc(), apis::id.asc(), api_scopes::position.asc()))
        .select((
            requests::id,
            apis::id,
            apis::name,
            apis::version,
            api_scopes::name,
            request_scopes::granted,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(request, api, name, version, scope, granted)| {
            let api = ApiBrief {
                id: stored(&api)?,
                name,
                version,
            };
            Ok((request, ScopeLine { api, scope, granted }))
        })
        .collect()
}

/// Tokens that need somebody: oldest first, or the nearest end first. For `roles` see
/// [`list_requests`].
pub fn list_tokens(
    conn: &mut Conn,
    scope: &QueueScope,
    which: Tokens,
    roles: &[&str],
) -> Result<Vec<TokenLine>, DbError> {
    let origin = requests::tenant_id
        .eq(tokens::tenant_id)
        .and(requests::id.eq(tokens::request_id));
    let query = tokens::table
        .inner_join(memberships::table.on(memberships::tenant_id.eq(tokens::tenant_id)))
        .inner_join(tenants::table.on(tenants::id.eq(tokens::tenant_id)))
        .inner_join(requests::table.on(origin))
        .limit(SHOWN)
        .select((
            WaitingToken::as_select(),
            RequestPart::as_select(),
            TenantPart::as_select(),
            memberships::role,
        ))
        .into_boxed();
    let mut query = waiting_tokens!(narrowed!(query, tokens, scope), which);
    if scope.mine {
        query = query.filter(memberships::role.eq_any(roles));
    }
    let query = match which {
        Tokens::Delivery(..) => query.order((tokens::issued_at.asc(), tokens::id.asc())),
        Tokens::Expiring(..) => query.order((tokens::expires_at.asc(), tokens::id.asc())),
    };
    Ok(query.load(conn)?)
}

/// How many tokens need somebody, per role of the person; a role may come more than once.
pub fn count_tokens(conn: &mut Conn, scope: &QueueScope, which: Tokens) -> Result<Vec<(String, i64)>, DbError> {
    if let Tokens::Expiring(from, to) = which {
        return count_expiring(conn, scope, from, to);
    }
    let query = tokens::table
        .inner_join(memberships::table.on(memberships::tenant_id.eq(tokens::tenant_id)))
        .group_by(memberships::role)
        .select((memberships::role, count_star()))
        .into_boxed();
    Ok(waiting_tokens!(narrowed!(query, tokens, scope), which).load(conn)?)
}

/// Counted tenant by tenant, each from its part of one index: very many tokens end soon, and a
/// join would look up the membership for every one of them.
fn count_expiring(
    conn: &mut Conn,
    scope: &QueueScope,
    from: Instant,
    to: Instant,
) -> Result<Vec<(String, i64)>, DbError> {
    let environments: Vec<&str> = match scope.environment {
        Some(environment) => vec![environment.as_str()],
        None => Environment::ALL
            .iter()
            .map(|environment| environment.as_str())
            .collect(),
    };
    let of_tenant = tokens::table
        .filter(tokens::tenant_id.eq(memberships::tenant_id))
        .filter(tokens::state.eq(TokenState::Active.as_str()))
        .filter(tokens::expires_at.gt(from.millis()))
        .filter(tokens::expires_at.le(to.millis()))
        .filter(tokens::environment.eq_any(environments))
        .select(count_star())
        .single_value();
    let mut query = memberships::table
        .filter(memberships::user_id.eq(scope.user.as_str()))
        .select((memberships::role, of_tenant))
        .into_boxed();
    if let Some(tenant) = &scope.tenant {
        query = query.filter(memberships::tenant_id.eq(tenant.as_str()));
    }
    let rows: Vec<(String, Option<i64>)> = query.load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(role, count)| (role, count.unwrap_or(0)))
        .collect())
}

/// In how many tenants the person is a member.
pub fn count_tenants(conn: &mut Conn, user: &UserScope) -> Result<i64, DbError> {
    Ok(memberships::table
        .filter(memberships::user_id.eq(user.as_str()))
        .count()
        .get_result(conn)?)
}

/// Counts the requests of a query that wait in `$tenants`, by tenant and state.
macro_rules! waiting_by_tenant {
    ($query:expr, $tenants:expr) => {
        $query
            .filter(requests::state.eq_any([RequestState::Submitted, RequestState::Approved].map(RequestState::as_str)))
            .filter(requests::generation.eq(0))
            .filter(requests::tenant_id.eq_any($tenants))
            .filter(requests::confirmed_at.is_not_null())
            .group_by((requests::tenant_id, requests::state))
            .select((requests::tenant_id, requests::state, count_star()))
    };
}

/// How many requests wait in each of some tenants, by state: `submitted` for a decision,
/// `approved` for a token.
pub fn count_waiting(conn: &mut Conn, tenants: &[&str]) -> Result<Vec<(String, String, i64)>, DbError> {
    Ok(waiting_by_tenant!(requests::table, tenants).load(conn)?)
}

/// How many requests wait in each tenant of a person, by state as in [`count_waiting`].
pub fn count_by_tenant(conn: &mut Conn, user: &UserScope) -> Result<Vec<(String, String, i64)>, DbError> {
    let own = memberships::table
        .filter(memberships::user_id.eq(user.as_str()))
        .select(memberships::tenant_id);
    Ok(waiting_by_tenant!(requests::table, own).load(conn)?)
}
