//! Routes of sign-in and the signed-in person.

use std::sync::Arc;

use actix_web::HttpResponse;
use tessera_shared::dto::factors::{GiveCode, SecondFactorNeeded, StepUp};
use tessera_shared::dto::people::{Me, SignIn};
use tessera_shared::dto::sso::SignedOut;
use tessera_shared::paths;

use crate::app::App;
use crate::http::extract::{Body, Cookie, Json, Raw};
use crate::http::gate::Public;
use crate::http::person::{Enrolling, Halfway};
use crate::http::route::{Route, delete, get, post};
use crate::http::session_cookie::{WithSession, session_cookie};
use crate::outcome::Outcome;
use crate::people::{second_factor, service, sign_in, step_up};
use crate::sso;

/// Every route of this file.
pub fn routes() -> Vec<Route> {
    vec![
        post(paths::SESSION).public().to(
            "sign_in",
            "Begin a session; 200 says that a second factor comes next, 204 that nothing does",
            sign_in,
        ),
        post(paths::SESSION_SECOND_FACTOR).halfway().to(
            "finish_sign_in",
            "Show the second factor; the session is whole then, under a new cookie",
            finish_sign_in,
        ),
        post(paths::SESSION_STEP_UP).enrolling().to(
            "step_up",
            "Prove once more who one is, for routes that ask for it; the cookie is another one then",
            step_up,
        ),
        delete(paths::SESSION)
            .enrolling()
            .to("sign_out", "End the session", sign_out),
        get(paths::ME).enrolling().to("get_me", "Who is signed in", get_me),
    ]
}

async fn sign_in(
    app: Arc<App>,
    Public(caller): Public,
    Body(credentials): Body<SignIn>,
) -> Outcome<WithSession<SecondFactorNeeded>> {
    let begun = sign_in::sign_in(&app, credentials, caller).await?;
    Ok(WithSession::new(&app, begun.session, begun.device, begun.needed))
}

async fn finish_sign_in(
    app: Arc<App>,
    half: Halfway,
    Body(body): Body<GiveCode>,
) -> Outcome<WithSession<SecondFactorNeeded>> {
    let begun = second_factor::finish_sign_in(&app, half, body).await?;
    Ok(WithSession::new(&app, begun.session, begun.device, begun.needed))
}

async fn step_up(
    app: Arc<App>,
    caller: Enrolling,
    (Cookie(session), Body(body)): (Cookie, Body<StepUp>),
) -> Outcome<WithSession<SecondFactorNeeded>> {
    let session = step_up::step_up(&app, caller.0, session.hash(), body).await?;
    Ok(WithSession::new(&app, session, None, None))
}

async fn sign_out(app: Arc<App>, caller: Enrolling, Cookie(session): Cookie) -> Outcome<Raw> {
    let provider = service::sign_out(&app, caller.0, &session).await?;
    let url = match provider {
        Some(provider) => sso::service::sign_out_address(&app, provider).await,
        None => None,
    };
    let mut gone = session_cookie(&app, "");
    gone.make_removal();
    let answer = HttpResponse::Ok()
        .cookie(gone)
        .insert_header(("clear-site-data", "\"cache\""))
        .json(SignedOut { url });
    Ok(Raw(answer))
}

async fn get_me(app: Arc<App>, caller: Enrolling, (): ()) -> Outcome<Json<Me>> {
    service::get_me(&app, &caller.0).await.map(Json)
}
