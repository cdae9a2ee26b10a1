//! The demo's logins, for the sign-in page.

use std::sync::Arc;

use tessera_shared::dto::people::DemoLogin;
use tessera_shared::page::Page;
use tessera_shared::paths;

use crate::app::App;
use crate::db::{Across, Reach};
use crate::demo::people::logins;
use crate::http::extract::Json;
use crate::http::gate::Public;
use crate::http::route::{Route, get};
use crate::outcome::{Outcome, Refusal};

/// Every route of this feature.
pub fn routes() -> Vec<Route> {
    vec![get(paths::DEMO_LOGINS).public().to(
        "list_demo_logins",
        "Logins of the demo world; not found outside a demo",
        list_demo_logins,
    )]
}

async fn list_demo_logins(app: Arc<App>, _caller: Public, (): ()) -> Outcome<Json<Page<DemoLogin>>> {
    if app.catcher.is_none() {
        return Err(Refusal::not_found());
    }
    let items = app.db.read(Reach::across(Across::Demo), logins).await?;
    Ok(Json(Page { items, next: None }))
}
