//! The people of the customer on the screen.

use tessera_shared::dto::people::Member;
use tessera_shared::page::Page;
use tessera_shared::paths;

use super::ApiError;
use super::client;

/// Everybody by name.
pub async fn list() -> Result<Page<Member>, ApiError> {
    client::get(paths::MEMBERS).in_tenant().fetch().await
}
