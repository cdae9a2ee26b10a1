//! Signing in and out, and who is signed in.

use tessera_shared::dto::factors::SecondFactorNeeded;
use tessera_shared::dto::people::{AskReset, ChangePassword, CompleteReset, Me, OpenReset, Session, SignIn};
use tessera_shared::dto::sso::SignedOut;
use tessera_shared::ids::SessionId;
use tessera_shared::page::Page;
use tessera_shared::paths;

use super::ApiError;
use super::client::{delete, get, post};

/// Who is signed in; a refusal means nobody is.
pub async fn me() -> Result<Me, ApiError> {
    get(paths::ME).quiet().fetch().await
}

/// Begins a session; says what has to be shown next, if anything.
pub async fn sign_in(body: &SignIn) -> Result<Option<SecondFactorNeeded>, ApiError> {
    post(paths::SESSION).quiet().fetch_some_with(body).await
}

/// Ends the session; says where to sign out of the provider it began with.
pub async fn sign_out() -> Result<SignedOut, ApiError> {
    delete(paths::SESSION).quiet().fetch().await
}

/// The own sessions.
pub async fn list() -> Result<Page<Session>, ApiError> {
    get(paths::MY_SESSIONS).fetch().await
}

/// Ends one of them.
pub async fn close(id: SessionId) -> Result<(), ApiError> {
    post(paths::my_session_close(id)).run().await
}

/// Ends all but this one.
pub async fn close_others() -> Result<(), ApiError> {
    post(paths::MY_OTHER_SESSIONS_CLOSE).run().await
}

/// Chooses another password.
pub async fn change_password(body: &ChangePassword) -> Result<(), ApiError> {
    post(paths::MY_PASSWORD).run_with(body).await
}

/// Asks for a link to choose another password.
pub async fn ask_reset(body: &AskReset) -> Result<(), ApiError> {
    post(paths::PUBLIC_RESETS).quiet().run_with(body).await
}

/// Whether a link for another password is still good.
pub async fn open_reset(code: String) -> Result<(), ApiError> {
    post(paths::PUBLIC_RESET_OPEN)
        .quiet()
        .run_with(&OpenReset { code })
        .await
}

/// Chooses another password with the link's code.
pub async fn complete_reset(body: &CompleteReset) -> Result<(), ApiError> {
    post(paths::PUBLIC_RESET_COMPLETE).quiet().run_with(body).await
}
