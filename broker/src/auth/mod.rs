//! Who is calling and what they may do.

pub mod actor;
pub mod assertion;
pub mod bearer;
pub mod caller;
pub mod device;
pub mod guessable;
pub mod limits;
pub mod password;
pub mod permit;
pub mod session;

pub use actor::Actor;
pub use caller::Caller;
pub use permit::{Permit, actions};
