//! Routes of the audit trail.

use std::sync::Arc;

use serde::Deserialize;
use tessera_shared::dto::audit::AuditEvent;
use tessera_shared::page::Page;
use tessera_shared::paths;

use crate::app::App;
use crate::audit::service;
use crate::audit::service::AuditFilter;
use crate::auth::Permit;
use crate::auth::actions::ViewAudit;
use crate::http::cursor;
use crate::http::extract::{Json, Query, QueryNames};
use crate::http::route::{Route, get};
use crate::outcome::Outcome;

/// Every route of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::AUDIT)
            .permit::<ViewAudit>()
            .to("list_audit", "Events of the customer, newest first", list_audit),
    ]
}

/// What to look for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditQuery {
    cursor: Option<String>,
    limit: Option<u32>,
    action: Option<String>,
    object: Option<String>,
}

impl QueryNames for AuditQuery {
    const NAMES: &'static [&'static str] = &["cursor", "limit", "action", "object"];
}

async fn list_audit(
    app: Arc<App>,
    permit: Permit<ViewAudit>,
    Query(query): Query<AuditQuery>,
) -> Outcome<Json<Page<AuditEvent>>> {
    let limit = cursor::limit(query.limit)?;
    let owner = permit.scope().as_str();
    let filter = AuditFilter {
        before: app.open_cursor("audit", owner, query.cursor.as_deref())?,
        action: query.action,
        object: query.object,
    };
    let (items, last) = service::list_audit(&app, &permit, filter, limit).await?;
    let next = app.seal_cursor("audit", owner, last);
    Ok(Json(Page { items, next }))
}
