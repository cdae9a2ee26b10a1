//! Routes of sign-in and the signed-in person.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::cookie::{Cookie as HttpCookie, SameSite};
use tessera_shared::dto::people::{Me, SignIn};
use tessera_shared::paths;

use crate::app::App;
use crate::auth::session::{PLAIN_COOKIE, SECURE_COOKIE};
use crate::http::extract::{Body, Cookie, Json, Raw};
use crate::http::gate::{Public, SignedIn};
use crate::http::route::{Route, delete, get, post};
use crate::outcome::Outcome;
use crate::people::service;

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

/// The session cookie with its flags; an empty value removes it.
fn cookie(app: &App, value: &str) -> HttpCookie<'static> {
    let https = app.config.is_https();
    let name = if https { SECURE_COOKIE } else { PLAIN_COOKIE };
    HttpCookie::build(name, value.to_owned())
        .path("/")
        .http_only(true)
        .secure(https)
        .same_site(SameSite::Strict)
        .finish()
}

async fn sign_in(app: Arc<App>, caller: Public, Body(credentials): Body<SignIn>) -> Outcome<Raw> {
    let (secret, _ends_at) = service::sign_in(&app, credentials, caller.address, caller.call_id).await?;
    let answer = HttpResponse::NoContent().cookie(cookie(&app, secret.expose())).finish();
    Ok(Raw(answer))
}

async fn sign_out(app: Arc<App>, caller: SignedIn, Cookie(session): Cookie) -> Outcome<Raw> {
    service::sign_out(&app, caller, &session).await?;
    let mut gone = cookie(&app, "");
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
