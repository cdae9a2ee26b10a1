//! Lists that grow while the reader scrolls, and the filters above them.
//!
//! A list is keyset-paged: `paged` keeps its pages and `blocks` cuts them into a few rows each. `window` says which
//! blocks are near enough to the reader to be in the document, `sight` brings those in and takes others out, one or two
//! in a frame, and `rows` draws them, with empty space in place of the rest. Pages far away give up their rows and keep
//! their cursor, so that neither the document nor the memory grows with the list.

mod blocks;
pub mod choice;
pub mod export;
pub mod filter_bar;
pub mod list_body;
mod live;
pub mod looks;
pub mod paged;
mod pieces;
mod place;
pub mod row;
pub mod row_keys;
pub mod rows;
mod seen;
mod sheet;
mod sight;
pub mod sort;
mod view_dialogs;
pub mod views;
mod window;
