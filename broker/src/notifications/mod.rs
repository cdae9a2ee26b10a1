//! Messages to people: written into the outbox with the change they tell of, sent by a job.
//!
//! A waiting message may hold a link with half of a secret, so it is sealed under a key the
//! database does not hold, and emptied once sent. A message that fails is tried again with growing
//! pauses and set aside, visibly, after 72 hours.

pub mod account_letters;
pub mod catcher;
pub mod letters;
pub mod mailer;
pub mod outbox;
pub mod routes;
#[doc(hidden)]
pub mod store;
pub mod stream;

pub use outbox::{Letter, enqueue, enqueue_outside_tenants};
