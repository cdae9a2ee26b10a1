//! The customers of the reader, and the one on the screen.

use tessera_shared::dto::overview::{MyOverview, Overview};
use tessera_shared::dto::people::TenantCard;
use tessera_shared::dto::tenants::{ChangePolicy, Policy, TenantDetail};
use tessera_shared::ids::TenantId;
use tessera_shared::page::Page;
use tessera_shared::paths;

use super::ApiError;
use super::client;

/// Customers whose name or short name has a word that begins with `text`.
pub async fn search(text: &str, limit: u32) -> Result<Page<TenantCard>, ApiError> {
    let text = Some(text.trim()).filter(|text| !text.is_empty());
    client::get(paths::MY_TENANTS)
        .query("q", text)
        .query("limit", Some(limit))
        .fetch()
        .await
}

/// The customers with these ids, as far as the reader may see them.
pub async fn by_ids(ids: &[TenantId]) -> Result<Vec<TenantCard>, ApiError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let page: Page<TenantCard> = client::get(paths::MY_TENANTS)
        .query("ids", Some(ids.join(",")))
        .fetch()
        .await?;
    Ok(page.items)
}

/// The customer on the screen.
pub async fn get() -> Result<TenantDetail, ApiError> {
    client::get(paths::TENANT).in_tenant().fetch().await
}

/// Gives it another policy.
pub async fn change_policy(body: &ChangePolicy) -> Result<Policy, ApiError> {
    client::post(paths::TENANT_POLICY).in_tenant().fetch_with(body).await
}

/// Its figures over the last `days` days.
pub async fn overview(days: u32) -> Result<Overview, ApiError> {
    client::get(paths::OVERVIEW)
        .in_tenant()
        .query("days", Some(days))
        .fetch()
        .await
}

/// Figures over every customer of the reader.
pub async fn my_overview(days: u32) -> Result<MyOverview, ApiError> {
    client::get(paths::MY_OVERVIEW).query("days", Some(days)).fetch().await
}
