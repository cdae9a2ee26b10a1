//! Routes of the catalogue.

use std::sync::Arc;

use tessera_shared::dto::catalogue::{Api, CreateApi, PublicCatalogue};
use tessera_shared::ids::ApiId;
use tessera_shared::page::Page;
use tessera_shared::paths;

use crate::app::App;
use crate::auth::{Permit, actions};
use crate::catalogue::service;
use crate::http::extract::{Created, Id, Json, OnceBody, Slug};
use crate::http::gate::Public;
use crate::http::route::{Route, get, post};
use crate::outcome::Outcome;

/// Every route of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::APIS)
            .permit::<actions::ViewApis>()
            .to("list_apis", "APIs by name", list_apis),
        post(paths::APIS)
            .permit::<actions::ManageApis>()
            .to("create_api", "Add an API", create_api),
        get(paths::API)
            .permit::<actions::ViewApis>()
            .to("get_api", "One API", get_api),
        get(paths::PUBLIC_TENANT).public().to(
            "public_catalogue",
            "What partners may see of a customer",
            public_catalogue,
        ),
    ]
}

async fn list_apis(app: Arc<App>, permit: Permit<actions::ViewApis>, (): ()) -> Outcome<Json<Page<Api>>> {
    let items = service::list_apis(&app, &permit).await?;
    Ok(Json(Page { items, next: None }))
}

async fn create_api(
    app: Arc<App>,
    permit: Permit<actions::ManageApis>,
    OnceBody(body, once): OnceBody<CreateApi>,
) -> Outcome<Created<Api>> {
    let api = service::create_api(&app, permit, body, once).await?;
    let address = paths::api(api.id);
    Ok(Created(api, Some(address)))
}

async fn get_api(app: Arc<App>, permit: Permit<actions::ViewApis>, Id(id): Id<ApiId>) -> Outcome<Json<Api>> {
    service::get_api(&app, &permit, id).await.map(Json)
}

async fn public_catalogue(app: Arc<App>, _caller: Public, Slug(slug): Slug) -> Outcome<Json<PublicCatalogue>> {
    service::public_catalogue(&app, slug).await.map(Json)
}
