//! Routes of requests for the tenant's people and for partners who file one.

use std::sync::Arc;

use serde::Deserialize;
use tessera_shared::dto::requests::{
    ApproveRequest, DenyRequest, FileRequest, Filed, RequestDetail, RequestSummary, SubmitRequest, WithdrawRequest,
};
use tessera_shared::ids::{PartnerId, RequestId};
use tessera_shared::lifecycle::RequestStage;
use tessera_shared::page::Page;
use tessera_shared::paths;
use tessera_shared::words::TimeSort;

use crate::app::App;
use crate::auth::{Permit, actions};
use crate::http::cursor;
use crate::http::extract::{Body, Created, Id, Json, NoContent, OnceBody, Query, QueryNames, Slug};
use crate::http::gate::Public;
use crate::http::route::{Route, get, post};
use crate::outcome::Outcome;
use crate::requests::service::{self, RequestFilter};
use crate::requests::{decide, submit};

/// Every route of this file.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::REQUESTS).permit::<actions::ViewRequests>().to(
            "list_requests",
            "Requests of the customer; `sort` is newest (as without it) or oldest",
            list_requests,
        ),
        post(paths::REQUESTS).permit::<actions::SubmitRequest>().to(
            "submit_request",
            "File a request for a known partner",
            submit_request,
        ),
        get(paths::REQUEST).permit::<actions::ViewRequests>().to(
            "get_request",
            "Everything about one request",
            get_request,
        ),
        post(paths::REQUEST_APPROVE).permit::<actions::DecideRequest>().to(
            "approve_request",
            "Say yes, perhaps to less than was asked for",
            approve_request,
        ),
        post(paths::REQUEST_DENY).permit::<actions::DecideRequest>().to(
            "deny_request",
            "Say no; the request is removed",
            deny_request,
        ),
        post(paths::REQUEST_WITHDRAW).permit::<actions::WithdrawRequest>().to(
            "withdraw_request",
            "Take a request back for the partner",
            withdraw_request,
        ),
        post(paths::PUBLIC_REQUESTS).public().to(
            "file_request",
            "File a request as a partner; it has to be confirmed by mail",
            file_request,
        ),
    ]
}

/// What to look for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestQuery {
    cursor: Option<String>,
    limit: Option<u32>,
    sort: Option<TimeSort>,
    stage: Option<RequestStage>,
    q: Option<String>,
    partner: Option<PartnerId>,
}

impl QueryNames for RequestQuery {
    const NAMES: &'static [&'static str] = &["cursor", "limit", "sort", "stage", "q", "partner"];
}

async fn list_requests(
    app: Arc<App>,
    permit: Permit<actions::ViewRequests>,
    Query(query): Query<RequestQuery>,
) -> Outcome<Json<Page<RequestSummary>>> {
    let limit = cursor::limit(query.limit)?;
    let owner = permit.scope().as_str();
    let mut filter = RequestFilter {
        sort: query.sort.unwrap_or_default(),
        after: None,
        stage: query.stage,
        text: query.q.filter(|text| !text.trim().is_empty()),
        partner: query.partner.map(|id| id.to_string()),
    };
    let list = cursor::filtered("requests", &filter);
    filter.after = app.open_cursor(&list, owner, query.cursor.as_deref())?;
    let (items, last) = service::list_requests(&app, &permit, filter, limit).await?;
    let next = app.seal_cursor(&list, owner, last);
    Ok(Json(Page { items, next }))
}

async fn submit_request(
    app: Arc<App>,
    permit: Permit<actions::SubmitRequest>,
    OnceBody(body, once): OnceBody<SubmitRequest>,
) -> Outcome<Created<Filed>> {
    let filed = submit::submit_request(&app, permit, body, once).await?;
    let address = paths::request(filed.id);
    Ok(Created(filed, Some(address)))
}

async fn file_request(
    app: Arc<App>,
    Public(caller): Public,
    (Slug(slug), OnceBody(body, once)): (Slug, OnceBody<FileRequest>),
) -> Outcome<Created<Filed>> {
    let filed = submit::file_request(&app, slug, body, once, caller.address(), caller.call_id).await?;
    Ok(Created(filed, None))
}

async fn get_request(
    app: Arc<App>,
    permit: Permit<actions::ViewRequests>,
    Id(id): Id<RequestId>,
) -> Outcome<Json<RequestDetail>> {
    service::get_request(&app, permit, id).await.map(Json)
}

async fn approve_request(
    app: Arc<App>,
    permit: Permit<actions::DecideRequest>,
    (Id(id), Body(body)): (Id<RequestId>, Body<ApproveRequest>),
) -> Outcome<NoContent> {
    decide::approve_request(&app, permit, id, body).await?;
    Ok(NoContent)
}

async fn deny_request(
    app: Arc<App>,
    permit: Permit<actions::DecideRequest>,
    (Id(id), Body(body)): (Id<RequestId>, Body<DenyRequest>),
) -> Outcome<NoContent> {
    decide::deny_request(&app, permit, id, body).await?;
    Ok(NoContent)
}

async fn withdraw_request(
    app: Arc<App>,
    permit: Permit<actions::WithdrawRequest>,
    (Id(id), Body(body)): (Id<RequestId>, Body<WithdrawRequest>),
) -> Outcome<NoContent> {
    decide::withdraw_request(&app, permit, id, body).await?;
    Ok(NoContent)
}
