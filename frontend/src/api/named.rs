//! Calls to a customer that the reader was shown by name and logo when they chose to act, whoever is on the screen when
//! the call goes out: acts on rows of many customers at once, and taking back what was done before a switch.
//!
//! Everything else is called in the customer on the screen.

use tessera_shared::dto::people::TenantCard;
use tessera_shared::dto::requests::{ApproveRequest, DenyRequest, IssueToken, RequestDetail};
use tessera_shared::dto::tokens::{ChangeToken, IssuedToken};
use tessera_shared::ids::{RequestId, TokenId};
use tessera_shared::paths;

use super::ApiError;
use super::client::{get, post};

/// Everything about a request.
pub async fn request(at: &TenantCard, id: RequestId) -> Result<RequestDetail, ApiError> {
    get(paths::request(id)).in_named_tenant(at).fetch().await
}

/// Says yes. It names the revision it is about, so sent twice it does no more than sent once.
pub async fn approve(at: &TenantCard, id: RequestId, body: &ApproveRequest) -> Result<(), ApiError> {
    post(paths::request_approve(id))
        .in_named_tenant(at)
        .run_with(body)
        .await
}

/// Says no. It names the revision it is about, so sent twice it does no more than sent once.
pub async fn deny(at: &TenantCard, id: RequestId, body: &DenyRequest) -> Result<(), ApiError> {
    post(paths::request_deny(id)).in_named_tenant(at).run_with(body).await
}

/// Issues the token of a request.
pub async fn issue(at: &TenantCard, id: RequestId, body: &IssueToken, key: &str) -> Result<IssuedToken, ApiError> {
    post(paths::request_issue(id))
        .in_named_tenant(at)
        .once(key)
        .fetch_with(body)
        .await
}

/// Ends a token and sends a successor.
pub async fn reissue(at: &TenantCard, id: TokenId, body: &ChangeToken, key: &str) -> Result<IssuedToken, ApiError> {
    post(paths::token_reissue(id))
        .in_named_tenant(at)
        .once(key)
        .fetch_with(body)
        .await
}

/// Stops a token for a while.
pub async fn suspend(at: &TenantCard, id: TokenId, body: &ChangeToken) -> Result<(), ApiError> {
    post(paths::token_suspend(id)).in_named_tenant(at).run_with(body).await
}

/// Ends a token for good.
pub async fn revoke(at: &TenantCard, id: TokenId, body: &ChangeToken) -> Result<(), ApiError> {
    post(paths::token_revoke(id)).in_named_tenant(at).run_with(body).await
}

/// Lets a token work again.
pub async fn resume(at: &TenantCard, id: TokenId, body: &ChangeToken) -> Result<(), ApiError> {
    post(paths::token_resume(id)).in_named_tenant(at).run_with(body).await
}
