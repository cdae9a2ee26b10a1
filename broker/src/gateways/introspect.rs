//! Token introspection (RFC 7662), for gateways and resource servers that ask by form. Whoever wants to
//! show the answer to others asks for it signed (RFC 9701).

use std::net::IpAddr;
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};
use tessera_shared::paths;
use tessera_shared::words::RefusalReason;

use crate::app::App;
use crate::gateways::address::read_address;
use crate::gateways::check::{Checked, check_token};
use crate::gateways::client::know_gateway;
use crate::gateways::gate::{OauthCaller, no_news};
use crate::gateways::index::GatewayEntry;
use crate::http::client::{SEVERAL, authorization, read_client};
use crate::http::extract::{OperationDoc, Raw, Takes};
use crate::http::form::{Fields, Unreadable};
use crate::issuers::access_token::{self, Claims, read_access_token};
use crate::issuers::names;
use crate::outcome::{Outcome, Refusal};
use crate::tenancy::TenantScope;
use crate::tokens;
use crate::tokens::index::Passed;
use crate::tokens::usage::Asker;

/// The field that says where the client calls from.
const CLIENT_ADDRESS: &str = "client_address";

/// An answer that is signed (RFC 9701 §4).
const SIGNED_ANSWER: &str = "application/token-introspection+jwt";

/// One question.
pub struct Question {
    /// The form of RFC 7662 §2.1.
    fields: Result<Fields, Unreadable>,
    /// The `Authorization` header.
    header: Option<String>,
    /// Whether the answer is to be signed.
    signed: bool,
}

impl Takes for Question {
    async fn take(req: &HttpRequest, payload: web::Payload) -> Outcome<Self> {
        let accepted = req.headers().get(ACCEPT).and_then(|value| value.to_str().ok());
        let kind = |text: &str| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        Ok(Self {
            header: authorization(req),
            fields: Fields::read(req, payload).await,
            signed: accepted.is_some_and(|all| all.split(',').any(|one| kind(one) == SIGNED_ANSWER)),
        })
    }

    fn describe(_doc: &mut OperationDoc) {}
}

fn answer(status: StatusCode, body: &Value) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .json(body)
}

/// Who asks, which has to be shown in one way (RFC 6749 §2.3); nobody if it does not hold.
fn known(
    app: &App,
    caller: &OauthCaller,
    form: &mut Question,
) -> Outcome<Result<Option<Arc<GatewayEntry>>, Unreadable>> {
    let mut none = Fields::default();
    let fields = form.fields.as_mut().unwrap_or(&mut none);
    let shown = read_client(fields, form.header.as_deref());
    Ok(match (&caller.key, shown) {
        (Some(_), Ok((Some(_), _)) | Err(Unreadable::Client)) => Err(SEVERAL),
        (_, Err(Unreadable::Request(why))) => Err(Unreadable::Request(why)),
        (Some(key), Ok((None, name))) => {
            let named = |gateway: &Arc<GatewayEntry>| name.is_none_or(|name| name == gateway.id.to_string());
            Ok(key.clone().filter(named))
        }
        (None, Ok((Some(client), _))) => Ok(know_gateway(app, &client, paths::INTROSPECT)?),
        (None, Ok((None, _)) | Err(Unreadable::Client)) => Ok(None),
    })
}

fn refused(why: &str) -> Raw {
    let body = json!({"error": "invalid_request", "error_description": why});
    Raw(answer(StatusCode::BAD_REQUEST, &body))
}

