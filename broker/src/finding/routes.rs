//! The route of finding.

use std::sync::Arc;

use tessera_shared::dto::finding::{Find, Finding};
use tessera_shared::paths;

use crate::app::App;
use crate::finding::service;
use crate::http::extract::{Body, Json};
use crate::http::gate::SignedIn;
use crate::http::route::{Route, post};
use crate::outcome::Outcome;

/// Every route of this feature.
pub fn routes() -> Vec<Route> {
    vec![post(paths::MY_FIND).signed_in().to(
        "find",
        "Find by any part of a name in the customer named, by its beginning in all others of the caller; \
         or a token by a print of its secret",
        find,
    )]
}

async fn find(app: Arc<App>, caller: SignedIn, Body(body): Body<Find>) -> Outcome<Json<Finding>> {
    service::find(&app, caller.scope, body).await.map(Json)
}
