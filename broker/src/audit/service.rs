//! Reading the trail: what a person may ask of it.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditEvent;
use tessera_shared::ids::RequestId;

use crate::app::App;
use crate::audit::store;
use crate::auth::Permit;
use crate::auth::actions::ViewAudit;
use crate::db::{Conn, DbError, Reach};
use crate::outcome::Outcome;
use crate::tenancy::TenantScope;

pub use crate::audit::store::AuditFilter;

/// A page of the tenant's trail, in the order of the filter. The second part of the answer is the key of the
/// last row when more follow.
pub async fn list_audit(
    app: &Arc<App>,
    permit: &Permit<ViewAudit>,
    filter: AuditFilter,
    limit: i64,
) -> Outcome<(Vec<AuditEvent>, Option<String>)> {
    let scope = permit.scope().clone();
    let mut events = app
        .db
        .read(Reach::from(&scope), move |conn| {
            store::list_audit(conn, &scope, &filter, limit + 1)
        })
        .await?;
    Ok(App::cut_page(&mut events, limit, |event| event.id.to_string()))
}

/// Events of the tenant, in the order of the filter.
pub fn page_of_audit(
    conn: &mut Conn,
    scope: &TenantScope,
    filter: &AuditFilter,
    limit: i64,
) -> Result<Vec<AuditEvent>, DbError> {
    store::list_audit(conn, scope, filter, limit)
}

/// How many events of the tenant the filter lets through.
pub fn count_audit(conn: &mut Conn, scope: &TenantScope, filter: &AuditFilter) -> Result<i64, DbError> {
    store::count_audit(conn, scope, filter)
}

/// Everything that happened to a request and what came of it, oldest first. The caller's own
/// permission to see the request covers its timeline.
pub fn timeline(conn: &mut Conn, scope: &TenantScope, request: RequestId) -> Result<Vec<AuditEvent>, DbError> {
    store::list_timeline(conn, scope, request)
}
