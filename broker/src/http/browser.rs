//! What browsers say of a call: the cookies they keep, and whose page sent it.

use actix_web::HttpRequest;
use actix_web::http::header::{HOST, ORIGIN};
use tessera_shared::error::ErrorCode;

use crate::app::App;
use crate::auth::session::{PLAIN_COOKIE, SECURE_COOKIE, SessionSecret};
use crate::outcome::{Outcome, Refusal};

/// The session's cookie.
pub fn session_cookie(app: &App, req: &HttpRequest) -> Option<SessionSecret> {
    let value = cookie_value(app, req, (SECURE_COOKIE, PLAIN_COOKIE))?;
    Some(SessionSecret::from_cookie(&value))
}

/// The value of a cookie that has one name over https and another on plain http. Over https only the
/// first counts, which browsers take from nobody but this host: a neighbour on the same domain could
/// plant the other.
pub fn cookie_value(app: &App, req: &HttpRequest, (secure, plain): (&str, &str)) -> Option<String> {
    let cookie = req.cookie(if app.config.is_https() { secure } else { plain })?;
    Some(cookie.value().to_owned())
}

/// Refuses state changes that another site made the browser send, and to whoever shows a session
/// (`signed_in`) reads as well. Browsers say where a call comes from in `Sec-Fetch-Site`; older ones
/// and plain http say it in `Origin`, though for changes only.
pub fn refuse_cross_site(app: &App, req: &HttpRequest, signed_in: bool) -> Outcome<()> {
    let header = |name: &str| req.headers().get(name).and_then(|value| value.to_str().ok());
    let ours = match (header("sec-fetch-site"), header(ORIGIN.as_str())) {
        // "none" is somebody at the address bar.
        (Some(site), _) if req.method().is_safe() => !signed_in || matches!(site, "same-origin" | "none"),
        (None, _) if req.method().is_safe() => true,
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => is_own_origin(app, origin, header(HOST.as_str())),
        (None, None) => !signed_in,
    };
    if ours {
        Ok(())
    } else {
        Err(Refusal::new(
            ErrorCode::CrossSite,
            "Calls are taken from this site's own pages only; scripts send its Origin.",
        ))
    }
}

/// Without a `public_url` the broker may go by several names, on plain http.
fn is_own_origin(app: &App, origin: &str, host: Option<&str>) -> bool {
    let unnamed = app.config.public_url.is_none();
    let at_host = || host.is_some_and(|host| origin.strip_prefix("http://") == Some(host));
    origin == app.config.public_origin() || (unnamed && at_host())
}
