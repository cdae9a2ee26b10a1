//! Service accounts.

use tessera_shared::dto::machines::{
    CreateServiceAccount, CreatedServiceAccount, RetireServiceAccount, RotateSecret, RotatedSecret, ServiceAccount,
};
use tessera_shared::ids::ServiceAccountId;
use tessera_shared::page::Page;
use tessera_shared::paths;

use super::ApiError;
use super::client::{get, post};

/// All of the customer.
pub async fn list() -> Result<Page<ServiceAccount>, ApiError> {
    get(paths::SERVICE_ACCOUNTS).in_tenant().fetch().await
}

/// Makes one; the answer shows its secret.
pub async fn create(body: &CreateServiceAccount, key: &str) -> Result<CreatedServiceAccount, ApiError> {
    post(paths::SERVICE_ACCOUNTS)
        .in_tenant()
        .once(key)
        .fetch_with(body)
        .await
}

/// Gives one another secret.
pub async fn rotate(id: ServiceAccountId, body: &RotateSecret) -> Result<RotatedSecret, ApiError> {
    post(paths::service_account_rotate(id))
        .in_tenant()
        .fetch_with(body)
        .await
}

/// Ends one.
pub async fn retire(id: ServiceAccountId, body: &RetireServiceAccount) -> Result<(), ApiError> {
    post(paths::service_account_retire(id)).in_tenant().run_with(body).await
}
