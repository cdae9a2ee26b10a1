//! Routes of the audit trail.

use std::sync::Arc;

use serde::Deserialize;
use tessera_shared::dto::audit::AuditEvent;
use tessera_shared::page::Page;
use tessera_shared::paths;
use tessera_shared::words::TimeSort;

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
    vec![get(paths::AUDIT).permit::<ViewAudit>().to(
        "list_audit",
        "Events of the customer; `sort` is newest (as without it) or oldest",
        list_audit,
    )]
}

/// What to look for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditQuery {
    cursor: Option<String>,
    limit: Option<u32>,
    sort: Option<TimeSort>,
    action: Option<String>,
    object: Option<String>,
}

impl QueryNames for AuditQuery {
    const NAMES: &'static [&'static str] = &["cursor", "limit", "sort", "action", "object"];
}

async fn list_audit(
    app: Arc<App>,
    permit: Permit<ViewAudit>,
    Query(query): Query<AuditQuery>,
) -> Outcome<Json<Page<AuditEvent>>> {
    let limit = cursor::limit(query.limit)?;
    let owner = permit.scope().as_str();
    let mut filter = AuditFilter {
        sort: query.sort.unwrap_or_default(),
        after: None,
        action: query.action,
        object: query.object,
    };
    let list = cursor::filtered("audit", &filter);
    filter.after = app.open_cursor(&list, owner, query.cursor.as_deref())?;
    let (items, last) = service::list_audit(&app, &permit, filter, limit).await?;
    let next = app.seal_cursor(&list, owner, last);
    Ok(Json(Page { items, next }))
}
