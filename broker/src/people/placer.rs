//! Who may look at people across tenants: the owner of the platform over all of them, a lead over those
//! they lead.

use std::collections::BTreeSet;
use std::sync::Arc;

use actix_web::HttpRequest;
use tessera_shared::ids::TenantId;
use tessera_shared::permission::{Action, Grant, Role, grant, placeable, removable};

use crate::app::App;
use crate::auth::Actor;
use crate::db::{Conn, Reach};
use crate::http::gate::{Access, Gate, SignedIn};
use crate::outcome::{Outcome, Refusal};
use crate::people::place_store;
use crate::tenancy::UserScope;

/// Somebody who may place people.
#[derive(Clone, Debug)]
pub struct Placer {
    /// Who acts.
    pub actor: Actor,
    scope: UserScope,
    over: Over,
}

/// Over which tenants.
#[derive(Clone, Debug)]
pub enum Over {
    /// All of them.
    Platform,
    /// Those they lead, by id.
    Led(BTreeSet<String>),
}

impl Over {
    /// Whether a tenant is among them.
    pub fn covers(&self, tenant: TenantId) -> bool {
        match self {
            Self::Platform => true,
            Self::Led(ids) => ids.contains(&tenant.to_string()),
        }
    }

    /// The ids, when they are not all.
    pub fn ids(&self) -> Option<Vec<&str>> {
        match self {
            Self::Platform => None,
            Self::Led(ids) => Some(ids.iter().map(String::as_str).collect()),
        }
    }

    const fn role(&self) -> Role {
        match self {
            Self::Platform => Role::PlatformOwner,
            Self::Led(_) => Role::SupportLead,
        }
    }

    /// Roles they may give in many tenants at once.
    pub fn gives(&self) -> &'static [Role] {
        placeable(self.role())
    }

    /// Whether they may take a role away.
    pub fn takes(&self, role: Role) -> bool {
        removable(self.role()).contains(&role)
    }
}

impl Placer {
    /// Who it is, as a user.
    pub fn user(&self) -> &UserScope {
        &self.scope
    }

    /// Over which tenants.
    pub fn over(&self) -> &Over {
        &self.over
    }

    /// The same at this moment of a transaction: a lead may have lost tenants since the call came in.
    pub fn over_now(&self, conn: &mut Conn) -> Outcome<Over> {
        Ok(match &self.over {
            Over::Platform => Over::Platform,
            Over::Led(_) => Over::Led(led(conn, &self.scope)?),
        })
    }
}

fn led(conn: &mut Conn, scope: &UserScope) -> Outcome<BTreeSet<String>> {
    let roles = Role::ALL.iter().copied();
    let roles: Vec<Role> = roles
        .filter(|role| grant(*role, Action::PlacePeople) == Grant::Tenant)
        .collect();
    Ok(place_store::list_places_of(conn, scope, &roles)?.into_iter().collect())
}

/// Whether somebody may place people anywhere.
pub fn places_anywhere(conn: &mut Conn, scope: &UserScope, platform_role: Option<Role>) -> Outcome<bool> {
    Ok(on_platform(platform_role) || !led(conn, scope)?.is_empty())
}

fn on_platform(role: Option<Role>) -> bool {
    role.is_some_and(|role| grant(role, Action::PlacePeople) == Grant::Platform)
}

impl Gate for Placer {
    fn access() -> Access {
        Access::Anywhere(Action::PlacePeople)
    }

    /// To everybody else these routes are not there.
    async fn pass(app: &Arc<App>, req: &HttpRequest) -> Outcome<Self> {
        let SignedIn { scope, user, actor } = SignedIn::pass(app, req).await?;
        let over = if on_platform(user.platform_role) {
            Over::Platform
        } else {
            let own = scope.clone();
            Over::Led(app.db.read(Reach::from(&scope), move |conn| led(conn, &own)).await?)
        };
        match over {
            Over::Led(ids) if ids.is_empty() => Err(Refusal::not_found()),
            over => Ok(Self { actor, scope, over }),
        }
    }
}
