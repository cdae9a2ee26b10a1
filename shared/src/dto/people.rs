//! Sign-in, the signed-in person and the people of a tenant.

use serde::{Deserialize, Serialize};

use crate::ids::{TenantId, UserId};
use crate::instant::Instant;
use crate::permission::Role;
use crate::validate::{Errors, MAX_PASSWORD, Validate};
use crate::words::TenantStatus;

/// E-mail and password.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignIn {
    /// The address of the account.
    pub email: String,
    /// At most 256 characters.
    pub password: String,
}

impl Validate for SignIn {
    fn check(&self, errors: &mut Errors) {
        errors.email("/email", &self.email);
        if self.password.is_empty() || self.password.chars().count() > MAX_PASSWORD {
            errors.add("/password", "required", "Enter your password.");
        }
    }
}

/// The signed-in person. Tenants are asked for separately; they may be thousands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// The account.
    pub id: UserId,
    /// Full name.
    pub name: String,
    /// Address of the account.
    pub email: String,
    /// `platform_owner`, for those who run the platform.
    pub platform_role: Option<Role>,
    /// In how many tenants this person is a member.
    pub tenant_count: u32,
    /// The session ends at this instant unless used before.
    pub session_ends_at: Instant,
    /// Whether this is a demo world (mail catcher and so on).
    pub demo: bool,
}

/// A tenant as its members see it in switcher, chip and rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TenantCard {
    /// The tenant.
    pub id: TenantId,
    /// Short name for URLs; also seeds the generated mark.
    pub slug: String,
    /// Full name.
    pub name: String,
    /// Raw accent colour, `#rrggbb`; screens normalise it.
    pub accent: String,
    /// Whether the tenant may work.
    pub status: TenantStatus,
    /// The caller's role there.
    pub role: Role,
    /// Things there that wait for the caller.
    pub waiting: u32,
}

/// A person of a tenant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Member {
    /// The account.
    pub id: UserId,
    /// Full name.
    pub name: String,
    /// Address of the account.
    pub email: String,
    /// Role in this tenant.
    pub role: Role,
    /// Member since.
    pub since: Instant,
    /// Last signed in.
    pub last_seen_at: Option<Instant>,
}

/// One login of the demo world.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DemoLogin {
    /// Who it is.
    pub name: String,
    /// What they are, for a newcomer.
    pub what: String,
    /// Address of the account.
    pub email: String,
    /// The demo password; demo worlds hold no real secrets.
    pub password: String,
}

/// A mail held by the demo's catcher.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DemoMail {
    /// Counts up from 1.
    pub number: u64,
    /// When it was caught.
    pub at: Instant,
    /// Recipient.
    pub to: String,
    /// Subject line.
    pub subject: String,
    /// Plain-text part.
    pub text: String,
    /// HTML part.
    pub html: String,
}
