//! All customers, for the platform owner.

use tessera_shared::dto::people::{Invite, InviteMember};
use tessera_shared::dto::setup::{FirstCall, SetUpTenant, TenantSetUp};
use tessera_shared::dto::tenants::{ChangeTenantStatus, PlatformTenant};
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

/// Creates a customer with everything it needs to begin.
pub async fn set_up(body: &SetUpTenant, key: &str) -> Result<TenantSetUp, ApiError> {
    client::post(paths::PLATFORM_TENANT_SETUPS)
        .once(key)
        .fetch_with(body)
        .await
}

/// Whether a call of one of its gateways has passed.
pub async fn first_call(id: TenantId) -> Result<FirstCall, ApiError> {
    client::get(paths::platform_tenant_first_call(id)).fetch().await
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
