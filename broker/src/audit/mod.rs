//! Who did what to what: appended in the transaction of the change itself.
//!
//! An event is never changed. Its id is time-ordered, so newest first is descending id order. Every
//! event of a request, its tokens and deliveries names the request, which makes one timeline.

mod record;
pub mod routes;
pub mod service;
#[doc(hidden)]
pub mod store;

pub use record::{NewEvent, record, record_outside_tenants};
pub use service::timeline;
