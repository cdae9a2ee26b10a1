//! Rows of recalls.

use diesel::prelude::*;

use crate::db::schema::recalls;

/// Who confirms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptKind {
    /// A node of the broker.
    Node,
    /// A gateway.
    Gateway,
}

impl ReceiptKind {
    /// How it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Node => "node",
            Self::Gateway => "gateway",
        }
    }
}

/// A stored recall.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = recalls)]
pub struct RecallRow {
    /// Whose token.
    pub tenant_id: String,
    /// The number of the change.
    pub seq: i64,
    /// The token.
    pub token_id: String,
    /// `suspended` or `revoked`.
    pub state: String,
    /// When.
    pub recalled_at: i64,
}
