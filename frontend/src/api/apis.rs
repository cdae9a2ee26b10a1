//! The catalogue of the customer on the screen.

use tessera_shared::dto::catalogue::{Api, CreateApi};
use tessera_shared::page::Page;
use tessera_shared::paths;

use super::ApiError;
use super::client;

/// Every API by name.
pub async fn list() -> Result<Page<Api>, ApiError> {
    client::get(paths::APIS).in_tenant().fetch().await
}

/// Adds an API.
pub async fn create(body: &CreateApi, key: &str) -> Result<Api, ApiError> {
    client::post(paths::APIS).in_tenant().once(key).fetch_with(body).await
}
