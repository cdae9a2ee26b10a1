//! One act on many rows, perhaps of many customers.
//!
//! Rows are chosen one by one, by a range or all at once; what is chosen is never sent from the list itself. A
//! dialog first shows it again, grouped by customer with logo and name, and what the dialog showed is what goes out:
//! one call an object, each in the customer of its own row, one after the other. A refusal of one stops no other; the
//! dialog says of each row what became of it, and rows that failed stay chosen.
//!
//! An act that hits hard asks for more than the one key that chose a list. When one customer is touched, its short name
//! is typed, as everywhere else. When several are, typing a number or a word would prove that the reader can copy; it
//! would not prove that they saw which customers. So every customer's line is ticked by hand, and there is no "all":
//! nobody acts in a customer whose name they did not look at. A single row needs neither, since the dialog speaks of
//! nothing else.
//!
//! A page brings its acts ([`Act`]) and the rows as the dialog shows and sends them ([`Item`]); it knows by a callback
//! which of its rows were done.

mod act;
mod bar;
mod boxes;
mod chosen;
mod dialog;
mod guard;
mod lines;
mod plan;
mod run;
mod words;

pub use act::{Act, ActRef, Reason};
pub use bar::BulkBar;
pub use boxes::{AllBox, RowBox};
pub use chosen::{Bulk, use_bulk};
pub use dialog::BulkDialog;
pub use plan::{Item, Plan, Undo};
