//! What a list needs to know of a row to draw it, in a table and on a phone.

use leptos::prelude::*;

use super::sort::Sorts;
use crate::ui::Column;

/// A column of a list.
#[derive(Clone, Copy, Debug)]
pub struct ListColumn {
    /// Its name in addresses and saved views.
    pub id: &'static str,
    /// Its head.
    pub head: Column,
    /// Classes of its cells.
    pub cell: &'static str,
    /// The orders it shows, where the broker knows some.
    pub sorts: Option<Sorts>,
}

impl ListColumn {
    /// A column whose cells have `cell` as classes.
    pub const fn new(id: &'static str, head: Column, cell: &'static str) -> Self {
        Self {
            id,
            head,
            cell,
            sorts: None,
        }
    }

    /// The same column, for lists that can be sorted by it.
    pub const fn sorted(mut self, rising: &'static str, falling: Option<&'static str>) -> Self {
        self.sorts = Some(Sorts { rising, falling });
        self
    }
}

/// A row of a list.
pub trait Row: Clone + PartialEq + Send + Sync + 'static {
    /// The list's columns. The first one leads to the thing and is always shown.
    fn columns() -> Vec<ListColumn>;

    /// The row's id.
    fn key(&self) -> String;

    /// Its page, where it has one.
    fn href(&self) -> Option<String>;

    /// Whether it is over and done with.
    fn ended(&self) -> bool {
        false
    }

    /// What the box that chooses it is called; none for a row that nothing can be done to.
    fn choice(&self) -> Option<String> {
        None
    }

    /// What stands in each of its columns.
    fn cells(&self) -> Vec<AnyView>;

    /// The same in two or three lines, for phones.
    fn card(&self) -> AnyView;
}
