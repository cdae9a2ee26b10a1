//! One act on many rows, perhaps of many customers.
//!
//! Rows are chosen one by one, by a range or a whole section; what is chosen is never sent from the list itself. A
//! dialog first shows it again, grouped by customer with logo and name, and what the dialog showed is what goes out:
//! one call an object, each in the customer of its own row, one after the other. A refusal of one stops no other; the
//! dialog says of each row what became of it, and rows that failed stay chosen.
//!
//! Denying cannot be taken back and removes what it hits, so a list that was chosen with one key asks for more than
//! one key. When one customer is touched, its short name is typed, as everywhere else. When several are, typing a
//! number or a word would prove that the reader can copy; it would not prove that they saw which customers. So every
//! customer's line is ticked by hand, and there is no "all": nobody denies in a customer whose name they did not
//! look at. A single row needs neither, since the dialog speaks of nothing else.

mod bar;
mod chosen;
mod dialog;
mod guard;
mod lines;
pub mod plan;
pub mod run;
mod words;

pub use bar::BulkBar;
pub use chosen::{Bulk, use_bulk};
pub use dialog::BulkDialog;
