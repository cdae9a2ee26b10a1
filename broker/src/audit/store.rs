//! Reading the trail.

use diesel::dsl::count_star;
use diesel::prelude::*;
use tessera_shared::dto::audit::AuditEvent;
use tessera_shared::ids::RequestId;
use tessera_shared::instant::Instant;
use tessera_shared::words::TimeSort;

use crate::db::schema::audit_events;
use crate::db::{Conn, DbError, pattern};
use crate::tenancy::TenantScope;

/// What a reader looks for.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// In which order.
    pub sort: TimeSort,
    /// Only events behind the one with this id.
    pub after: Option<String>,
    /// Only actions that start with this text.
    pub action: Option<String>,
    /// Only events about this object or the request it belongs to.
    pub object: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = audit_events)]
struct AuditRow {
    id: String,
    at: i64,
    actor_kind: String,
    actor: String,
    action: String,
    object: String,
    label: String,
    reason: Option<String>,
    facts: String,
    address: Option<String>,
}

impl TryFrom<AuditRow> for AuditEvent {
    type Error = DbError;

    fn try_from(row: AuditRow) -> Result<Self, DbError> {
        let corrupt = |what: &str| DbError::Corrupt(format!("audit event {what}"));
        Ok(Self {
            id: row.id.parse().map_err(|_cause| corrupt("id"))?,
            at: Instant::from_millis(row.at),
            actor_kind: row.actor_kind.parse().map_err(|_cause| corrupt("actor"))?,
            actor: row.actor,
            action: row.action.parse().map_err(|_cause| corrupt("action"))?,
            object: row.object,
            label: row.label,
            reason: row.reason,
            facts: serde_json::from_str(&row.facts).map_err(|_cause| corrupt("facts"))?,
            address: row.address,
        })
    }
}

/// Keeps of a boxed query what a filter lets through, whatever is selected.
macro_rules! matching {
    ($query:expr, $filter:expr) => {{
        let mut query = $query;
        if let Some(action) = &$filter.action {
            query = query.filter(
                audit_events::action
                    .like(pattern::beginning(action))
                    .escape(pattern::ESCAPE),
            );
        }
        if let Some(object) = &$filter.object {
            query = query.filter(
                audit_events::object
                    .eq(object.clone())
                    .or(audit_events::request_ref.eq(object.clone())),
            );
        }
        query
    }};
}

/// Events of the tenant, in the order of the filter.
pub fn list_audit(
    conn: &mut Conn,
    scope: &TenantScope,
    filter: &AuditFilter,
    limit: i64,
) -> Result<Vec<AuditEvent>, DbError> {
    let mut query = audit_events::table
        .filter(audit_events::tenant_id.eq(scope.as_str()))
        .limit(limit)
        .select(AuditRow::as_select())
        .into_boxed();
    if let Some(id) = filter.after.clone() {
        query = match filter.sort {
            TimeSort::Newest => query.filter(audit_events::id.lt(id)),
            TimeSort::Oldest => query.filter(audit_events::id.gt(id)),
        };
    }
    query = match filter.sort {
        TimeSort::Newest => query.order(audit_events::id.desc()),
        TimeSort::Oldest => query.order(audit_events::id.asc()),
    };
    let rows: Vec<AuditRow> = matching!(query, filter).load(conn)?;
    rows.into_iter().map(AuditEvent::try_from).collect()
}

/// How many events of the tenant the filter lets through.
pub fn count_audit(conn: &mut Conn, scope: &TenantScope, filter: &AuditFilter) -> Result<i64, DbError> {
    let query = audit_events::table
        .filter(audit_events::tenant_id.eq(scope.as_str()))
        .select(count_star())
        .into_boxed();
    Ok(matching!(query, filter).get_result(conn)?)
}

/// Everything that happened to a request and what came of it, oldest first.
pub fn list_timeline(conn: &mut Conn, scope: &TenantScope, request: RequestId) -> Result<Vec<AuditEvent>, DbError> {
    let rows: Vec<AuditRow> = audit_events::table
        .filter(audit_events::tenant_id.eq(scope.as_str()))
        .filter(audit_events::request_ref.eq(request.to_string()))
        .order(audit_events::id.asc())
        .limit(500)
        .select(AuditRow::as_select())
        .load(conn)?;
    rows.into_iter().map(AuditEvent::try_from).collect()
}
