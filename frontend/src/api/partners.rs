//! Partners of the customer on the screen.

use tessera_shared::dto::partners::{CreatePartner, Partner};
use tessera_shared::ids::PartnerId;
use tessera_shared::page::Page;
use tessera_shared::paths;

use super::ApiError;
use super::client;

/// A page of partners by name.
pub async fn list(text: Option<&str>, cursor: Option<&str>) -> Result<Page<Partner>, ApiError> {
    client::get(paths::PARTNERS)
        .in_tenant()
        .query("q", text)
        .query("cursor", cursor)
        .fetch()
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
