//! The pages of a list, with and without their rows.

use std::sync::Arc;

/// The rows of a page, shared; equal only to themselves.
pub struct Rows<T>(pub Arc<Vec<T>>);

impl<T> Clone for Rows<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> PartialEq for Rows<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// A page of the list: where it begins, and its rows unless it is far away.
pub struct Sheet<T> {
    /// What it is asked for by; none for the first one.
    pub cursor: Option<String>,
    /// How many rows it has.
    pub len: usize,
    /// The rows.
    pub rows: Option<Rows<T>>,
    /// Its rows are on their way again.
    pub fetching: bool,
}

impl<T> Clone for Sheet<T> {
    fn clone(&self) -> Self {
        Self {
            cursor: self.cursor.clone(),
            len: self.len,
            rows: self.rows.clone(),
            fetching: false,
        }
    }
}

/// A list as far as it was loaded, to go on from there.
pub struct Kept<T> {
    /// The pages.
    pub sheets: Vec<Sheet<T>>,
    /// What the page behind them is asked for by.
    pub next: Option<String>,
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        Self {
            sheets: self.sheets.clone(),
            next: self.next.clone(),
        }
    }
}
