//! The active tenant, what it allows, how it shows itself, and the platform's list.

use serde::{Deserialize, Serialize};

use crate::dto::people::TenantCard;
use crate::ids::TenantId;
use crate::instant::Instant;
use crate::validate::{Errors, MAX_DELIVERY_HOURS, MAX_LIFETIME_DAYS, MAX_NAME, MAX_TEXT, Validate};
use crate::words::TenantStatus;

/// What the tenant allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Policy {
    /// No token lives longer than this many days.
    pub max_lifetime_days: u32,
    /// A delivery link works for this many hours.
    pub delivery_hours: u32,
}

/// Gives a tenant another policy. It counts for what is approved, issued, issued again and sent from now on; tokens and links
/// that are out stay as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangePolicy {
    /// The policy the caller saw. If the tenant has another one by now, nothing is changed.
    pub before: Policy,
    /// The policy from now on: 1 to 1,825 days, 1 to 168 hours.
    pub after: Policy,
    /// 1 to 1,000 characters; kept in the tenant's trail.
    pub reason: String,
}

impl Validate for ChangePolicy {
    fn check(&self, errors: &mut Errors) {
        errors.days(
            "/after/max_lifetime_days",
            self.after.max_lifetime_days,
            MAX_LIFETIME_DAYS,
        );
        errors.hours("/after/delivery_hours", self.after.delivery_hours, MAX_DELIVERY_HOURS);
        errors.text("/reason", &self.reason, MAX_TEXT);
    }
}

/// The tenant a call acts in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TenantDetail {
    /// Name, colour, role.
    pub card: TenantCard,
    /// What it allows.
    pub policy: Policy,
    /// Requests waiting for a decision.
    pub to_decide: u32,
    /// Approved requests waiting for their token.
    pub to_issue: u32,
    /// Number of partners.
    pub partners: u32,
    /// Number of APIs.
    pub apis: u32,
    /// Number of gateways in use.
    pub gateways: u32,
}

/// A tenant as the platform owner sees it: nothing of its inside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlatformTenant {
    /// The tenant.
    pub id: TenantId,
    /// Short name for URLs.
    pub slug: String,
    /// Full name.
    pub name: String,
    /// Raw accent colour, `#rrggbb`.
    pub accent: String,
    /// Version of the logo, for its address.
    pub logo: Option<String>,
    /// Whether it may work.
    pub status: TenantStatus,
    /// Number of members.
    pub members: u32,
    /// Created.
    pub created_at: Instant,
}

/// A new tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreateTenant {
    /// Short name for URLs.
    pub slug: String,
    /// Full name.
    pub name: String,
    /// Accent colour, `#rrggbb`.
    pub accent: String,
}

impl Validate for CreateTenant {
    fn check(&self, errors: &mut Errors) {
        errors.slug("/slug", &self.slug);
        errors.line("/name", &self.name, MAX_NAME);
        errors.colour("/accent", &self.accent);
    }
}

/// Why a tenant is suspended or works again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeTenantStatus {
    /// 1 to 1,000 characters; kept in the tenant's trail and the platform's.
    pub reason: String,
}

impl Validate for ChangeTenantStatus {
    fn check(&self, errors: &mut Errors) {
        errors.text("/reason", &self.reason, MAX_TEXT);
    }
}

/// Largest picture that is taken as a logo, in bytes.
pub const MAX_LOGO: usize = 1024 * 1024;
/// What such a picture may be: media types.
pub const LOGO_TYPES: &[&str] = &["image/png", "image/jpeg", "image/webp"];
/// Why an SVG is no logo.
pub const NO_SVG: &str = "An SVG can carry scripts that would run in other people’s browsers. Export it as PNG.";
/// What is one instead.
pub const LOGO_KINDS: &str = "Send a PNG, JPEG or WebP picture.";

/// How a tenant shows itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Brand {
    /// Full name.
    pub name: String,
    /// Raw accent colour, `#rrggbb`; screens normalise it.
    pub accent: String,
    /// Version of the logo, for its address; without one the mark stands for it.
    pub logo: Option<String>,
}

/// Gives a tenant another name and colour. The short name stays, as it stands in addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeBrand {
    /// Full name, 1 to 80 characters.
    pub name: String,
    /// Raw accent colour, `#rrggbb`; any is readable once normalised.
    pub accent: String,
}

impl Validate for ChangeBrand {
    fn check(&self, errors: &mut Errors) {
        errors.line("/name", &self.name, MAX_NAME);
        errors.colour("/accent", &self.accent);
    }
}
