//! Gates: who may call a route, and the proof that this caller passed.

use std::sync::Arc;

use actix_web::http::header::AUTHORIZATION;
use actix_web::{HttpMessage, HttpRequest};
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::{TenantId, UserId};
use tessera_shared::paths::TENANT_HEADER;
use tessera_shared::permission::Action;

use crate::app::App;
use crate::auth::permit::{ActionKind, Permit};
use crate::auth::{Caller, device};
use crate::db::{Across, Reach};
use crate::http::browser::{cookie_value, refuse_cross_site};
use crate::http::error::CallIdExt;
use crate::http::middleware::EchoTenant;
use crate::http::peer::peer;
pub use crate::http::person::{Platform, SignedIn};
use crate::outcome::{Outcome, Refusal};
use crate::tenancy::{explain_absence, resolve_machine, resolve_membership};
use crate::tokens::secret::{TokenKind, is_well_formed};

/// Who may call a route, for documents and tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Public,
    /// Everybody with a session.
    SignedIn,
    /// The same, also before they added the second factor their role needs.
    Enrolling,
    /// Whoever has shown the password and not yet the second factor.
    Halfway,
    /// Members whose role allows it, in the tenant of `X-Tenant-Id`.
    Tenant(Action),
    /// Users whose platform role allows it.
    Platform(Action),
    /// Members whose role allows it in any tenant, over the tenants where it does, and users whose platform
    /// role allows it.
    Anywhere(Action),
    /// The holder of a partner's key.
    Partner,
    /// A gateway with its credential.
    Gateway,
}

/// Lets a caller through or not.
pub trait Gate: Sized + 'static {
    /// Who may call, for documents and tests.
    fn access() -> Access;

    /// Checks the caller.
    fn pass(app: &Arc<App>, req: &HttpRequest) -> impl Future<Output = Outcome<Self>>;

    /// The user to explain an absence to, if the gate knows one.
    fn witness(&self) -> Option<UserId> {
        None
    }

    /// Turns "not found" into "wrong tenant" where the caller may know.
    fn explain(
        _app: &Arc<App>,
        _req: &HttpRequest,
        _witness: Option<UserId>,
        refusal: Refusal,
    ) -> impl Future<Output = Refusal> {
        async { refusal }
    }
}

/// The gate that is always open.
#[derive(Debug)]
pub struct Public(pub Caller);

impl Gate for Public {
    fn access() -> Access {
        Access::Public
    }

    async fn pass(app: &Arc<App>, req: &HttpRequest) -> Outcome<Self> {
        refuse_cross_site(app, req, false)?;
        let caller = caller(app, req);
        if !req.method().is_safe() {
            app.limits.public_call(caller.peer)?;
        }
        Ok(Self(caller))
    }
}

/// The gate of OAuth endpoints that is always open: for machines, of which many call from one address.
#[derive(Debug)]
pub struct Machine(pub Caller);

impl Gate for Machine {
    fn access() -> Access {
        Access::Public
    }

    async fn pass(app: &Arc<App>, req: &HttpRequest) -> Outcome<Self> {
        refuse_cross_site(app, req, false)?;
        let caller = caller(app, req);
        app.limits.machine_call(caller.peer)?;
        Ok(Self(caller))
    }
}

fn caller(app: &App, req: &HttpRequest) -> Caller {
    Caller {
        peer: peer(&app.config.trusted_proxies, req),
        call_id: req.call_id(),
        device: cookie_value(app, req, (device::SECURE_COOKIE, device::PLAIN_COOKIE)),
    }
}

impl<A: ActionKind> Gate for Permit<A> {
    fn access() -> Access {
        Access::Tenant(A::ACTION)
    }

    async fn pass(app: &Arc<App>, req: &HttpRequest) -> Outcome<Self> {
        if let Some(token) = access_token(req)? {
            return pass_machine(app, req, token).await;
        }
        let signed_in = SignedIn::pass(app, req).await?;
        let tenant = tenant_header(req)?;
        let user = signed_in.scope.user();
        let membership = app
            .db
            .read(Reach::across(Across::LookUp), move |conn| {
                resolve_membership(conn, user, tenant)
            })
            .await?;
        req.extensions_mut().insert(EchoTenant(tenant));
        Self::grant(membership, signed_in.actor)
    }

    fn witness(&self) -> Option<UserId> {
        self.actor().user_id()
    }

    async fn explain(app: &Arc<App>, req: &HttpRequest, witness: Option<UserId>, refusal: Refusal) -> Refusal {
        let object = req.match_info().iter().next().map(|(_, id)| id.to_owned());
        match (refusal.code(), witness, object) {
            (ErrorCode::NotFound, Some(user), Some(object)) => app
                .db
                .read(Reach::across(Across::LookUp), move |conn| {
                    explain_absence(conn, user, &object)
                })
                .await
                .unwrap_or(refusal),
            _ => refusal,
        }
    }
}

/// The access token of a service account (RFC 6750 §2.1). Another kind of credential in the header
/// is refused, not passed over: whoever sends one does not mean the cookie.
fn access_token(req: &HttpRequest) -> Outcome<Option<&str>> {
    let mut values = req.headers().get_all(AUTHORIZATION);
    let (first, second) = (values.next(), values.next());
    let Some(value) = first else { return Ok(None) };
    let bearer = value.to_str().ok().and_then(|value| value.split_once(' '));
    bearer
        .filter(|(scheme, token)| scheme.eq_ignore_ascii_case("bearer") && is_well_formed(TokenKind::Access, token))
        .filter(|_| second.is_none())
        .map(|(_, token)| Some(token))
        .ok_or_else(bad_access_token)
}

fn bad_access_token() -> Refusal {
    Refusal::new(
        ErrorCode::Unauthenticated,
        "The access token is not good. Get another one at the token endpoint.",
    )
}

async fn pass_machine<A: ActionKind>(app: &Arc<App>, req: &HttpRequest, token: &str) -> Outcome<Permit<A>> {
    let (digest, now) = (app.digester.digest(token), app.clock.now());
    let found = app
        .db
        .read(Reach::across(Across::LookUp), move |conn| {
            resolve_machine(conn, &digest, now)
        })
        .await?;
    let machine = found.ok_or_else(bad_access_token)?;
    app.limits.service_account_call(&machine.actor.id)?;
    let tenant = tenant_header(req)?;
    if tenant != machine.membership.scope.tenant() {
        return Err(Refusal::not_found());
    }
    req.extensions_mut().insert(EchoTenant(tenant));
    Permit::grant(
        machine.membership,
        machine.actor.calling(address(app, req), req.call_id()),
    )
}

/// The tenant the caller says it acts in.
fn tenant_header(req: &HttpRequest) -> Outcome<TenantId> {
    let mut values = req.headers().get_all(TENANT_HEADER);
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(Refusal::new(
            ErrorCode::TenantRequired,
            "Name the customer once in the X-Tenant-Id header.",
        ));
    };
    value
        .to_str()
        .ok()
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| Refusal::new(ErrorCode::BadId, "X-Tenant-Id is not a ten_… id."))
}

/// Where a call comes from, as audit events say it.
pub fn address(app: &App, req: &HttpRequest) -> Option<String> {
    peer(&app.config.trusted_proxies, req).map(|peer| peer.to_string())
}
