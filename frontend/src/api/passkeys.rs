//! Passkeys: adding and removing the own ones, and showing one.

use tessera_shared::dto::factors::StepUp;
use tessera_shared::dto::passkeys::{AddedPasskey, PasskeyCreation, PasskeyQuestion, RenamePasskey};
use tessera_shared::ids::PasskeyId;
use tessera_shared::paths;

use super::client::post;
use super::{ApiError, authenticator, factors};

/// Makes a passkey and adds it.
pub async fn add(name: String) -> Result<AddedPasskey, ApiError> {
    let options: PasskeyCreation = post(paths::MY_PASSKEY_BEGIN).fetch().await?;
    let made = authenticator::make(&options, name).await?;
    post(paths::MY_PASSKEYS).fetch_with(&made).await
}

/// Gives one another name.
pub async fn rename(id: PasskeyId, body: &RenamePasskey) -> Result<(), ApiError> {
    post(paths::my_passkey_rename(id)).run_with(body).await
}

/// Takes one away.
pub async fn remove(id: PasskeyId) -> Result<(), ApiError> {
    post(paths::my_passkey_remove(id)).run().await
}

/// Signs in with nothing else.
pub async fn sign_in() -> Result<(), ApiError> {
    let question: PasskeyQuestion = post(paths::SESSION_PASSKEY_BEGIN).quiet().fetch().await?;
    let shown = authenticator::show(&question).await?;
    post(paths::SESSION_PASSKEY).quiet().run_with(&shown).await
}

/// Shows one after the password.
pub async fn finish_sign_in() -> Result<(), ApiError> {
    let begin = post(paths::SESSION_SECOND_FACTOR_PASSKEY_BEGIN).quiet();
    let question: PasskeyQuestion = begin.fetch().await?;
    let shown = authenticator::show(&question).await?;
    post(paths::SESSION_SECOND_FACTOR_PASSKEY)
        .quiet()
        .run_with(&shown)
        .await
}

/// Proves once more who one is.
pub async fn step_up() -> Result<(), ApiError> {
    let question: PasskeyQuestion = post(paths::SESSION_STEP_UP_PASSKEY).quiet().fetch().await?;
    let passkey = authenticator::show(&question).await?;
    factors::step_up(&StepUp::by_passkey(passkey)).await
}
