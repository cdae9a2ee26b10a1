//! Calls to a customer that the reader was shown by name and logo when they chose to act, whoever is on the screen when
//! the call goes out, such as taking back what was done before a switch.
//!
//! Everything else is called in the customer on the screen.

use tessera_shared::dto::people::TenantCard;
use tessera_shared::dto::tokens::ChangeToken;
use tessera_shared::ids::TokenId;
use tessera_shared::paths;

use super::ApiError;
use super::client::post;

/// Stops a token for a while.
pub async fn suspend(at: &TenantCard, id: TokenId, body: &ChangeToken) -> Result<(), ApiError> {
    post(paths::token_suspend(id)).in_named_tenant(at).run_with(body).await
}

/// Lets a token work again.
pub async fn resume(at: &TenantCard, id: TokenId, body: &ChangeToken) -> Result<(), ApiError> {
    post(paths::token_resume(id)).in_named_tenant(at).run_with(body).await
}
