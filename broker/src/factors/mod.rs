//! What somebody shows beside the password: codes of an authenticator app, passkeys, and recovery
//! codes for when those are lost.
//!
//! The seed of an app is sealed under a key the database does not hold, with the row it belongs to;
//! it is shown once, while it is added. A code is good for its half minute and its neighbours, and
//! once (RFC 6238 §5.2). Recovery codes are kept as keyed digests and are gone when used. Every
//! change is told by mail, since who changes factors may not be who has the account.

mod check;
pub mod enrol;
pub mod passkeys;
mod qr;
mod recovery;
pub mod routes;
pub mod service;
mod store;
mod totp;

pub use check::{Accepted, accept_code};
