//! The demo's mails and logins; not found outside a demo.

use tessera_shared::dto::people::{DemoLogin, DemoMail};
use tessera_shared::page::Page;
use tessera_shared::paths;

use super::ApiError;
use super::client;

/// Mails the catcher holds, newest first.
pub async fn mails() -> Result<Page<DemoMail>, ApiError> {
    client::get(paths::DEMO_MAILS).quiet().fetch().await
}

/// Who can sign in.
pub async fn logins() -> Result<Page<DemoLogin>, ApiError> {
    client::get(paths::DEMO_LOGINS).quiet().fetch().await
}
