//! Routes that manage providers of sign-in.

use std::sync::Arc;

use serde::Deserialize;
use tessera_shared::dto::sso::{AddProvider, ChangeProvider, Provider};
use tessera_shared::ids::ProviderId;
use tessera_shared::page::Page;
use tessera_shared::paths;

use crate::app::App;
use crate::auth::actions::ManageProviders;
use crate::http::cursor;
use crate::http::extract::{Body, Created, Id, Json, OnceBody, Query, QueryNames};
use crate::http::person::Platform;
use crate::http::route::{Route, get, post};
use crate::outcome::Outcome;
use crate::sso::providers;

/// Every route of this file.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::PLATFORM_PROVIDERS).platform::<ManageProviders>().to(
            "list_providers",
            "Providers of sign-in, the oldest first",
            list_providers,
        ),
        // Who names a provider says who people are.
        post(paths::PLATFORM_PROVIDERS)
            .platform::<ManageProviders>()
            .fresh()
            .to(
                "add_provider",
                "Add a provider of sign-in, for everybody or for one customer",
                add_provider,
            ),
        post(paths::PLATFORM_PROVIDER_CHANGE)
            .platform::<ManageProviders>()
            .fresh()
            .to(
                "change_provider",
                "Change a provider of sign-in; sessions that began with it go on",
                change_provider,
            ),
    ]
}

/// Which page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderQuery {
    cursor: Option<String>,
    limit: Option<u32>,
}

impl QueryNames for ProviderQuery {
    const NAMES: &'static [&'static str] = &["cursor", "limit"];
}

async fn list_providers(
    app: Arc<App>,
    _owner: Platform<ManageProviders>,
    Query(query): Query<ProviderQuery>,
) -> Outcome<Json<Page<Provider>>> {
    let limit = cursor::limit(query.limit)?;
    let after = app.open_cursor("providers", "platform", query.cursor.as_deref())?;
    let (items, last) = providers::list_providers(&app, after, limit).await?;
    let next = app.seal_cursor("providers", "platform", last);
    Ok(Json(Page { items, next }))
}

async fn add_provider(
    app: Arc<App>,
    owner: Platform<ManageProviders>,
    OnceBody(body, once): OnceBody<AddProvider>,
) -> Outcome<Created<Provider>> {
    let provider = providers::add_provider(&app, owner.actor, body, once).await?;
    Ok(Created(provider, None))
}

async fn change_provider(
    app: Arc<App>,
    owner: Platform<ManageProviders>,
    (Id(id), Body(body)): (Id<ProviderId>, Body<ChangeProvider>),
) -> Outcome<Json<Provider>> {
    let provider = providers::change_provider(&app, owner.actor, id, body).await?;
    Ok(Json(provider))
}
