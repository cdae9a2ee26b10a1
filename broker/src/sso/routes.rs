//! Routes of sign-in with a provider.

use std::borrow::Cow;
use std::sync::Arc;

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};
use tessera_shared::dto::sso::{FindProvider, FoundProvider, SignInProvider, StartSignIn, StartedSignIn};
use tessera_shared::ids::ProviderId;
use tessera_shared::page::Page;
use tessera_shared::paths;
use url::form_urlencoded;

use crate::app::App;
use crate::http::browser::cookie_value;
use crate::http::extract::{Body, Json, OperationDoc, Raw, Takes};
use crate::http::gate::Public;
use crate::http::route::{Route, get, post};
use crate::http::session_cookie::session_cookies;
use crate::outcome::Outcome;
use crate::sso::flow;
use crate::sso::service::{self, Answer, Arrived, Stopped};

/// Every route of this file.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::SSO_PROVIDERS).public().to(
            "list_sign_in_providers",
            "Providers of sign-in for everybody",
            list_sign_in_providers,
        ),
        post(paths::SSO_FIND).public().to(
            "find_sign_in_provider",
            "The provider that the domain of an address signs in with",
            find_sign_in_provider,
        ),
        post(paths::SSO_START).public().to(
            "start_sign_in",
            "Begin to sign in with a provider; send the browser to the address",
            start_sign_in,
        ),
        get(paths::SSO_CALLBACK).public().to(
            "finish_sign_in",
            "Where a provider sends the browser back to; answers with a redirect",
            finish_sign_in,
        ),
    ]
}

async fn list_sign_in_providers(app: Arc<App>, _caller: Public, (): ()) -> Outcome<Json<Page<SignInProvider>>> {
    let items = service::list_sign_in_providers(&app).await?;
    Ok(Json(Page { items, next: None }))
}

async fn find_sign_in_provider(
    app: Arc<App>,
    _caller: Public,
    Body(body): Body<FindProvider>,
) -> Outcome<Json<FoundProvider>> {
    let provider = service::find_sign_in_provider(&app, &body.email).await?;
    Ok(Json(FoundProvider { provider }))
}

async fn start_sign_in(app: Arc<App>, Public(caller): Public, Body(body): Body<StartSignIn>) -> Outcome<Raw> {
    let (address, flow) = service::start_sign_in(&app, body, &caller).await?;
    let answer = HttpResponse::Ok()
        .cookie(flow_cookie(&app, flow))
        .json(StartedSignIn { url: address.into() });
    Ok(Raw(answer))
}

/// Lax, since the provider's page sends the browser back; all it does is hold what was asked.
fn flow_cookie(app: &App, value: String) -> Cookie<'static> {
    let https = app.config.is_https();
    Cookie::build(if https { flow::SECURE_COOKIE } else { flow::PLAIN_COOKIE }, value)
        .path("/")
        .http_only(true)
        .secure(https)
        .same_site(SameSite::Lax)
        .max_age(Duration::seconds(flow::GOOD_FOR.as_seconds()))
        .finish()
}

/// All that comes back, taken as it is: a person looks at the answer, so nothing here is a problem
/// document.
struct Back {
    provider: Option<ProviderId>,
    answer: Answer,
    flow: Option<String>,
}

impl Takes for Back {
    async fn take(req: &HttpRequest, _payload: web::Payload) -> Outcome<Self> {
        let mut answer = Answer::default();
        for (name, value) in form_urlencoded::parse(req.query_string().as_bytes()) {
            let field = match name.as_ref() {
                "code" => &mut answer.code,
                "state" => &mut answer.state,
                "iss" => &mut answer.iss,
                "error" => &mut answer.error,
                // Providers add what they like.
                _ => continue,
            };
            *field = Some(only(field.take(), value));
        }
        let app = App::of(req)?;
        Ok(Self {
            provider: req.match_info().get("provider").and_then(|id| id.parse().ok()),
            answer,
            flow: cookie_value(app, req, (flow::SECURE_COOKIE, flow::PLAIN_COOKIE)),
        })
    }

    fn describe(doc: &mut OperationDoc) {
        // The query is between the provider and the broker.
        doc.path.push("id");
    }
}

/// A parameter that comes twice (RFC 6749 §3.1 forbids it) means nothing, which nothing fits.
fn only(before: Option<String>, value: Cow<'_, str>) -> String {
    before.map_or(value.into_owned(), |_twice| String::new())
}

/// 303 to where the person wanted to go. The session's cookie is strict: the browser keeps it from
/// here, leaves it out while it follows the redirect of another site, and sends it with the app's
/// own calls, which is all the app needs.
async fn finish_sign_in(app: Arc<App>, Public(caller): Public, back: Back) -> Outcome<Raw> {
    let done = service::finish_sign_in(&app, back.provider, back.answer, back.flow.as_deref(), &caller).await;
    let mut gone = flow_cookie(&app, String::new());
    gone.make_removal();
    let mut answer = HttpResponse::build(StatusCode::SEE_OTHER);
    answer.cookie(gone);
    match done {
        Ok(Arrived { begun, next }) => {
            for cookie in session_cookies(&app, &begun.session, begun.device) {
                answer.cookie(cookie);
            }
            answer.insert_header((LOCATION, next));
        }
        Err(stopped) => {
            answer.insert_header((LOCATION, sign_in_page(&stopped, &caller.call_id)));
        }
    }
    Ok(Raw(answer.finish()))
}

/// The sign-in page, which says what happened and under which id the log has it.
fn sign_in_page(stopped: &Stopped, call_id: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("problem", stopped.problem.as_str());
    query.append_pair("call", call_id);
    if let Some(next) = &stopped.next {
        query.append_pair("next", next);
    }
    format!("/login?{}", query.finish())
}
