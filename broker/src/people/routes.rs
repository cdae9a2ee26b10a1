//! Routes of sign-in and the signed-in person.

use std::sync::Arc;

use actix_web::HttpResponse;
use tessera_shared::dto::factors::{GiveCode, SecondFactorNeeded, StepUp};
use tessera_shared::dto::passkeys::{PasskeyQuestion, ShowPasskey};
use tessera_shared::dto::people::{Me, SignIn};
use tessera_shared::dto::sso::SignedOut;
use tessera_shared::paths;

use crate::app::App;
use crate::http::extract::{Body, Cookie, Json, Raw};
use crate::http::gate::Public;
use crate::http::person::{Enrolling, Halfway};
use crate::http::route::{Route, delete, get, post};
use crate::http::session_cookie::{AskedBrowser, WithSession, session_cookie};
use crate::outcome::Outcome;
use crate::people::{passkey_sign_in, second_factor, service, sign_in, step_up};
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
        post(paths::SESSION_SECOND_FACTOR_PASSKEY_BEGIN).halfway().to(
            "begin_second_factor_passkey",
            "Begin to show a passkey as second factor: what a browser has to know to show one",
            begin_second_factor_passkey,
        ),
        post(paths::SESSION_SECOND_FACTOR_PASSKEY).halfway().to(
            "finish_sign_in_with_passkey",
            "Show a passkey as second factor; the session is whole then, under a new cookie",
            finish_sign_in_with_passkey,
        ),
        post(paths::SESSION_PASSKEY_BEGIN).public().to(
            "begin_passkey_sign_in",
            "Begin to sign in with a passkey alone: what a browser has to know to show one",
            begin_passkey_sign_in,
        ),
        post(paths::SESSION_PASSKEY).public().to(
            "sign_in_with_passkey",
            "Begin a session with a passkey alone",
            sign_in_with_passkey,
        ),
        post(paths::SESSION_STEP_UP_PASSKEY).enrolling().to(
            "begin_passkey_step_up",
            "Begin to prove once more who one is by a passkey: what a browser has to know to show one",
            begin_passkey_step_up,
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

async fn begin_second_factor_passkey(app: Arc<App>, half: Halfway, (): ()) -> Outcome<Json<PasskeyQuestion>> {
    passkey_sign_in::begin_second_factor_passkey(&app, half).await.map(Json)
}

async fn finish_sign_in_with_passkey(
    app: Arc<App>,
    half: Halfway,
    Body(body): Body<ShowPasskey>,
) -> Outcome<WithSession<SecondFactorNeeded>> {
    let begun = passkey_sign_in::finish_sign_in_with_passkey(&app, half, body).await?;
    Ok(WithSession::new(&app, begun.session, begun.device, begun.needed))
}

async fn begin_passkey_sign_in(app: Arc<App>, _caller: Public, (): ()) -> Outcome<WithSession<PasskeyQuestion>> {
    let (browser, question) = passkey_sign_in::begin_passkey_sign_in(&app).await?;
    Ok(WithSession::asking(&app, &browser, question))
}

async fn sign_in_with_passkey(
    app: Arc<App>,
    Public(caller): Public,
    (AskedBrowser(browser), Body(body)): (AskedBrowser, Body<ShowPasskey>),
) -> Outcome<WithSession<SecondFactorNeeded>> {
    let begun = passkey_sign_in::sign_in_with_passkey(&app, browser, body, caller).await?;
    Ok(WithSession::new(&app, begun.session, begun.device, begun.needed))
}

async fn begin_passkey_step_up(
    app: Arc<App>,
    caller: Enrolling,
    Cookie(session): Cookie,
) -> Outcome<Json<PasskeyQuestion>> {
    step_up::begin_passkey_step_up(&app, caller.0, session.hash())
        .await
        .map(Json)
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
