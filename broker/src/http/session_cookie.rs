//! The cookies of a session and of a device, and answers that set them.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie as HttpCookie, SameSite};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::auth::session::SessionSecret;
use crate::auth::{device, session};
use crate::http::browser::cookie_value;
use crate::http::extract::{Gives, Json, OperationDoc, Part};
use crate::outcome::Outcome;

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

/// The cookie of a session; without a value it is one to remove.
pub fn session_cookie(app: &App, value: &str) -> HttpCookie<'static> {
    cookie(app, (session::SECURE_COOKIE, session::PLAIN_COOKIE), value.to_owned())
}

/// How long a device is remembered.
const DEVICE_DAYS: i64 = 365;

fn device_cookie(app: &App, value: String) -> HttpCookie<'static> {
    let mut cookie = cookie(app, (device::SECURE_COOKIE, device::PLAIN_COOKIE), value);
    cookie.set_max_age(Duration::days(DEVICE_DAYS));
    cookie
}

/// The cookie of a browser that is asked for a passkey before anybody is signed in, over https.
const SECURE_ASKED: &str = "__Host-tessera-passkey";
/// The same on plain http.
const PLAIN_ASKED: &str = "tessera-passkey";
/// How many seconds it is kept: as long as the question can be answered.
const ASKED_SECONDS: i64 = 300;

/// What a browser that is asked for a passkey is known by, if it was asked.
pub struct AskedBrowser(pub Option<String>);

impl Part for AskedBrowser {
    fn part(req: &HttpRequest) -> Outcome<Self> {
        let app = App::of(req)?;
        Ok(Self(cookie_value(app, req, (SECURE_ASKED, PLAIN_ASKED))))
    }

    fn describe_part(_doc: &mut OperationDoc) {}
}

/// The cookies of a session that has begun, and of the device when it is to be remembered.
pub fn session_cookies(app: &App, session: &SessionSecret, device: Option<String>) -> Vec<HttpCookie<'static>> {
    let mut cookies = vec![session_cookie(app, session.expose())];
    cookies.extend(device.map(|device| device_cookie(app, device)));
    cookies
}

/// An answer that gives the browser a session; 204 when there is nothing to say beside it.
pub struct WithSession<T> {
    cookies: Vec<HttpCookie<'static>>,
    body: Option<T>,
}

impl<T> WithSession<T> {
    /// With the session, and the device when it is to be remembered.
    pub fn new(app: &App, session: SessionSecret, device: Option<String>, body: Option<T>) -> Self {
        Self {
            cookies: session_cookies(app, &session, device),
            body,
        }
    }

    /// Without a session, for a browser that is to be known by `secret` when it answers.
    pub fn asking(app: &App, secret: &str, body: T) -> Self {
        let mut asked = cookie(app, (SECURE_ASKED, PLAIN_ASKED), secret.to_owned());
        asked.set_max_age(Duration::seconds(ASKED_SECONDS));
        Self {
            cookies: vec![asked],
            body: Some(body),
        }
    }
}

impl<T: Serialize + ToSchema> Gives for WithSession<T> {
    fn answer(self, _req: &HttpRequest) -> HttpResponse {
        let mut answer = HttpResponse::build(match self.body {
            Some(_) => StatusCode::OK,
            None => StatusCode::NO_CONTENT,
        });
        for cookie in self.cookies {
            answer.cookie(cookie);
        }
        match self.body {
            Some(body) => answer.json(body),
            None => answer.finish(),
        }
    }

    fn describe(doc: &mut OperationDoc) {
        Json::<T>::describe(doc);
    }
}
