//! Access requests of the customer on the screen.

use tessera_shared::dto::requests::{
    ApproveRequest, DenyRequest, Filed, IssueToken, RequestDetail, RequestSummary, SubmitRequest, WithdrawRequest,
};
use tessera_shared::dto::tokens::IssuedToken;
use tessera_shared::ids::{PartnerId, RequestId};
use tessera_shared::lifecycle::RequestStage;
use tessera_shared::page::Page;
use tessera_shared::paths;
use tessera_shared::words::{ExportFormat, TimeSort};

use super::client;
use super::{ApiError, Download};

/// Which requests to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestFilter {
    /// In which order; the newest first without one.
    pub sort: Option<TimeSort>,
    /// Only this stage.
    pub stage: Option<RequestStage>,
    /// Part of company, application or contact address.
    pub q: Option<String>,
    /// Only this partner.
    pub partner: Option<PartnerId>,
}

/// A read of what the filter lets through.
fn filtered(path: &'static str, filter: &RequestFilter) -> client::Call<'static> {
    client::get(path)
        .in_tenant()
        .query("sort", filter.sort)
        .query("stage", filter.stage)
        .query("q", filter.q.as_ref())
        .query("partner", filter.partner)
}

/// A page of requests, in the order of the filter.
pub async fn list(filter: &RequestFilter, cursor: Option<&str>) -> Result<Page<RequestSummary>, ApiError> {
    filtered(paths::REQUESTS, filter).query("cursor", cursor).fetch().await
}

/// The requests of a filter as a file.
pub async fn export(filter: &RequestFilter, format: ExportFormat) -> Result<Download, ApiError> {
    filtered(paths::EXPORT_REQUESTS, filter)
        .query("format", Some(format))
        .download()
        .await
}

/// Everything about one request.
pub async fn get(id: RequestId) -> Result<RequestDetail, ApiError> {
    client::get(paths::request(id)).in_tenant().fetch().await
}

/// Files a request for a partner.
pub async fn submit(body: &SubmitRequest, key: &str) -> Result<Filed, ApiError> {
    client::post(paths::REQUESTS)
        .in_tenant()
        .once(key)
        .fetch_with(body)
        .await
}

/// Says yes.
pub async fn approve(id: RequestId, body: &ApproveRequest) -> Result<(), ApiError> {
    client::post(paths::request_approve(id))
        .in_tenant()
        .run_with(body)
        .await
}

/// Says no.
pub async fn deny(id: RequestId, body: &DenyRequest) -> Result<(), ApiError> {
    client::post(paths::request_deny(id)).in_tenant().run_with(body).await
}

/// Takes it back.
pub async fn withdraw(id: RequestId, body: &WithdrawRequest) -> Result<(), ApiError> {
    client::post(paths::request_withdraw(id))
        .in_tenant()
        .run_with(body)
        .await
}

/// Issues its token.
pub async fn issue(id: RequestId, body: &IssueToken, key: &str) -> Result<IssuedToken, ApiError> {
    client::post(paths::request_issue(id))
        .in_tenant()
        .once(key)
        .fetch_with(body)
        .await
}
