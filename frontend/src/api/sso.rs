//! Signing in with a provider, and the providers themselves.

use tessera_shared::dto::sso::{
    AddProvider, ChangeProvider, FindProvider, FoundProvider, Provider, SignInProvider, StartSignIn, StartedSignIn,
};
use tessera_shared::ids::ProviderId;
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

/// A page of providers, for the owner of the platform.
pub async fn list(cursor: Option<&str>) -> Result<Page<Provider>, ApiError> {
    get(paths::PLATFORM_PROVIDERS).query("cursor", cursor).fetch().await
}

/// Adds one.
pub async fn add(body: &AddProvider, key: &str) -> Result<Provider, ApiError> {
    post(paths::PLATFORM_PROVIDERS).once(key).fetch_with(body).await
}

/// Changes one.
pub async fn change(id: ProviderId, body: &ChangeProvider) -> Result<Provider, ApiError> {
    post(paths::platform_provider_change(id)).fetch_with(body).await
}
