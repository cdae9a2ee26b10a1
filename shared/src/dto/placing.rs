//! People across tenants: where they work, and giving them many tenants at once.

use serde::{Deserialize, Serialize};

use crate::dto::people::TenantCard;
use crate::ids::{TenantId, UserId};
use crate::instant::Instant;
use crate::permission::Role;
use crate::validate::{Errors, MAX_TEXT, Validate};
use crate::vocabulary;

/// Most tenants that are given or taken in one call.
pub const MOST_PLACES: usize = 200;

/// Somebody with an account, as far as the caller may see them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Person {
    /// The account.
    pub id: UserId,
    /// Full name.
    pub name: String,
    /// Address of the account.
    pub email: String,
    /// `platform_owner`, for those who run the platform.
    pub platform_role: Option<Role>,
    /// In how many of the tenants the caller may look at.
    pub tenants: u32,
    /// Sessions that are alive.
    pub sessions: u32,
    /// Last signed in.
    pub last_seen_at: Option<Instant>,
}

/// A person and where they work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonDetail {
    /// Who.
    pub person: Person,
    /// By name of the tenant, at most 500; `role` of each card is the person's.
    pub places: Vec<Place>,
    /// Roles the caller may give them; none for the caller themselves.
    pub roles: Vec<Role>,
}

/// A membership.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Place {
    /// Where, and what the person is there; `waiting` is always 0.
    pub tenant: TenantCard,
    /// Member since.
    pub since: Instant,
    /// Whether the caller may take it away.
    pub removable: bool,
}

/// Gives a person a role in many tenants, or says what would come of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlacePerson {
    /// Short names of 1 to 200 tenants.
    pub tenants: Vec<String>,
    /// What they will be there.
    pub role: Role,
    /// Changes nothing and gives the same answer.
    pub preview: bool,
}

impl Validate for PlacePerson {
    fn check(&self, errors: &mut Errors) {
        if self.tenants.is_empty() || self.tenants.len() > MOST_PLACES {
            errors.add("/tenants", "out_of_range", "Name 1 to 200 customers.");
        }
        for (index, slug) in self.tenants.iter().enumerate() {
            errors.slug(&format!("/tenants/{index}"), slug);
        }
    }
}

vocabulary! {
    /// What became of one tenant, or would.
    PlaceOutcome {
        /// A member from now on.
        Added => "added",
        /// A member before, with another role of support.
        Changed => "changed",
        /// A member in this role before.
        Unchanged => "unchanged",
        /// A member in a role that the caller may not change.
        Kept => "kept",
        /// Suspended: nothing changes there.
        Suspended => "suspended",
        /// There is no such tenant, or the caller may not look at it.
        Unknown => "unknown",
    }
}

/// One tenant of the answer, in the order of the call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Placed {
    /// Short name, as it was given.
    pub slug: String,
    /// Full name, when the caller may know it.
    pub name: Option<String>,
    /// What became of it.
    pub outcome: PlaceOutcome,
}

/// What became of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlacedPerson {
    /// One entry a tenant; one that was named twice stands once.
    pub results: Vec<Placed>,
}

/// Takes a person out of tenants: out of all of them, or out of none.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnplacePerson {
    /// 1 to 200 tenants.
    pub tenants: Vec<TenantId>,
    /// 1 to 1,000 characters; kept in the trail of each tenant.
    pub reason: String,
}

impl Validate for UnplacePerson {
    fn check(&self, errors: &mut Errors) {
        if self.tenants.is_empty() || self.tenants.len() > MOST_PLACES {
            errors.add("/tenants", "out_of_range", "Name 1 to 200 customers.");
        }
        errors.text("/reason", &self.reason, MAX_TEXT);
    }
}
