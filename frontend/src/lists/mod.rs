//! Lists that grow while the reader scrolls, and the filters above them.
//!
//! A list is keyset-paged: `paged` keeps its pages, `window` says which of them are near enough to the reader to be
//! in the document, and `rows` draws those, with empty space in place of the others. Pages far away give up their
//! rows and keep their cursor, so that neither the document nor the memory grows with the list.

pub mod choice;
pub mod export;
pub mod filter_bar;
pub mod list_body;
pub mod looks;
pub mod paged;
mod place;
pub mod row;
pub mod row_keys;
pub mod rows;
mod seen;
mod sheet;
mod sight;
mod slices;
pub mod sort;
mod view_dialogs;
pub mod views;
mod window;
