//! Routes for a new password by mail.

use std::sync::Arc;

use tessera_shared::dto::people::{AskReset, CompleteReset, OpenReset};
use tessera_shared::paths;

use crate::app::App;
use crate::http::extract::{Body, NoContent};
use crate::http::gate::Public;
use crate::http::route::{Route, post};
use crate::outcome::Outcome;
use crate::people::resets;

/// Every route of this file.
pub fn routes() -> Vec<Route> {
    vec![
        post(paths::PUBLIC_RESETS).public().to(
            "ask_reset",
            "Ask for a link to choose another password; the answer never says whether there is an account",
            ask_reset,
        ),
        post(paths::PUBLIC_RESET_OPEN).public().to(
            "open_reset",
            "Whether a link for another password is still good; consumes nothing",
            open_reset,
        ),
        post(paths::PUBLIC_RESET_COMPLETE).public().to(
            "complete_reset",
            "Choose another password with the link's code; all sessions of the account end",
            complete_reset,
        ),
    ]
}

async fn ask_reset(app: Arc<App>, Public(caller): Public, Body(body): Body<AskReset>) -> Outcome<NoContent> {
    resets::ask_reset(&app, body, caller).await?;
    Ok(NoContent)
}

async fn open_reset(app: Arc<App>, _caller: Public, Body(body): Body<OpenReset>) -> Outcome<NoContent> {
    resets::open_reset(&app, body.code).await?;
    Ok(NoContent)
}

async fn complete_reset(app: Arc<App>, Public(caller): Public, Body(body): Body<CompleteReset>) -> Outcome<NoContent> {
    resets::complete_reset(&app, body, caller).await?;
    Ok(NoContent)
}
