//! The proof that a caller may do one thing in one tenant.

use std::marker::PhantomData;

use tessera_shared::error::ErrorCode;
use tessera_shared::permission::{Action, Role};

use crate::auth::Actor;
use crate::db::Reach;
use crate::outcome::{Outcome, Refusal};
use crate::tenancy::{Membership, TenantInfo, TenantScope};

/// A type that stands for one [`Action`].
pub trait ActionKind: 'static {
    /// The action.
    const ACTION: Action;
}

/// One type per action, so that a handler's signature names what it needs.
pub mod actions {
    use super::{Action, ActionKind};

    macro_rules! kinds {
        ($($name:ident),+ $(,)?) => {
            $(
                #[doc = concat!("Stands for [`Action::", stringify!($name), "`].")]
                #[derive(Debug)]
                pub struct $name;
                impl ActionKind for $name {
                    const ACTION: Action = Action::$name;
                }
            )+
        };
    }

    kinds!(
        ViewTenant,
        BrandTenant,
        ManagePolicy,
        ViewRequests,
        SubmitRequest,
        WithdrawRequest,
        DecideRequest,
        IssueToken,
        ViewTokens,
        SuspendToken,
        ResumeToken,
        RevokeToken,
        ViewPartners,
        ManagePartners,
        ViewApis,
        ManageApis,
        ViewGateways,
        ManageGateways,
        ViewMembers,
        ManageMembers,
        PlacePeople,
        ManageServiceAccounts,
        ViewAudit,
        ManageTenants,
        ManageProviders,
    );
}

/// Scope, actor and the proof that the actor's role allows `A` there.
/// Only [`Permit::grant`] makes one.
#[derive(Clone, Debug)]
pub struct Permit<A> {
    scope: TenantScope,
    actor: Actor,
    role: Role,
    info: TenantInfo,
    proof: PhantomData<A>,
}

impl<A: ActionKind> Permit<A> {
    /// Checks a membership against the permission table, and what a service account was given.
    pub fn grant(membership: Membership, actor: Actor) -> Outcome<Self> {
        if !membership.may(A::ACTION) {
            return Err(Refusal::new(
                ErrorCode::Forbidden,
                "Your role in this customer does not allow this.",
            ));
        }
        Ok(Self {
            scope: membership.scope,
            actor,
            role: membership.role,
            info: membership.info,
            proof: PhantomData,
        })
    }

    /// The tenant.
    pub fn scope(&self) -> &TenantScope {
        &self.scope
    }

    /// How far work under this permit can see.
    pub fn reach(&self) -> Reach {
        Reach::from(&self.scope)
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Whose idempotency keys those of this caller are: keys of other people, and of other tenants, are others.
    pub fn once_owner(&self) -> String {
        format!("{} {}", self.scope.as_str(), self.actor.id)
    }

    /// What the actor is there.
    pub fn role(&self) -> Role {
        self.role
    }

    /// What the tenant is.
    pub fn tenant(&self) -> &TenantInfo {
        &self.info
    }
}
