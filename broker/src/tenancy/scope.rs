//! The proof that a query may touch one tenant's rows.

use std::fmt;

use tessera_shared::ids::{TenantId, UserId};

use crate::auth::Actor;
use crate::db::{DbError, Reach};

/// One tenant, checked. Stores take it first and filter by it.
#[derive(Clone)]
pub struct TenantScope {
    tenant: TenantId,
    text: String,
}

/// The parts of the broker that act without a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SystemJob {
    /// Settles expired tokens, deliveries and requests.
    Settle,
    /// Writes down how tokens are used.
    Usage,
    /// Makes and shows signing keys and status lists.
    SigningKeys,
    /// Takes in what other nodes changed.
    Sync,
    /// Makes the demo world.
    Demo,
    /// A command given on the host.
    CommandLine,
}

impl TenantScope {
    pub(in crate::tenancy) fn checked(tenant: TenantId) -> Self {
        Self {
            tenant,
            text: tenant.to_string(),
        }
    }

    /// For a named job of the broker itself, on a row that names its tenant.
    pub fn for_job(_job: SystemJob, tenant: TenantId) -> Self {
        Self::checked(tenant)
    }

    /// For the public page of a tenant: the slug in the URL is the tenant by definition.
    pub fn for_public_page(tenant: TenantId) -> Self {
        Self::checked(tenant)
    }

    /// For the owner of the platform, who names the tenant in the path and brings its first people.
    pub fn for_platform(tenant: TenantId) -> Self {
        Self::checked(tenant)
    }

    /// For a provider of sign-in, whose mapping names the tenant.
    pub fn for_provider(tenant: TenantId) -> Self {
        Self::checked(tenant)
    }

    /// For somebody who places people, in a tenant that the gate or the transaction found them to be over.
    pub fn for_placer(tenant: TenantId) -> Self {
        Self::checked(tenant)
    }

    /// For a caller whose secret (partner key, delivery link, gateway credential) was found in
    /// this tenant.
    pub fn for_bearer(tenant: TenantId) -> Self {
        Self::checked(tenant)
    }

    /// The tenant.
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// The tenant's id as it stands in rows.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Checks that a row about to be added names this tenant, and no other.
    pub fn holds(&self, tenant_id: &str) -> Result<(), DbError> {
        if tenant_id == self.text {
            return Ok(());
        }
        Err(DbError::Constraint(format!(
            "a row of {tenant_id} within {}",
            self.text
        )))
    }
}

impl From<&TenantScope> for Reach {
    fn from(scope: &TenantScope) -> Self {
        Self::of(scope.as_str())
    }
}

impl From<&UserScope> for Reach {
    fn from(scope: &UserScope) -> Self {
        Self::of(scope.as_str())
    }
}

impl fmt::Debug for TenantScope {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "TenantScope({})", self.text)
    }
}

/// Every tenant one user is a member of: for the switcher and the queue over all customers.
/// Queries join the memberships, so that a tenant the user left is gone at once.
#[derive(Clone, Debug)]
pub struct UserScope {
    user: UserId,
    text: String,
}

impl UserScope {
    pub(in crate::tenancy) fn checked(user: UserId) -> Self {
        Self {
            user,
            text: user.to_string(),
        }
    }

    /// Of a user who acts under a permit: their sign-in was checked.
    pub fn of(actor: &Actor) -> Option<Self> {
        actor.user_id().map(Self::checked)
    }

    /// The user.
    pub fn user(&self) -> UserId {
        self.user
    }

    /// The user's id as it stands in rows.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}
