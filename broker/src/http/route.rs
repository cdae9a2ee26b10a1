//! How a route is declared: method, path, gate and handler in one expression.
//!
//! ```text
//! post(paths::TOKEN_REVOKE).permit::<RevokeToken>().to("revoke_token", "End a token", revoke_token)
//! ```
//!
//! A dangerous act says `.fresh()` behind its gate: people who proved too long ago who they are have
//! to prove it once more.
//!
//! There is no way to reach `to` without naming a gate, and the handler's second argument must be
//! that gate's proof, so a handler cannot run under a permission other than the declared one.
//!
//! ```
//! # use std::sync::Arc;
//! # use tessera_broker::{app::App, http::{extract::NoContent, gate::Public, route::get}, outcome::Outcome};
//! async fn greet(_app: Arc<App>, _caller: Public, (): ()) -> Outcome<NoContent> {
//!     Ok(NoContent)
//! }
//! get("/greet").public().to("greet", "Say hello", greet);
//! ```
//!
//! Without a gate it does not compile:
//!
//! ```compile_fail,E0599
//! # use std::sync::Arc;
//! # use tessera_broker::{app::App, http::{extract::NoContent, gate::Public, route::get}, outcome::Outcome};
//! # async fn greet(_app: Arc<App>, _caller: Public, (): ()) -> Outcome<NoContent> {
//! #     Ok(NoContent)
//! # }
//! get("/greet").to("greet", "Say hello", greet);
//! ```
//!
//! Nor behind another gate than the one whose proof the handler takes:
//!
//! ```compile_fail,E0631
//! # use std::sync::Arc;
//! # use tessera_broker::{app::App, http::{extract::NoContent, gate::Public, route::get}, outcome::Outcome};
//! # async fn greet(_app: Arc<App>, _caller: Public, (): ()) -> Outcome<NoContent> {
//! #     Ok(NoContent)
//! # }
//! get("/greet").signed_in().to("greet", "Say hello", greet);
//! ```

use std::future::Future;
use std::marker::PhantomData;
use std::sync::Arc;

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, guard, web};

use crate::app::App;
use crate::auth::permit::{ActionKind, Permit};
use crate::http::error::problem;
use crate::http::extract::{Gives, OperationDoc, Takes};
use crate::http::gate::{Access, Gate, Public};
use crate::http::person::{Enrolling, Halfway, Personal, Platform, SignedIn, require_fresh};
use crate::outcome::Outcome;

/// A declared route, mounted in the server and listed for documents and tests.
pub struct Route {
    /// Operation id; the handler, the service function and the tests carry the same name.
    pub name: &'static str,
    /// One line for people.
    pub summary: &'static str,
    /// The method; none means any.
    pub method: Option<Method>,
    /// The path pattern.
    pub path: &'static str,
    /// Who may call.
    pub access: Access,
    /// Whether people must have proven lately who they are.
    pub fresh: bool,
    /// What goes in and out.
    pub doc: OperationDoc,
    /// The mounted handler.
    pub handler: actix_web::Route,
}

impl Route {
    /// The methods it answers; empty when it answers all.
    pub fn methods(&self) -> Vec<&str> {
        match &self.method {
            None => Vec::new(),
            Some(method) if *method == Method::GET => vec!["GET", "HEAD"],
            Some(method) => vec![method.as_str()],
        }
    }
}

/// Method and path, waiting for a gate.
pub struct Declaration {
    method: Option<Method>,
    path: &'static str,
}

/// What is asked of somebody who passed the gate.
type Check<G> = fn(&App, &G) -> Outcome<()>;

/// Method, path and gate, waiting for a handler.
pub struct Gated<G> {
    declaration: Declaration,
    fresh: Option<Check<G>>,
    gate: PhantomData<G>,
}

/// A route that answers GET (and HEAD).
pub fn get(path: &'static str) -> Declaration {
    Declaration {
        method: Some(Method::GET),
        path,
    }
}

