//! Routes of the broker as an authorisation server for service accounts and for partners. They answer
//! in the form of OAuth, not in problem details.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue, WWW_AUTHENTICATE};
use serde_json::{Value, json};
use tessera_shared::ids::PartnerId;
use tessera_shared::paths;

use crate::app::App;
use crate::auth::Caller;
use crate::http::client::{Client, Proof};
use crate::http::extract::{Raw, Slug};
use crate::http::form::Unreadable;
use crate::http::gate::{Machine, Public};
use crate::http::route::{Route, get, post};
use crate::issuers::{Exchanged, NotExchanged, Wish, exchange_token};
use crate::machines::client::{ACCESS_TOKEN_TYPE, Grant, OauthForm, RevocationCall, TokenCall};
use crate::machines::grant::{Denied, Granted, LIFETIME_SECONDS, grant_access_token as grant, refused_client};
use crate::machines::metadata;
use crate::machines::revoke::{Revoked, revoke_shown_token as revoke};
use crate::outcome::Outcome;

/// Every route of this file.
pub fn routes() -> Vec<Route> {
    vec![
        post(paths::OAUTH_TOKEN).gate::<Machine>().to(
            "grant_access_token",
            "An access token for a service account (RFC 6749 §4.4), or for a partner's token (RFC 8693)",
            grant_access_token,
        ),
        post(paths::REVOKE).gate::<Machine>().to(
            "revoke_shown_token",
            "Token revocation (RFC 7009)",
            revoke_shown_token,
        ),
        get(paths::OAUTH_METADATA).public().to(
            "describe_issuer",
            "Metadata of a customer as an authorisation server (RFC 8414)",
            describe_issuer,
        ),
    ]
}

async fn describe_issuer(app: Arc<App>, _caller: Public, Slug(slug): Slug) -> Outcome<Raw> {
    let document = metadata::describe_issuer(&app, slug).await?;
    Ok(Raw(HttpResponse::Ok().json(document)))
}

async fn grant_access_token(
    app: Arc<App>,
    Machine(caller): Machine,
    OauthForm(form): OauthForm<TokenCall>,
) -> Outcome<Raw> {
    let call = match form {
        Ok(call) => call,
        Err(unreadable) => return unread(&app, &caller, unreadable),
    };
    let wish = |client_id| Wish {
        client_id,
        scope: call.scope.clone(),
        targets: call.targets.clone(),
        from: caller.peer,
    };
    match call.grant {
        Grant::Unsupported => Ok(refused(
            "unsupported_grant_type",
            "Use client_credentials or token exchange.",
        )),
        Grant::Exchange(ref subject, ref client_id) => {
            let done = exchange_token(&app, subject, wish(client_id.clone())).await?;
            if done.as_ref().is_err_and(|why| *why == NotExchanged::Token) {
                app.limits.failed_client(caller.peer)?;
            }
            // RFC 8693 §2.2.2: a subject token that is not good is an invalid request.
            Ok(exchanged(done, || {
                refused("invalid_request", "The subject token is not good.")
            }))
        }
        Grant::Client(Client {
            ref id,
            proof: Proof::Secret(ref secret),
        }) if id.starts_with(PartnerId::PREFIX) => {
            let done = exchange_token(&app, secret, wish(Some(id.clone()))).await?;
            if done.as_ref().is_err_and(|why| *why == NotExchanged::Token) {
                refused_client(&app, id, caller).await?;
            }
            Ok(exchanged(done, unknown_client))
        }
        Grant::Client(client) => Ok(match grant(&app, client, call.scope, caller).await? {
            Ok(granted) => Raw(answer(StatusCode::OK, &body(&granted))),
            Err(Denied::Client) => unknown_client(),
            Err(Denied::Scope) => refused("invalid_scope", "The account was not given all of these."),
        }),
    }
}

/// RFC 8693 §2.2.1.
fn exchanged(done: Result<Exchanged, NotExchanged>, not_good: impl FnOnce() -> Raw) -> Raw {
    match done {
        Ok(exchanged) => Raw(answer(
            StatusCode::OK,
            &json!({
                "access_token": exchanged.token,
                "issued_token_type": ACCESS_TOKEN_TYPE,
                "token_type": "Bearer",
                "expires_in": exchanged.expires_in,
                "scope": exchanged.scope,
            }),
        )),
        Err(NotExchanged::Token) => not_good(),
        Err(NotExchanged::Scope) => refused("invalid_scope", "The token is not good for all of these."),
        Err(NotExchanged::Target) => refused("invalid_target", "The token is not good for all of these."),
    }
}

async fn revoke_shown_token(
    app: Arc<App>,
    Machine(caller): Machine,
    OauthForm(form): OauthForm<RevocationCall>,
) -> Outcome<Raw> {
    let call = match form {
        Ok(call) => call,
        Err(unreadable) => return unread(&app, &caller, unreadable),
    };
    Ok(match revoke(&app, call, caller).await? {
        // RFC 7009 §2.2: what is no token is as good as revoked.
        Revoked::Done => Raw(HttpResponse::Ok()
            .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")))
            .finish()),
        Revoked::UnknownClient => unknown_client(),
        Revoked::NotAllowed => refused("unauthorized_client", "The account may not revoke tokens."),
        Revoked::WrongKind => refused(
            "unsupported_token_type",
            "A JWT ends by itself; revoke the token behind it.",
        ),
    })
}

fn unread(app: &App, caller: &Caller, unreadable: Unreadable) -> Outcome<Raw> {
    match unreadable {
        Unreadable::Request(why) => Ok(refused("invalid_request", why)),
        Unreadable::Client => {
            app.limits.failed_client(caller.peer)?;
            Ok(unknown_client())
        }
    }
}

fn body(granted: &Granted) -> Value {
    json!({
        "access_token": granted.token.expose(),
        "token_type": "Bearer",
        "expires_in": LIFETIME_SECONDS,
        "scope": granted.scope,
        "tenant_id": granted.tenant,
    })
}

fn answer(status: StatusCode, body: &Value) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .json(body)
}

fn refused(error: &str, why: &str) -> Raw {
    let body = json!({"error": error, "error_description": why});
    Raw(answer(StatusCode::BAD_REQUEST, &body))
}

fn unknown_client() -> Raw {
    let body = json!({"error": "invalid_client"});
    let mut answer = answer(StatusCode::UNAUTHORIZED, &body);
    let challenge = HeaderValue::from_static("Basic realm=\"tessera\"");
    answer.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    Raw(answer)
}
