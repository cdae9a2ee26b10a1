//! Gateways of the customer on the screen.

use tessera_shared::dto::gateways::{
    AddGatewayKey, CreateGateway, CreatedGateway, Gateway, GatewaySnippet, RotateGateway, RotatedCredential,
};
use tessera_shared::ids::{GatewayCredentialId, GatewayId};
use tessera_shared::page::Page;
use tessera_shared::paths;

use super::ApiError;
use super::client;

/// Every gateway by name.
pub async fn list() -> Result<Page<Gateway>, ApiError> {
    client::get(paths::GATEWAYS).in_tenant().fetch().await
}

/// One gateway.
pub async fn get(id: GatewayId) -> Result<Gateway, ApiError> {
    client::get(paths::gateway(id)).in_tenant().fetch().await
}

/// Configuration to paste into it, by product.
pub async fn snippets(id: GatewayId) -> Result<Page<GatewaySnippet>, ApiError> {
    client::get(paths::gateway_snippets(id)).in_tenant().fetch().await
}

/// Adds a gateway.
pub async fn create(body: &CreateGateway, key: &str) -> Result<CreatedGateway, ApiError> {
    client::post(paths::GATEWAYS)
        .in_tenant()
        .once(key)
        .fetch_with(body)
        .await
}

/// Gives it another credential.
pub async fn rotate(id: GatewayId, body: &RotateGateway, key: &str) -> Result<RotatedCredential, ApiError> {
    client::post(paths::gateway_rotate(id))
        .in_tenant()
        .once(key)
        .fetch_with(body)
        .await
}

/// Gives it a public key.
pub async fn add_key(id: GatewayId, body: &AddGatewayKey, key: &str) -> Result<Gateway, ApiError> {
    client::post(paths::gateway_keys(id))
        .in_tenant()
        .once(key)
        .fetch_with(body)
        .await
}

/// Ends one of several credentials.
pub async fn end_credential(id: GatewayCredentialId) -> Result<(), ApiError> {
    client::post(paths::gateway_credential_end(id)).in_tenant().run().await
}

/// Ends it.
pub async fn retire(id: GatewayId) -> Result<(), ApiError> {
    client::post(paths::gateway_retire(id)).in_tenant().run().await
}
