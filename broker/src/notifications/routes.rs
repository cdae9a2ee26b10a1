//! The live stream, and the demo's mails.

use std::sync::Arc;

use tessera_shared::dto::people::DemoMail;
use tessera_shared::page::Page;
use tessera_shared::paths;

use crate::app::App;
use crate::http::extract::{Cookie, Json, Raw};
use crate::http::gate::{Public, SignedIn};
use crate::http::route::{Route, get};
use crate::notifications::stream;
use crate::outcome::{Outcome, Refusal};

/// Every route of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::MY_EVENTS).signed_in().to(
            "stream_changes",
            "Server-sent events: what changed in any customer of the caller",
            stream_changes,
        ),
        get(paths::DEMO_MAILS).public().to(
            "list_demo_mails",
            "Mails held by the demo's catcher; not found outside a demo",
            list_demo_mails,
        ),
    ]
}

async fn stream_changes(app: Arc<App>, _caller: SignedIn, Cookie(session): Cookie) -> Outcome<Raw> {
    stream::open(app, session).await.map(Raw)
}

async fn list_demo_mails(app: Arc<App>, _caller: Public, (): ()) -> Outcome<Json<Page<DemoMail>>> {
    let catcher = app.catcher.as_ref().ok_or_else(Refusal::not_found)?;
    Ok(Json(Page {
        items: catcher.all(),
        next: None,
    }))
}
