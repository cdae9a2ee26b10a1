//! Routes of the own second factors.

use std::sync::Arc;

use tessera_shared::dto::factors::{Factors, GiveCode, RecoveryCodes, TotpEnrolment};
use tessera_shared::paths;

use crate::app::App;
use crate::factors::{enrol, service};
use crate::http::extract::{Body, Cookie, Json, NoContent};
use crate::http::person::{Enrolling, SignedIn};
use crate::http::route::{Route, get, post};
use crate::http::session_cookie::WithSession;
use crate::outcome::Outcome;

/// Every route of this file.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::MY_FACTORS)
            .enrolling()
            .to("list_factors", "The own second factors", list_factors),
        post(paths::MY_TOTP).enrolling().fresh().to(
            "begin_totp",
            "Begin to add an authenticator app; its seed is shown once",
            begin_totp,
        ),
        post(paths::MY_TOTP_CONFIRM).enrolling().fresh().to(
            "confirm_totp",
            "Confirm the app by a code; recovery codes are shown once, all other own sessions end",
            confirm_totp,
        ),
        post(paths::MY_TOTP_REMOVE).signed_in().fresh().to(
            "remove_totp",
            "Take the authenticator app away; all other own sessions end",
            remove_totp,
        ),
        post(paths::MY_RECOVERY_CODES).signed_in().fresh().to(
            "replace_recovery_codes",
            "Make new recovery codes, shown once; earlier ones are good no longer",
            replace_recovery_codes,
        ),
    ]
}

async fn list_factors(app: Arc<App>, caller: Enrolling, (): ()) -> Outcome<Json<Factors>> {
    service::list_factors(&app, caller.0.scope).await.map(Json)
}

async fn begin_totp(app: Arc<App>, caller: Enrolling, (): ()) -> Outcome<Json<TotpEnrolment>> {
    enrol::begin_totp(&app, caller.0.scope, caller.0.actor).await.map(Json)
}

async fn confirm_totp(
    app: Arc<App>,
    caller: Enrolling,
    (Cookie(session), Body(body)): (Cookie, Body<GiveCode>),
) -> Outcome<WithSession<RecoveryCodes>> {
    let (scope, actor) = (caller.0.scope, caller.0.actor);
    let confirmed = enrol::confirm_totp(&app, scope, actor, session.hash(), body).await?;
    Ok(WithSession::new(&app, confirmed.session, None, Some(confirmed.codes)))
}

async fn remove_totp(app: Arc<App>, caller: SignedIn, Cookie(session): Cookie) -> Outcome<NoContent> {
    service::remove_totp(&app, caller.scope, caller.actor, session.hash()).await?;
    Ok(NoContent)
}

async fn replace_recovery_codes(app: Arc<App>, caller: SignedIn, (): ()) -> Outcome<Json<RecoveryCodes>> {
    service::replace_recovery_codes(&app, caller.scope, caller.actor)
        .await
        .map(Json)
}