/// A route that answers POST.
pub fn post(path: &'static str) -> Declaration {
    Declaration {
        method: Some(Method::POST),
        path,
    }
}

/// A route that answers DELETE.
pub fn delete(path: &'static str) -> Declaration {
    Declaration {
        method: Some(Method::DELETE),
        path,
    }
}

/// A route that answers every method.
pub fn any(path: &'static str) -> Declaration {
    Declaration { method: None, path }
}

impl Declaration {
    fn gated<G>(self) -> Gated<G> {
        Gated {
            declaration: self,
            fresh: None,
            gate: PhantomData,
        }
    }

    /// Everybody may call.
    pub fn public(self) -> Gated<Public> {
        self.gated()
    }

    /// Everybody with a session may call.
    pub fn signed_in(self) -> Gated<SignedIn> {
        self.gated()
    }

    /// The same, also before they added the second factor their role needs.
    pub fn enrolling(self) -> Gated<Enrolling> {
        self.gated()
    }

    /// Whoever has shown the password and not yet the second factor may call.
    pub fn halfway(self) -> Gated<Halfway> {
        self.gated()
    }

    /// Members whose role allows `A` in the tenant of the header may call.
    pub fn permit<A: ActionKind>(self) -> Gated<Permit<A>> {
        self.gated()
    }

    /// Users whose platform role allows `A` may call.
    pub fn platform<A: ActionKind>(self) -> Gated<Platform<A>> {
        self.gated()
    }

    /// Callers that pass the gate `G` may call.
    pub fn gate<G: Gate>(self) -> Gated<G> {
        self.gated()
    }
}

impl<G: Personal> Gated<G> {
    /// People must have proven lately who they are (`session.fresh_minutes`).
    #[must_use]
    pub fn fresh(mut self) -> Self {
        self.fresh = Some(require_fresh::<G>);
        self
    }
}

impl<G: Gate> Gated<G> {
    /// Names the handler.
    pub fn to<H, I, R, F>(self, name: &'static str, summary: &'static str, handler: H) -> Route
    where
        H: Fn(Arc<App>, G, I) -> F + Clone + 'static,
        F: Future<Output = Outcome<R>> + 'static,
        I: Takes + 'static,
        R: Gives + 'static,
    {
        let mut doc = OperationDoc::default();
        I::describe(&mut doc);
        R::describe(&mut doc);
        let fresh = self.fresh;
        let serve = move |req: HttpRequest, payload: web::Payload| {
            let handler = handler.clone();
            async move {
                match call(&req, payload, fresh, handler).await {
                    Ok(answer) => answer,
                    Err(refusal) => problem(&req, &refusal),
                }
            }
        };
        let mounted = match &self.declaration.method {
            Some(method) if *method == Method::GET => web::route().guard(guard::Any(guard::Get()).or(guard::Head())),
            Some(method) => web::method(method.clone()),
            None => web::route(),
        };
        Route {
            name,
            summary,
            access: G::access(),
            fresh: fresh.is_some(),
            path: self.declaration.path,
            method: self.declaration.method,
            doc,
            handler: mounted.to(serve),
        }
    }
}

async fn call<H, G, I, R, F>(
    req: &HttpRequest,
    payload: web::Payload,
    fresh: Option<Check<G>>,
    handler: H,
) -> Outcome<HttpResponse>
where
    H: Fn(Arc<App>, G, I) -> F,
    F: Future<Output = Outcome<R>>,
    G: Gate,
    I: Takes,
    R: Gives,
{
    let app = App::of(req)?;
    let gate = G::pass(app, req).await?;
    if let Some(check) = fresh {
        check(app, &gate)?;
    }
    let witness = gate.witness();
    let input = I::take(req, payload).await?;
    match handler(Arc::clone(app), gate, input).await {
        Ok(given) => Ok(given.answer(req)),
        Err(refusal) => Err(G::explain(app, req, witness, refusal).await),
    }
}
