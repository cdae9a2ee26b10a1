//! A new customer in one step: the tenant, its first admin, its first API and its first gateway.

use serde::{Deserialize, Serialize};

use crate::dto::catalogue::{Api, CreateApi};
use crate::dto::gateways::{CreateGateway, CreatedGateway};
use crate::dto::people::Invite;
use crate::dto::tenants::{CreateTenant, PlatformTenant};
use crate::validate::{Errors, Validate};
use crate::words::Environment;

/// Everything a new tenant needs to begin; all of it is made, or nothing.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetUpTenant {
    /// The tenant.
    pub tenant: CreateTenant,
    /// Who becomes its first admin: an invitation goes there.
    pub admin_email: String,
    /// The first API of its catalogue.
    pub api: CreateApi,
    /// The first gateway, in front of it.
    pub gateway: CreateGateway,
}

impl Validate for SetUpTenant {
    fn check(&self, errors: &mut Errors) {
        errors.part("/tenant", &self.tenant);
        errors.email("/admin_email", &self.admin_email);
        errors.part("/api", &self.api);
        errors.part("/gateway", &self.gateway);
    }
}

/// What was made.
#[derive(Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TenantSetUp {
    /// The tenant.
    pub tenant: PlatformTenant,
    /// The invitation of its first admin.
    pub invite: Invite,
    /// The API.
    pub api: Api,
    /// The gateway, with its credential the one time it is shown.
    pub gateway: CreatedGateway,
}

/// Whether a gateway of a tenant has made a call that passed. Says nothing else of the tenant's inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FirstCall {
    /// Whether one has.
    pub passed: bool,
}

/// What a gateway is told about itself: that its credential works, and what it is bound to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GatewayHello {
    /// Short name of its tenant.
    pub customer: String,
    /// Its own name.
    pub gateway: String,
    /// Tokens of which environment it lets through.
    pub environment: Environment,
    /// Resource identifier a token must be good for; none means any.
    pub audience: Option<String>,
    /// Scopes a token must have.
    pub required_scopes: Vec<String>,
}
