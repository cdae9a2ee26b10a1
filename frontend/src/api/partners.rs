//! Partners of the customer on the screen.

use tessera_shared::dto::partners::{CreatePartner, Partner};
use tessera_shared::ids::PartnerId;
use tessera_shared::page::Page;
use tessera_shared::paths;
use tessera_shared::words::ExportFormat;

use super::client;
use super::{ApiError, Download};

/// A page of partners by name.
pub async fn list(text: Option<&str>, cursor: Option<&str>) -> Result<Page<Partner>, ApiError> {
    client::get(paths::PARTNERS)
        .in_tenant()
        .query("q", text)
        .query("cursor", cursor)
        .fetch()
        .await
}

/// The partners found by a text as a file.
pub async fn export(text: Option<&str>, format: ExportFormat) -> Result<Download, ApiError> {
    client::get(paths::EXPORT_PARTNERS)
        .in_tenant()
        .query("format", Some(format))
        .query("q", text)
        .download()
        .await
}

/// One partner.
pub async fn get(id: PartnerId) -> Result<Partner, ApiError> {
    client::get(paths::partner(id)).in_tenant().fetch().await
}

/// Adds a partner.
pub async fn create(body: &CreatePartner, key: &str) -> Result<Partner, ApiError> {
    client::post(paths::PARTNERS)
        .in_tenant()
        .once(key)
        .fetch_with(body)
        .await
}