/// Answers one question. A token that is not good, or not for this gateway, is inactive and
/// nothing more (RFC 7662 §2.2).
pub async fn introspect_token(app: Arc<App>, caller: OauthCaller, mut form: Question) -> Outcome<Raw> {
    let gateway = match known(&app, &caller, &mut form)? {
        Ok(Some(gateway)) => gateway,
        Err(Unreadable::Request(why)) => return Ok(refused(why)),
        Ok(None) | Err(Unreadable::Client) => {
            app.limits.failed_client(caller.peer)?;
            // RFC 6749 §5.2.
            let mut refused = answer(StatusCode::UNAUTHORIZED, &json!({"error": "invalid_client"}));
            let challenge = HeaderValue::from_static("Basic realm=\"tessera\"");
            refused.headers_mut().insert(WWW_AUTHENTICATE, challenge);
            return Ok(Raw(refused));
        }
    };
    let mut fields = form.fields.unwrap_or_default();
    let Some(token) = fields.take("token") else {
        return Ok(refused("Send the token once, in a form."));
    };
    let from = fields.take(CLIENT_ADDRESS).and_then(|said| read_address(&said));
    let said = if access_token::has_form(&token) {
        introspect_jwt(&app, &gateway, &token, from).await?
    } else {
        match check_token(&app, &gateway, &token, || from) {
            Checked::Passed(passed) => Some(active(&app, &passed)),
            Checked::NotGood | Checked::Insufficient => None,
            Checked::Unknowable => return Err(no_news()),
        }
    };
    if said.is_none() {
        app.limits.bad_token(gateway.id)?;
    }
    let said = said.unwrap_or_else(|| json!({"active": false}));
    if form.signed {
        return signed(&app, &gateway, said).map(Raw);
    }
    Ok(Raw(answer(StatusCode::OK, &said)))
}

/// The answer as a JWT for this gateway (RFC 9701 §5).
fn signed(app: &App, gateway: &GatewayEntry, said: Value) -> Outcome<HttpResponse> {
    let now = app.clock.now();
    let tenant = app.tokens.tenant(gateway.tenant).ok_or_else(no_news)?;
    let claims = json!({
        "iss": names::issuer(app, tenant.slug()),
        "aud": gateway.id,
        "iat": now.unix_seconds(),
        "token_introspection": said,
    });
    let text = app.keyring.sign(
        &app.keys.issuer,
        gateway.tenant,
        now,
        "token-introspection+jwt",
        &claims,
    )?;
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .insert_header((CONTENT_TYPE, HeaderValue::from_static(SIGNED_ANSWER)))
        .body(text))
}

/// What an access token in JWT form says, while the token behind it works for who calls from there. Counts
/// as a check of that token.
async fn introspect_jwt(
    app: &Arc<App>,
    gateway: &GatewayEntry,
    text: &str,
    from: Option<IpAddr>,
) -> Outcome<Option<Value>> {
    let now = app.clock.now();
    let asker = Asker {
        tenant: gateway.tenant,
        gateway: Some(gateway.id),
    };
    let Some(claims) = read_access_token(app, gateway.tenant, text, now) else {
        app.usage.refused(asker, None, RefusalReason::Unknown, now);
        return Ok(None);
    };
    let scope = TenantScope::for_bearer(gateway.tenant);
    let refused = match misfit(gateway, &claims) {
        Some(reason) => Some(reason),
        None => tokens::service::refusal(app, scope, claims.token_id, from).await?,
    };
    if let Some(reason) = refused {
        app.usage.refused(asker, Some(claims.token_id), reason, now);
        return Ok(None);
    }
    app.usage.passed(asker, Some(claims.token_id), now);
    let mut said = serde_json::to_value(&claims).map_err(Refusal::internal)?;
    if let Some(said) = said.as_object_mut() {
        said.insert("active".to_owned(), json!(true));
        said.insert("token_type".to_owned(), json!("Bearer"));
    }
    Ok(Some(said))
}

/// Why a JWT is not for this gateway, if it is not.
fn misfit(gateway: &GatewayEntry, claims: &Claims) -> Option<RefusalReason> {
    if claims.environment != gateway.environment {
        return Some(RefusalReason::Environment);
    }
    let has = |wanted: &String| claims.scope.split_whitespace().any(|scope| scope == wanted);
    let audience = gateway.audience.as_deref();
    let fits = audience.is_none_or(|audience| claims.aud.has(audience)) && gateway.required_scopes.iter().all(has);
    (!fits).then_some(RefusalReason::Scope)
}

fn active(app: &App, passed: &Passed) -> Value {
    let tenant = passed.tenant();
    let audience: Vec<&str> = passed.audience().split_whitespace().collect();
    json!({
        "active": true,
        "scope": passed.scopes(),
        "client_id": passed.partner(),
        "sub": passed.partner(),
        "token_type": "Bearer",
        "nbf": passed.starts_at.unix_seconds(),
        "exp": passed.expires_at.unix_seconds(),
        "aud": audience,
        "iss": names::issuer(app, tenant.slug()),
        "jti": passed.token,
        "tenant": tenant.slug(),
        "tenant_id": tenant.id,
        "environment": passed.environment(),
        "apis": passed.apis(),
        "expires_at": passed.expires_at,
    })
}
