//! Lists that grow while the reader scrolls, and the filters above them.

pub mod filter_bar;
pub mod list_body;
pub mod paged;
