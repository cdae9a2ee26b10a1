//! Signing in and out, and who is signed in.

use tessera_shared::dto::people::{Me, SignIn};
use tessera_shared::paths;

use super::ApiError;
use super::client::{delete, get, post};

/// Who is signed in; a refusal means nobody is.
pub async fn me() -> Result<Me, ApiError> {
    get(paths::ME).quiet().fetch().await
}

/// Begins a session.
pub async fn sign_in(body: &SignIn) -> Result<(), ApiError> {
    post(paths::SESSION).quiet().run_with(body).await
}

/// Ends the session.
pub async fn sign_out() -> Result<(), ApiError> {
    delete(paths::SESSION).quiet().run().await
}
