//! Exports: every row of a list that a filter lets through, as a file.
//!
//! An export is pulled by whoever downloads it: the next rows are read, by their key like any page of the list, only
//! when the connection takes more bytes. So one page of rows is all that is in memory however long the list is, and
//! a download that is broken off leaves nothing behind: no task, no connection, no file.
//!
//! The app fetches the file as it fetches everything, with the customer in the header, and hands it to the browser.
//! A plain link could not name the customer, and a link with a one-time key in it would be a credential in an address
//! that ends up in histories and logs.

mod csv;
mod lists;
pub mod routes;
mod service;
mod sheet;
mod xlsx;

pub use service::Exports;
