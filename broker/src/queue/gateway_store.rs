//! Gateways that need somebody, always within the tenants of one person or one scope.
//!
//! A tenant has a handful of gateways, so each of the person's memberships leads to its own by the index on
//! (tenant, id), and what is left is compared and counted: no part of it grows with tokens or checks.

use diesel::dsl::count_star;
use diesel::prelude::*;
use tessera_shared::instant::Instant;

use crate::db::schema::{gateways, memberships, tenants};
use crate::db::{Conn, DbError};
use crate::queue::items::{GatewayLine, SilentGateway, TenantPart};
use crate::queue::store::{QueueScope, SHOWN, narrowed};

// One that never called is not silent but new, and one that was retired has nothing to say.
macro_rules! silent {
    ($query:expr, $since:expr) => {
        $query
            .filter(gateways::retired_at.is_null())
            .filter(gateways::last_seen_at.lt($since.millis()))
    };
}

/// Gateways that last called before `since`, the longest silent first. `roles` narrows to tenants where the person has
/// one of them, when the scope asks for what is theirs.
pub fn list_silent(
    conn: &mut Conn,
    scope: &QueueScope,
    since: Instant,
    roles: &[&str],
) -> Result<Vec<GatewayLine>, DbError> {
    let query = gateways::table
        .inner_join(memberships::table.on(memberships::tenant_id.eq(gateways::tenant_id)))
        .inner_join(tenants::table.on(tenants::id.eq(gateways::tenant_id)))
        .order((gateways::last_seen_at.asc(), gateways::id.asc()))
        .limit(SHOWN)
        .select((SilentGateway::as_select(), TenantPart::as_select(), memberships::role))
        .into_boxed();
    let mut query = silent!(narrowed!(query, gateways, scope), since);
    if scope.mine {
        query = query.filter(memberships::role.eq_any(roles));
    }
    Ok(query.load(conn)?)
}

/// How many gateways last called before `since`, per role of the person.
pub fn count_silent(conn: &mut Conn, scope: &QueueScope, since: Instant) -> Result<Vec<(String, i64)>, DbError> {
    let query = gateways::table
        .inner_join(memberships::table.on(memberships::tenant_id.eq(gateways::tenant_id)))
        .group_by(memberships::role)
        .select((memberships::role, count_star()))
        .into_boxed();
    Ok(silent!(narrowed!(query, gateways, scope), since).load(conn)?)
}
