//! Routes of the caller's saved views.

use std::sync::Arc;

use actix_web::web;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tessera_shared::dto::views::{RenameView, SaveView, SavedView, ViewedList};
use tessera_shared::ids::{TenantId, ViewId};
use tessera_shared::page::Page;
use tessera_shared::paths;

use super::filter::{Filter, bad};
use super::service;
use crate::app::App;
use crate::audit::routes::AuditQuery;
use crate::http::extract::{Body, Created, Id, Json, NoContent, OnceBody, Query, QueryNames};
use crate::http::person::SignedIn;
use crate::http::route::{Route, get, post};
use crate::outcome::Outcome;
use crate::requests::routes::RequestQuery;
use crate::tokens::routes::TokenQuery;

/// Every route of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::MY_VIEWS).signed_in().to(
            "list_views",
            "The own saved views by name: those for every customer and those of the one named",
            list_views,
        ),
        post(paths::MY_VIEWS)
            .signed_in()
            .to("save_view", "Keep a list's filter under a name", save_view),
        post(paths::MY_VIEW_RENAME)
            .signed_in()
            .to("rename_view", "Give an own view another name", rename_view),
        post(paths::MY_VIEW_REMOVE)
            .signed_in()
            .to("remove_view", "Take an own view away", remove_view),
    ]
}

/// Which views.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ViewQuery {
    list: Option<ViewedList>,
    tenant: Option<TenantId>,
}

impl QueryNames for ViewQuery {
    const NAMES: &'static [&'static str] = &["list", "tenant"];
}

/// Reads a filter as the list with the query `T` reads it.
fn read<T: DeserializeOwned + QueryNames>(query: &str) -> Outcome<Filter> {
    let filter = Filter::read(query, T::NAMES)?;
    match web::Query::<T>::from_query(&filter.query()) {
        Ok(_fits) => Ok(filter),
        Err(cause) => Err(bad(format!("The list does not take this filter: {cause}."))),
    }
}

async fn list_views(app: Arc<App>, caller: SignedIn, Query(query): Query<ViewQuery>) -> Outcome<Json<Page<SavedView>>> {
    let items = service::list_views(&app, caller.scope, query.list, query.tenant).await?;
    Ok(Json(Page { items, next: None }))
}

async fn save_view(
    app: Arc<App>,
    caller: SignedIn,
    OnceBody(body, once): OnceBody<SaveView>,
) -> Outcome<Created<SavedView>> {
    let filter = match body.list {
        ViewedList::Tokens => read::<TokenQuery>(&body.query),
        ViewedList::Requests => read::<RequestQuery>(&body.query),
        ViewedList::Audit => read::<AuditQuery>(&body.query),
    }?;
    let view = service::save_view(&app, caller.scope, caller.actor, body, filter, once).await?;
    Ok(Created(view, None))
}

async fn rename_view(
    app: Arc<App>,
    caller: SignedIn,
    (Id(id), Body(body)): (Id<ViewId>, Body<RenameView>),
) -> Outcome<NoContent> {
    service::rename_view(&app, caller.scope, caller.actor, id, body).await?;
    Ok(NoContent)
}

async fn remove_view(app: Arc<App>, caller: SignedIn, Id(id): Id<ViewId>) -> Outcome<NoContent> {
    service::remove_view(&app, caller.scope, caller.actor, id).await?;
    Ok(NoContent)
}
