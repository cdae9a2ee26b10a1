//! The reader's saved views.

use tessera_shared::dto::views::{RenameView, SaveView, SavedView, ViewedList};
use tessera_shared::ids::{TenantId, ViewId};
use tessera_shared::page::Page;
use tessera_shared::paths;

use super::ApiError;
use super::client::{get, post};

/// Those that show in `tenant`, by name; of one list or of all.
pub async fn list(list: Option<ViewedList>, tenant: TenantId) -> Result<Vec<SavedView>, ApiError> {
    let views: Page<SavedView> = get(paths::MY_VIEWS)
        .query("list", list)
        .query("tenant", Some(tenant))
        .fetch()
        .await?;
    Ok(views.items)
}

/// Saves one.
pub async fn save(body: &SaveView, key: &str) -> Result<SavedView, ApiError> {
    post(paths::MY_VIEWS).once(key).fetch_with(body).await
}

/// Gives one another name.
pub async fn rename(id: ViewId, body: &RenameView) -> Result<(), ApiError> {
    post(paths::my_view_rename(id)).run_with(body).await
}

/// Takes one away.
pub async fn remove(id: ViewId) -> Result<(), ApiError> {
    post(paths::my_view_remove(id)).run().await
}
