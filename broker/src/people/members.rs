//! The people of a tenant.

use std::sync::Arc;

use tessera_shared::dto::people::Member;
use tessera_shared::page::Page;
use tessera_shared::paths;

use crate::app::App;
use crate::auth::Permit;
use crate::auth::actions::ViewMembers;
use crate::http::extract::Json;
use crate::http::route::{Route, get};
use crate::outcome::Outcome;
use crate::people::store;

/// Every route of this file.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::MEMBERS)
            .permit::<ViewMembers>()
            .to("list_members", "People of the customer by name", list_members),
    ]
}

async fn list_members(app: Arc<App>, permit: Permit<ViewMembers>, (): ()) -> Outcome<Json<Page<Member>>> {
    let scope = permit.scope().clone();
    let items = app.db.read(move |conn| store::list_members(conn, &scope)).await?;
    Ok(Json(Page { items, next: None }))
}
