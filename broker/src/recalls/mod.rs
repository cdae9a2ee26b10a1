//! Recalls: tokens that were suspended or revoked, and who has confirmed since that they are refused.
//!
//! A recall carries the number of its change. Every node of the broker confirms when the change is in
//! its memory, every gateway that follows the feed when it says so. What is written is when, so that
//! people see how long it took.

mod model;
pub mod service;
pub mod store;

pub use model::{RecallRow, ReceiptKind};
