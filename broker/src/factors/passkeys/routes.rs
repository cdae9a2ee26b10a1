//! Routes of the own passkeys.

use std::sync::Arc;

use tessera_shared::dto::passkeys::{AddPasskey, AddedPasskey, PasskeyCreation, RenamePasskey};
use tessera_shared::ids::PasskeyId;
use tessera_shared::paths;

use super::{manage, register};
use crate::app::App;
use crate::http::extract::{Body, Cookie, Id, Json, NoContent};
use crate::http::person::{Enrolling, SignedIn};
use crate::http::route::{Route, post};
use crate::http::session_cookie::WithSession;
use crate::outcome::Outcome;

/// Every route of this file.
pub fn routes() -> Vec<Route> {
    vec![
        post(paths::MY_PASSKEY_BEGIN).enrolling().fresh().to(
            "begin_passkey",
            "Begin to add a passkey: what a browser has to know to make one",
            begin_passkey,
        ),
        post(paths::MY_PASSKEYS).enrolling().fresh().to(
            "add_passkey",
            "Add the passkey; recovery codes come with the first factor, all other own sessions end",
            add_passkey,
        ),
        post(paths::MY_PASSKEY_RENAME)
            .signed_in()
            .to("rename_passkey", "Give a passkey another name", rename_passkey),
        post(paths::MY_PASSKEY_REMOVE).signed_in().fresh().to(
            "remove_passkey",
            "Take a passkey away; all other own sessions end",
            remove_passkey,
        ),
    ]
}

async fn begin_passkey(app: Arc<App>, caller: Enrolling, Cookie(session): Cookie) -> Outcome<Json<PasskeyCreation>> {
    let (scope, actor) = (caller.0.scope, caller.0.actor);
    register::begin_passkey(&app, scope, actor, session.hash())
        .await
        .map(Json)
}

async fn add_passkey(
    app: Arc<App>,
    caller: Enrolling,
    (Cookie(session), Body(body)): (Cookie, Body<AddPasskey>),
) -> Outcome<WithSession<AddedPasskey>> {
    let (scope, actor) = (caller.0.scope, caller.0.actor);
    let done = register::add_passkey(&app, scope, actor, session.hash(), body).await?;
    Ok(WithSession::new(&app, done.session, None, Some(done.added)))
}

async fn rename_passkey(
    app: Arc<App>,
    caller: SignedIn,
    (Id(id), Body(body)): (Id<PasskeyId>, Body<RenamePasskey>),
) -> Outcome<NoContent> {
    manage::rename_passkey(&app, caller.scope, caller.actor, id, body).await?;
    Ok(NoContent)
}

async fn remove_passkey(
    app: Arc<App>,
    caller: SignedIn,
    (Id(id), Cookie(session)): (Id<PasskeyId>, Cookie),
) -> Outcome<NoContent> {
    manage::remove_passkey(&app, caller.scope, caller.actor, session.hash(), id).await?;
    Ok(NoContent)
}
