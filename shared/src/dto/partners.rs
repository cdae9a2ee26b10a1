//! Partners of a tenant.

use serde::{Deserialize, Serialize};

use crate::ids::PartnerId;
use crate::instant::Instant;
use crate::validate::{Errors, MAX_NAME, Validate};

/// A partner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Partner {
    /// The partner.
    pub id: PartnerId,
    /// Company name.
    pub name: String,
    /// Contact person.
    pub contact_name: String,
    /// Where links are sent.
    pub contact_email: String,
    /// Known since.
    pub since: Instant,
    /// Tokens that work now.
    pub active_tokens: u32,
    /// Tokens that ended.
    pub ended_tokens: u32,
    /// Requests waiting for somebody.
    pub open_requests: u32,
}

/// A short mention of a partner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartnerBrief {
    /// The partner.
    pub id: PartnerId,
    /// Company name.
    pub name: String,
}

/// A new partner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreatePartner {
    /// Company name.
    pub name: String,
    /// Contact person.
    pub contact_name: String,
    /// Where links are sent; unique within the tenant.
    pub contact_email: String,
}

impl Validate for CreatePartner {
    fn check(&self, errors: &mut Errors) {
        errors.line("/name", &self.name, MAX_NAME);
        errors.line("/contact_name", &self.contact_name, MAX_NAME);
        errors.email("/contact_email", &self.contact_email);
    }
}
