//! Saved views: filters of lists that a person keeps under a name, in every session and on every machine.

use serde::{Deserialize, Serialize};

use crate::ids::{TenantId, ViewId};
use crate::validate::{Errors, Validate};
use crate::vocabulary;

/// Longest name of a view, in characters.
pub const MAX_VIEW_NAME: usize = 60;
/// Longest query of a view, in characters.
pub const MAX_VIEW_QUERY: usize = 1_000;
/// Most views a person keeps of one list.
pub const MOST_VIEWS: usize = 50;
/// Parts of a query that name a thing of one tenant; a view with one of them shows in that tenant only.
pub const OBJECT_PARTS: [&str; 2] = ["partner", "object"];

vocabulary! {
    /// A list whose filters can be kept.
    ViewedList {
        /// Tokens.
        Tokens => "tokens",
        /// Access requests.
        Requests => "requests",
        /// The audit trail.
        Audit => "audit",
    }
}

/// A view of the caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedView {
    /// Its id.
    pub id: ViewId,
    /// The list it is of.
    pub list: ViewedList,
    /// What the caller calls it.
    pub name: String,
    /// The query of the list's address, without a question mark.
    pub query: String,
    /// The one tenant it shows in; none when it shows in all of the caller's.
    pub tenant: Option<TenantId>,
}

/// Saves a view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveView {
    /// The list it is of.
    pub list: ViewedList,
    /// 1 to 60 characters; in any case, no other view of this list has it in the same tenant or in all of them.
    pub name: String,
    /// The filter as the list's own query, without `cursor` and `limit`: at most 1,000 characters.
    pub query: String,
    /// The one tenant it shows in. Needed when the filter names a partner or an object.
    #[serde(default)]
    pub tenant: Option<TenantId>,
}

impl Validate for SaveView {
    fn check(&self, errors: &mut Errors) {
        errors.line("/name", &self.name, MAX_VIEW_NAME);
        errors.line("/query", &self.query, MAX_VIEW_QUERY);
    }
}

/// Gives a view another name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenameView {
    /// 1 to 60 characters.
    pub name: String,
}

impl Validate for RenameView {
    fn check(&self, errors: &mut Errors) {
        errors.line("/name", &self.name, MAX_VIEW_NAME);
    }
}
