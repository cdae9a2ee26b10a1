//! Every tenant as an issuer of access tokens that its gateways verify by themselves.
//!
//! - A partner changes its token into an access token in JWT form (RFC 9068) of a few minutes. It may
//!   ask for less than the token is good for, never for more.
//! - Each tenant has keys of its own. A key is published first, signs when every gateway has had time
//!   to fetch it, and is believed after that for as long as anything it signed may live. Where a key
//!   stands follows from its times and the clock, so all nodes agree and nothing has to be switched.
//! - What is signed names a place in a status list of the tenant, where a gateway that cannot wait for
//!   the end of the JWT sees that the token behind it was revoked.
//! - Keys and lists are answered from memory. Past the bound of the checks they are refused like those.

pub mod access_token;
mod exchange;
pub mod keyring;
pub mod model;
pub mod names;
pub mod rotate;
pub mod routes;
pub mod service;
pub(crate) mod sign;
pub mod status;
pub mod status_store;
pub mod store;

pub use exchange::{Exchanged, NotExchanged, Wish, exchange_token};
