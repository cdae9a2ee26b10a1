//! Sign-in, the signed-in person and the people of a tenant.

use serde::{Deserialize, Serialize};

use crate::dto::catalogue::PublicTenant;
use crate::ids::{InviteId, SessionId, TenantId, UserId};
use crate::instant::Instant;
use crate::permission::Role;
use crate::validate::{Errors, MAX_NAME, MAX_PASSWORD, MAX_TEXT, Validate};
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
    /// Whether they may look at people across tenants and place them.
    pub places_people: bool,
    /// The session ends at this instant unless used before.
    pub session_ends_at: Instant,
    /// The same in seconds from now, for clients whose clock is wrong.
    pub session_left_seconds: u32,
    /// In so many seconds it ends however much it is used.
    pub session_most_seconds: u32,
    /// Whether this person has to add a second factor before anything else.
    pub must_enrol: bool,
    /// Whether this is a demo world (mail catcher and so on).
    pub demo: bool,
}

/// One of the caller's own sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// The session; nothing that could be used as one.
    pub id: SessionId,
    /// Signed in at.
    pub started_at: Instant,
    /// Last used; exact to the minute.
    pub seen_at: Instant,
    /// Ends at the latest.
    pub ends_at: Instant,
    /// Address it began from.
    pub address: Option<String>,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// Chooses another password; every other session of the caller ends.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangePassword {
    /// The password until now.
    pub current: String,
    /// 15 to 256 characters, and not easy to guess.
    pub new: String,
}

impl Validate for ChangePassword {
    fn check(&self, errors: &mut Errors) {
        if self.current.is_empty() || self.current.chars().count() > MAX_PASSWORD {
            errors.add("/current", "required", "Enter the password you have now.");
        }
        errors.new_password("/new", &self.new);
        if self.new == self.current {
            errors.add("/new", "unchanged", "Choose another one than you have now.");
        }
    }
}

/// Asks for a link to choose another password.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskReset {
    /// The address of the account.
    pub email: String,
}

impl Validate for AskReset {
    fn check(&self, errors: &mut Errors) {
        errors.email("/email", &self.email);
    }
}

/// Asks whether a link for another password is still good.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenReset {
    /// From the fragment of the link.
    pub code: String,
}

impl Validate for OpenReset {
    fn check(&self, _errors: &mut Errors) {}
}

/// Chooses another password with a link's code; every session of the account ends.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CompleteReset {
    /// From the fragment of the link.
    pub code: String,
    /// 15 to 256 characters, and not easy to guess.
    pub password: String,
}

impl Validate for CompleteReset {
    fn check(&self, errors: &mut Errors) {
        errors.new_password("/password", &self.password);
    }
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
    /// Version of the logo, for its address; without one the mark stands for it.
    pub logo: Option<String>,
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

/// Why somebody is no longer a member.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RemoveMember {
    /// 1 to 1,000 characters; kept in the audit trail.
    pub reason: String,
}

impl Validate for RemoveMember {
    fn check(&self, errors: &mut Errors) {
        errors.text("/reason", &self.reason, MAX_TEXT);
    }
}

/// Asks somebody to become a member.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InviteMember {
    /// Where the link goes; it becomes the address of the account.
    pub email: String,
    /// One of the roles below the caller's own.
    pub role: Role,
}

impl Validate for InviteMember {
    fn check(&self, errors: &mut Errors) {
        errors.email("/email", &self.email);
    }
}

/// An invitation nobody has accepted yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invite {
    /// The invitation.
    pub id: InviteId,
    /// Where the link went.
    pub email: String,
    /// What they will be.
    pub role: Role,
    /// Who invited them.
    pub invited_by: String,
    /// When.
    pub invited_at: Instant,
    /// The link is good until then.
    pub ends_at: Instant,
}

/// Shows an invitation to whoever holds its link.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenInvite {
    /// From the fragment of the link.
    pub code: String,
}

impl Validate for OpenInvite {
    fn check(&self, _errors: &mut Errors) {}
}

/// What an invitation says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenedInvite {
    /// Who invites.
    pub tenant: PublicTenant,
    /// The person who invited.
    pub invited_by: String,
    /// Address of the account.
    pub email: String,
    /// What they will be.
    pub role: Role,
    /// Whether there is an account with this address already, so that no password is asked for.
    pub has_account: bool,
    /// The link is good until then.
    pub ends_at: Instant,
}

/// Accepts an invitation.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AcceptInvite {
    /// From the fragment of the link.
    pub code: String,
    /// Full name; only for a new account.
    pub name: Option<String>,
    /// 15 to 256 characters, and not easy to guess; only for a new account.
    pub password: Option<String>,
}

impl Validate for AcceptInvite {
    fn check(&self, errors: &mut Errors) {
        if let Some(name) = &self.name {
            errors.line("/name", name, MAX_NAME);
        }
        if let Some(password) = &self.password {
            errors.new_password("/password", password);
        }
    }
}

/// Where somebody of the demo world has one role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DemoPlaces {
    /// The role.
    pub role: Role,
    /// In so many customers.
    pub customers: u32,
    /// What they are called; empty where there are more than a few.
    pub names: Vec<String>,
}

/// One login of the demo world.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DemoLogin {
    /// Who it is.
    pub name: String,
    /// Their role on the platform, if they have one.
    pub platform_role: Option<Role>,
    /// Their roles in customers.
    pub places: Vec<DemoPlaces>,
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
