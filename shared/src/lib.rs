//! The contract between the broker and the single-page app: ids, words, rules and bodies.
//!
//! Nothing here performs I/O, reads a clock or draws a random number, so that the same rule
//! gives the same answer in the browser and on the server.

pub mod accent;
pub mod dto;
pub mod error;
pub mod ids;
pub mod instant;
pub mod lifecycle;
pub mod mark;
pub mod networks;
pub mod page;
pub mod paths;
pub mod permission;
pub mod validate;
pub mod words;
