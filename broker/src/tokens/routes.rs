//! Routes of tokens.

use std::sync::Arc;

use serde::Deserialize;
use tessera_shared::dto::requests::IssueToken;
use tessera_shared::dto::tokens::{ChangeToken, IssuedToken, TokenDetail, TokenSummary};
use tessera_shared::ids::{PartnerId, RequestId, TokenId};
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::TokenState;
use tessera_shared::page::Page;
use tessera_shared::paths;
use tessera_shared::words::{Environment, TokenSort};

use crate::app::App;
use crate::auth::{Permit, actions};
use crate::http::cursor;
use crate::http::extract::{Body, Created, Id, Json, NoContent, OnceBody, Query, QueryNames};
use crate::http::route::{Route, get, post};
use crate::outcome::Outcome;
use crate::tokens::service::{self, TokenFilter};
use crate::tokens::{change, issue};

/// Every route of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::TOKENS).permit::<actions::ViewTokens>().to(
            "list_tokens",
            "Tokens of the customer; `sort` is newest (as without it), oldest or ends_first",
            list_tokens,
        ),
        get(paths::TOKEN)
            .permit::<actions::ViewTokens>()
            .to("get_token", "Everything about one token", get_token),
        post(paths::REQUEST_ISSUE).permit::<actions::IssueToken>().to(
            "issue_token",
            "Issue the token of an approved request and send its link",
            issue_token,
        ),
        post(paths::TOKEN_SUSPEND).permit::<actions::SuspendToken>().to(
            "suspend_token",
            "Stop a token for a while",
            suspend_token,
        ),
        post(paths::TOKEN_RESUME).permit::<actions::ResumeToken>().to(
            "resume_token",
            "Let a suspended token work again",
            resume_token,
        ),
        post(paths::TOKEN_REVOKE).permit::<actions::RevokeToken>().to(
            "revoke_token",
            "End a token for good; the next check refuses it",
            revoke_token,
        ),
        post(paths::TOKEN_REISSUE).permit::<actions::IssueToken>().to(
            "reissue_token",
            "End a token and send a successor for the same grant",
            reissue_token,
        ),
    ]
}

/// What to look for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenQuery {
    cursor: Option<String>,
    limit: Option<u32>,
    sort: Option<TokenSort>,
    state: Option<TokenState>,
    environment: Option<Environment>,
    partner: Option<PartnerId>,
    ends_from: Option<Instant>,
    ends_before: Option<Instant>,
    idle_since: Option<Instant>,
    q: Option<String>,
}

impl QueryNames for TokenQuery {
    const NAMES: &'static [&'static str] = &[
        "cursor",
        "limit",
        "sort",
        "state",
        "environment",
        "partner",
        "ends_from",
        "ends_before",
        "idle_since",
        "q",
    ];
}

async fn list_tokens(
    app: Arc<App>,
    permit: Permit<actions::ViewTokens>,
    Query(query): Query<TokenQuery>,
) -> Outcome<Json<Page<TokenSummary>>> {
    let limit = cursor::limit(query.limit)?;
    let owner = permit.scope().as_str();
    let mut filter = TokenFilter {
        sort: query.sort.unwrap_or_default(),
        after: None,
        state: query.state,
        environment: query.environment,
        partner: query.partner.map(|id| id.to_string()),
        ends_from: query.ends_from,
        ends_before: query.ends_before,
        idle_since: query.idle_since,
        text: query.q.filter(|text| !text.trim().is_empty()),
    };
    let list = cursor::filtered("tokens", &filter);
    filter.after = app.open_cursor(&list, owner, query.cursor.as_deref())?;
    let (items, last) = service::list_tokens(&app, &permit, filter, limit).await?;
    let next = app.seal_cursor(&list, owner, last);
    Ok(Json(Page { items, next }))
}

async fn get_token(
    app: Arc<App>,
    permit: Permit<actions::ViewTokens>,
    Id(id): Id<TokenId>,
) -> Outcome<Json<TokenDetail>> {
    service::get_token(&app, permit, id).await.map(Json)
}

async fn issue_token(
    app: Arc<App>,
    permit: Permit<actions::IssueToken>,
    (Id(id), OnceBody(body, once)): (Id<RequestId>, OnceBody<IssueToken>),
) -> Outcome<Created<IssuedToken>> {
    let token = issue::issue_token(&app, permit, id, body, once).await?;
    Ok(Created(IssuedToken { token }, Some(paths::token(token))))
}

async fn suspend_token(
    app: Arc<App>,
    permit: Permit<actions::SuspendToken>,
    (Id(id), Body(body)): (Id<TokenId>, Body<ChangeToken>),
) -> Outcome<NoContent> {
    change::suspend_token(&app, permit, id, body).await?;
    Ok(NoContent)
}

async fn resume_token(
    app: Arc<App>,
    permit: Permit<actions::ResumeToken>,
    (Id(id), Body(body)): (Id<TokenId>, Body<ChangeToken>),
) -> Outcome<NoContent> {
    change::resume_token(&app, permit, id, body).await?;
    Ok(NoContent)
}

async fn revoke_token(
    app: Arc<App>,
    permit: Permit<actions::RevokeToken>,
    (Id(id), Body(body)): (Id<TokenId>, Body<ChangeToken>),
) -> Outcome<NoContent> {
    change::revoke_token(&app, permit, id, body).await?;
    Ok(NoContent)
}

async fn reissue_token(
    app: Arc<App>,
    permit: Permit<actions::IssueToken>,
    (Id(id), OnceBody(body, once)): (Id<TokenId>, OnceBody<ChangeToken>),
) -> Outcome<Created<IssuedToken>> {
    let token = change::reissue_token(&app, permit, id, body, once).await?;
    Ok(Created(IssuedToken { token }, Some(paths::token(token))))
}
