//! Routes of the signed-in person's own sessions and password.

use std::sync::Arc;

use tessera_shared::dto::people::{ChangePassword, Session};
use tessera_shared::ids::SessionId;
use tessera_shared::page::Page;
use tessera_shared::paths;

use crate::app::App;
use crate::http::extract::{Body, Cookie, Id, Json, NoContent};
use crate::http::gate::SignedIn;
use crate::http::route::{Route, get, post};
use crate::outcome::Outcome;
use crate::people::sessions;

/// Every route of this file.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::MY_SESSIONS)
            .signed_in()
            .to("list_sessions", "The own sessions, the last used first", list_sessions),
        post(paths::MY_SESSION_CLOSE)
            .signed_in()
            .to("close_session", "End one of the own sessions", close_session),
        post(paths::MY_OTHER_SESSIONS_CLOSE).signed_in().to(
            "close_other_sessions",
            "End all of the own sessions but this one",
            close_other_sessions,
        ),
        post(paths::MY_PASSWORD).signed_in().fresh().to(
            "change_password",
            "Choose another password; all other own sessions end",
            change_password,
        ),
    ]
}

async fn list_sessions(app: Arc<App>, caller: SignedIn, Cookie(session): Cookie) -> Outcome<Json<Page<Session>>> {
    let items = sessions::list_sessions(&app, &caller.scope, session.hash()).await?;
    Ok(Json(Page { items, next: None }))
}

async fn close_session(app: Arc<App>, caller: SignedIn, Id(id): Id<SessionId>) -> Outcome<NoContent> {
    sessions::close_session(&app, caller.scope, caller.actor, id).await?;
    Ok(NoContent)
}

async fn close_other_sessions(app: Arc<App>, caller: SignedIn, Cookie(session): Cookie) -> Outcome<NoContent> {
    sessions::close_other_sessions(&app, caller.scope, caller.actor, session.hash()).await?;
    Ok(NoContent)
}

async fn change_password(
    app: Arc<App>,
    caller: SignedIn,
    (Cookie(session), Body(body)): (Cookie, Body<ChangePassword>),
) -> Outcome<NoContent> {
    sessions::change_password(&app, caller.scope, caller.actor, session.hash(), body).await?;
    Ok(NoContent)
}
