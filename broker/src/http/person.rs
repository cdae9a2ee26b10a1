//! Gates for people: that there is a session, how far it has come, and how fresh it is.

use std::marker::PhantomData;
use std::sync::Arc;

use actix_web::HttpRequest;
use tessera_shared::error::ErrorCode;
use tessera_shared::permission::{Grant, grant};
use tessera_shared::words::ActorKind;

use crate::app::App;
use crate::auth::permit::{ActionKind, Permit};
use crate::auth::session::{SessionHash, Stage};
use crate::auth::{Actor, Caller, device};
use crate::db::{Across, Reach};
use crate::http::browser::{cookie_value, refuse_cross_site, session_cookie};
use crate::http::error::CallIdExt;
use crate::http::gate::{Access, Gate, address};
use crate::http::peer::peer;
use crate::outcome::{Outcome, Refusal};
use crate::people::service::touch_session;
use crate::tenancy::{SignedInUser, UserScope, resolve_session};

/// A signed-in user, outside any tenant.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Over which tenants they may look.
    pub scope: UserScope,
    /// The user.
    pub user: SignedInUser,
    /// Who acts.
    pub actor: Actor,
}

fn signed_out() -> Refusal {
    Refusal::new(ErrorCode::Unauthenticated, "Sign in first, or again.")
}

/// The user of a session that has come to one of `stages`, and what it is looked up by.
async fn enter(app: &Arc<App>, req: &HttpRequest, stages: &'static [Stage]) -> Outcome<(SignedIn, SessionHash)> {
    refuse_cross_site(app, req, true)?;
    let secret = session_cookie(app, req).ok_or_else(signed_out)?;
    let (hash, now, idle) = (secret.hash(), app.clock.now(), app.config.session.idle_ms());
    let found = app
        .db
        .read(Reach::across(Across::LookUp), move |conn| {
            let user = resolve_session(conn, &hash, now, idle, stages)?.ok_or_else(signed_out)?;
            Ok::<_, Refusal>((user, hash))
        })
        .await;
    let (user, hash) = found?;
    app.limits.user_call(user.scope.user())?;
    touch_session(app, &hash, &user, now).await;
    let actor = Actor::user(user.scope.user(), &user.name, &user.email)
        .calling(address(app, req), req.call_id())
        .authenticated(user.authenticated_at);
    let scope = user.scope.clone();
    Ok((SignedIn { scope, user, actor }, hash))
}

impl Gate for SignedIn {
    fn access() -> Access {
        Access::SignedIn
    }

    async fn pass(app: &Arc<App>, req: &HttpRequest) -> Outcome<Self> {
        let (signed_in, _hash) = enter(app, req, &[Stage::Full, Stage::Enrol]).await?;
        match signed_in.user.stage {
            Stage::Full => Ok(signed_in),
            _ => Err(Refusal::new(
                ErrorCode::EnrolFirst,
                "Your role needs a second factor; add one first.",
            )),
        }
    }
}

/// A user who may still have to add the second factor their role needs.
#[derive(Clone, Debug)]
pub struct Enrolling(pub SignedIn);

impl Gate for Enrolling {
    fn access() -> Access {
        Access::Enrolling
    }

    async fn pass(app: &Arc<App>, req: &HttpRequest) -> Outcome<Self> {
        let (signed_in, _hash) = enter(app, req, &[Stage::Full, Stage::Enrol]).await?;
        Ok(Self(signed_in))
    }
}

/// A user whose password was right and who still has to show the second factor.
pub struct Halfway {
    /// The user.
    pub user: SignedInUser,
    /// The half of a session they have.
    pub session: SessionHash,
    /// Where they call from.
    pub caller: Caller,
}

impl Gate for Halfway {
    fn access() -> Access {
        Access::Halfway
    }

    async fn pass(app: &Arc<App>, req: &HttpRequest) -> Outcome<Self> {
        let (signed_in, session) = enter(app, req, &[Stage::SecondFactor]).await?;
        Ok(Self {
            user: signed_in.user,
            session,
            caller: Caller {
                peer: peer(&app.config.trusted_proxies, req),
                call_id: req.call_id(),
                device: cookie_value(app, req, (device::SECURE_COOKIE, device::PLAIN_COOKIE)),
            },
        })
    }
}

/// A user whose platform role allows `A`.
#[derive(Clone, Debug)]
pub struct Platform<A> {
    /// Who acts.
    pub actor: Actor,
    proof: PhantomData<A>,
}

impl<A: ActionKind> Gate for Platform<A> {
    fn access() -> Access {
        Access::Platform(A::ACTION)
    }

    async fn pass(app: &Arc<App>, req: &HttpRequest) -> Outcome<Self> {
        let signed_in = SignedIn::pass(app, req).await?;
        let allowed = signed_in
            .user
            .platform_role
            .is_some_and(|role| grant(role, A::ACTION) == Grant::Platform);
        if allowed {
            Ok(Self {
                actor: signed_in.actor,
                proof: PhantomData,
            })
        } else {
            Err(Refusal::not_found())
        }
    }
}

/// A gate that knows who acts, so that it can be asked when they last proved it.
pub trait Personal: Gate {
    /// Who acts.
    fn actor(&self) -> &Actor;
}

impl Personal for SignedIn {
    fn actor(&self) -> &Actor {
        &self.actor
    }
}

impl Personal for Enrolling {
    fn actor(&self) -> &Actor {
        &self.0.actor
    }
}

impl<A: ActionKind> Personal for Platform<A> {
    fn actor(&self) -> &Actor {
        &self.actor
    }
}

impl<A: ActionKind> Personal for Permit<A> {
    fn actor(&self) -> &Actor {
        self.actor()
    }
}

/// Refuses people who proved who they are too long ago. Service accounts show what they have with
/// every call.
pub fn require_fresh<G: Personal>(app: &App, gate: &G) -> Outcome<()> {
    let actor = gate.actor();
    let good_for = app.config.session.fresh();
    let fresh = actor
        .authenticated_at()
        .is_some_and(|at| app.clock.now() - at <= good_for);
    if fresh || actor.kind == ActorKind::ServiceAccount {
        return Ok(());
    }
    Err(Refusal::new(
        ErrorCode::StepUpRequired,
        "Prove once more that it is you, then try again.",
    ))
}
