//! The audit trail of the customer on the screen.

use tessera_shared::dto::audit::AuditEvent;
use tessera_shared::page::Page;
use tessera_shared::paths;
use tessera_shared::words::{ExportFormat, TimeSort};

use super::client;
use super::{ApiError, Download};

/// Which events to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// In which order; the newest first without one.
    pub sort: Option<TimeSort>,
    /// Only actions that begin with this text, such as `token.`.
    pub action: Option<String>,
    /// Only events about this object or its request.
    pub object: Option<String>,
}

/// A read of what the filter lets through.
fn filtered(path: &'static str, filter: &AuditFilter) -> client::Call<'static> {
    client::get(path)
        .in_tenant()
        .query("sort", filter.sort)
        .query("action", filter.action.as_ref())
        .query("object", filter.object.as_ref())
}

/// A page of events, in the order of the filter.
pub async fn list(filter: &AuditFilter, cursor: Option<&str>) -> Result<Page<AuditEvent>, ApiError> {
    filtered(paths::AUDIT, filter).query("cursor", cursor).fetch().await
}

/// The events of a filter as a file.
pub async fn export(filter: &AuditFilter, format: ExportFormat) -> Result<Download, ApiError> {
    filtered(paths::EXPORT_AUDIT, filter)
        .query("format", Some(format))
        .download()
        .await
}
