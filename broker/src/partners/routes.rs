//! Routes of partners.

use std::sync::Arc;

use serde::Deserialize;
use tessera_shared::dto::partners::{CreatePartner, Partner};
use tessera_shared::ids::PartnerId;
use tessera_shared::page::Page;
use tessera_shared::paths;

use crate::app::App;
use crate::auth::{Permit, actions};
use crate::http::cursor;
use crate::http::extract::{Created, Id, Json, OnceBody, Query, QueryNames};
use crate::http::route::{Route, get, post};
use crate::outcome::Outcome;
use crate::partners::service;

/// Every route of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::PARTNERS)
            .permit::<actions::ViewPartners>()
            .to("list_partners", "Partners by name", list_partners),
        post(paths::PARTNERS)
            .permit::<actions::ManagePartners>()
            .to("create_partner", "Add a partner", create_partner),
        get(paths::PARTNER)
            .permit::<actions::ViewPartners>()
            .to("get_partner", "One partner", get_partner),
    ]
}

/// What to look for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartnerQuery {
    cursor: Option<String>,
    limit: Option<u32>,
    q: Option<String>,
}

impl QueryNames for PartnerQuery {
    const NAMES: &'static [&'static str] = &["cursor", "limit", "q"];
}

async fn list_partners(
    app: Arc<App>,
    permit: Permit<actions::ViewPartners>,
    Query(query): Query<PartnerQuery>,
) -> Outcome<Json<Page<Partner>>> {
    let limit = cursor::limit(query.limit)?;
    let owner = permit.scope().as_str();
    let after = app.open_cursor("partners", owner, query.cursor.as_deref())?;
    let text = query.q.filter(|text| !text.trim().is_empty());
    let (items, last) = service::list_partners(&app, &permit, after, text, limit).await?;
    let next = app.seal_cursor("partners", owner, last);
    Ok(Json(Page { items, next }))
}

async fn create_partner(
    app: Arc<App>,
    permit: Permit<actions::ManagePartners>,
    OnceBody(body, once): OnceBody<CreatePartner>,
) -> Outcome<Created<Partner>> {
    let partner = service::create_partner(&app, permit, body, once).await?;
    let address = paths::partner(partner.id);
    Ok(Created(partner, Some(address)))
}

async fn get_partner(
    app: Arc<App>,
    permit: Permit<actions::ViewPartners>,
    Id(id): Id<PartnerId>,
) -> Outcome<Json<Partner>> {
    service::get_partner(&app, &permit, id).await.map(Json)
}
