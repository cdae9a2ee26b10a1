//! All customers, for the platform owner.

use tessera_shared::dto::people::{Invite, InviteMember};
use tessera_shared::dto::tenants::{ChangeTenantStatus, CreateTenant, PlatformTenant};
use tessera_shared::ids::TenantId;
use tessera_shared::page::Page;
use tessera_shared::paths;

use super::ApiError;
use super::client;

/// A page of customers by short name.
pub async fn list(text: Option<&str>, cursor: Option<&str>) -> Result<Page<PlatformTenant>, ApiError> {
    client::get(paths::PLATFORM_TENANTS)
        .query("q", text)
        .query("cursor", cursor)
        .fetch()
        .await
}

/// Creates a customer.
pub async fn create(body: &CreateTenant, key: &str) -> Result<PlatformTenant, ApiError> {
    client::post(paths::PLATFORM_TENANTS).once(key).fetch_with(body).await
}

/// Invites the first people of a customer.
pub async fn invite_first(id: TenantId, body: &InviteMember, key: &str) -> Result<Invite, ApiError> {
    client::post(paths::platform_tenant_invites(id))
        .once(key)
        .fetch_with(body)
        .await
}

/// Suspends a customer.
pub async fn suspend(id: TenantId, body: &ChangeTenantStatus) -> Result<(), ApiError> {
    client::post(paths::platform_tenant_suspend(id)).run_with(body).await
}

/// Lets a customer work again.
pub async fn resume(id: TenantId, body: &ChangeTenantStatus) -> Result<(), ApiError> {
    client::post(paths::platform_tenant_resume(id)).run_with(body).await
}
