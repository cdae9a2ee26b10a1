//! Signing in with a provider.

use tessera_shared::dto::sso::{FindProvider, FoundProvider, SignInProvider, StartSignIn, StartedSignIn};
use tessera_shared::page::Page;
use tessera_shared::paths;

use super::ApiError;
use super::client::{get, post};

/// Providers for everybody.
pub async fn offered() -> Result<Page<SignInProvider>, ApiError> {
    get(paths::SSO_PROVIDERS).quiet().fetch().await
}

/// The provider an address signs in with.
pub async fn find(body: &FindProvider) -> Result<FoundProvider, ApiError> {
    post(paths::SSO_FIND).quiet().fetch_with(body).await
}

/// Begins to sign in with one.
pub async fn start(body: &StartSignIn) -> Result<StartedSignIn, ApiError> {
    post(paths::SSO_START).quiet().fetch_with(body).await
}
