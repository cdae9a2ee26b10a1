//! The own second factors, and proving once more who one is.

use tessera_shared::dto::factors::{Factors, GiveCode, RecoveryCodes, StepUp, TotpEnrolment};
use tessera_shared::paths;

use super::ApiError;
use super::client::{get, post};

/// The own second factors.
pub async fn list() -> Result<Factors, ApiError> {
    get(paths::MY_FACTORS).fetch().await
}

/// Shows the second factor after the password.
pub async fn finish_sign_in(body: &GiveCode) -> Result<(), ApiError> {
    post(paths::SESSION_SECOND_FACTOR).quiet().run_with(body).await
}

/// Proves once more who one is.
pub async fn step_up(body: &StepUp) -> Result<(), ApiError> {
    post(paths::SESSION_STEP_UP).quiet().run_with(body).await
}

/// Begins to add an authenticator app.
pub async fn begin_totp() -> Result<TotpEnrolment, ApiError> {
    post(paths::MY_TOTP).fetch().await
}

/// Confirms it.
pub async fn confirm_totp(body: &GiveCode) -> Result<RecoveryCodes, ApiError> {
    post(paths::MY_TOTP_CONFIRM).fetch_with(body).await
}

/// Takes it away.
pub async fn remove_totp() -> Result<(), ApiError> {
    post(paths::MY_TOTP_REMOVE).run().await
}

/// Makes new recovery codes.
pub async fn replace_recovery_codes() -> Result<RecoveryCodes, ApiError> {
    post(paths::MY_RECOVERY_CODES).fetch().await
}
