//! Keyset paging: a page, its size limits and the opaque cursor between pages.

use serde::{Deserialize, Serialize};

/// Rows on a page when the caller names no number.
pub const DEFAULT_LIMIT: u32 = 50;
/// The most rows a page may hold.
pub const MAX_LIMIT: u32 = 100;

/// One page of a list, in the order the list documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Pass as `cursor` to get the rows after these; absent on the last page.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// The same page with every row changed by `change`.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(change).collect(),
            next: self.next,
        }
    }
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            next: None,
        }
    }
}
