//! Routes of sign-in and the signed-in person.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie as HttpCookie, SameSite};
use tessera_shared::dto::people::{Me, SignIn};
use tessera_shared::paths;

use crate::app::App;
use crate::auth::{device, session};
use crate::http::extract::{Body, Cookie, Json, Raw};
use crate::http::gate::{Public, SignedIn};
use crate::http::route::{Route, delete, get, post};
use crate::outcome::Outcome;
use crate::people::{service, sign_in};

/// Every route of this file.
pub fn routes() -> Vec<Route> {
    vec![
        post(paths::SESSION).public().to("sign_in", "Begin a session", sign_in),
        delete(paths::SESSION)
            .signed_in()
            .to("sign_out", "End the session", sign_out),
        get(paths::ME).signed_in().to("get_me", "Who is signed in", get_me),
    ]
}

/// A cookie no script and no other site gets at; its name over https is the first of `names`.
fn cookie(app: &App, names: (&'static str, &'static str), value: String) -> HttpCookie<'static> {
    let https = app.config.is_https();
    HttpCookie::build(if https { names.0 } else { names.1 }, value)
        .path("/")
        .http_only(true)
        .secure(https)
        .same_site(SameSite::Strict)
        .finish()
}

fn session_cookie(app: &App, value: &str) -> HttpCookie<'static> {
    cookie(app, (session::SECURE_COOKIE, session::PLAIN_COOKIE), value.to_owned())
}

/// How long a device is remembered.
const DEVICE_DAYS: i64 = 365;

fn device_cookie(app: &App, value: String) -> HttpCookie<'static> {
    let mut cookie = cookie(app, (device::SECURE_COOKIE, device::PLAIN_COOKIE), value);
    cookie.set_max_age(Duration::days(DEVICE_DAYS));
    cookie
}

async fn sign_in(app: Arc<App>, Public(caller): Public, Body(credentials): Body<SignIn>) -> Outcome<Raw> {
    let begun = sign_in::sign_in(&app, credentials, caller).await?;
    let answer = HttpResponse::NoContent()
        .cookie(session_cookie(&app, begun.session.expose()))
        .cookie(device_cookie(&app, begun.device))
        .finish();
    Ok(Raw(answer))
}

async fn sign_out(app: Arc<App>, caller: SignedIn, Cookie(session): Cookie) -> Outcome<Raw> {
    service::sign_out(&app, caller, &session).await?;
    let mut gone = session_cookie(&app, "");
    gone.make_removal();
    let answer = HttpResponse::NoContent()
        .cookie(gone)
        .insert_header(("clear-site-data", "\"cache\""))
        .finish();
    Ok(Raw(answer))
}

async fn get_me(app: Arc<App>, caller: SignedIn, (): ()) -> Outcome<Json<Me>> {
    service::get_me(&app, &caller).await.map(Json)
}
