//! Tokens of the customer on the screen.

use tessera_shared::dto::tokens::{ChangeToken, IssuedToken, TokenDetail, TokenSummary};
use tessera_shared::ids::{PartnerId, TokenId};
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::TokenState;
use tessera_shared::page::Page;
use tessera_shared::paths;
use tessera_shared::words::{Environment, ExportFormat, TokenSort};

use super::client;
use super::{ApiError, Download};

/// Which tokens to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenFilter {
    /// In which order; the newest first without one.
    pub sort: Option<TokenSort>,
    /// Only this state.
    pub state: Option<TokenState>,
    /// Only this environment.
    pub environment: Option<Environment>,
    /// Only this partner.
    pub partner: Option<PartnerId>,
    /// Only those that still work and end at this time or later.
    pub ends_from: Option<Instant>,
    /// Only those that still work and end before.
    pub ends_before: Option<Instant>,
    /// Only those that work and were not used since.
    pub idle_since: Option<Instant>,
    /// Part of application, hint or partner name.
    pub q: Option<String>,
}

/// A read of what the filter lets through.
fn filtered(path: &'static str, filter: &TokenFilter) -> client::Call<'static> {
    client::get(path)
        .in_tenant()
        .query("sort", filter.sort)
        .query("state", filter.state)
        .query("environment", filter.environment)
        .query("partner", filter.partner)
        .query("ends_from", filter.ends_from)
        .query("ends_before", filter.ends_before)
        .query("idle_since", filter.idle_since)
        .query("q", filter.q.as_ref())
}

/// A page of tokens, in the order of the filter.
pub async fn list(filter: &TokenFilter, cursor: Option<&str>) -> Result<Page<TokenSummary>, ApiError> {
    filtered(paths::TOKENS, filter).query("cursor", cursor).fetch().await
}

/// The tokens of a filter as a file.
pub async fn export(filter: &TokenFilter, format: ExportFormat) -> Result<Download, ApiError> {
    filtered(paths::EXPORT_TOKENS, filter)
        .query("format", Some(format))
        .download()
        .await
}

/// Everything about one token.
pub async fn get(id: TokenId) -> Result<TokenDetail, ApiError> {
    client::get(paths::token(id)).in_tenant().fetch().await
}

/// Stops it for a while.
pub async fn suspend(id: TokenId, body: &ChangeToken) -> Result<(), ApiError> {
    client::post(paths::token_suspend(id)).in_tenant().run_with(body).await
}

/// Lets it work again.
pub async fn resume(id: TokenId, body: &ChangeToken) -> Result<(), ApiError> {
    client::post(paths::token_resume(id)).in_tenant().run_with(body).await
}

/// Ends it.
pub async fn revoke(id: TokenId, body: &ChangeToken) -> Result<(), ApiError> {
    client::post(paths::token_revoke(id)).in_tenant().run_with(body).await
}

/// Ends it and sends a successor.
pub async fn reissue(id: TokenId, body: &ChangeToken, key: &str) -> Result<IssuedToken, ApiError> {
    client::post(paths::token_reissue(id))
        .in_tenant()
        .once(key)
        .fetch_with(body)
        .await
}
