//! Service accounts: machine callers of the REST API.
//!
//! An account belongs to one tenant and may do what its maker chose, never more than the maker may.
//! It shows a secret or a signed assertion at the token endpoint (RFC 6749 §4.4, RFC 7523 §2.2) and
//! gets an access token for a quarter of an hour, which goes into the `Authorization` header.
//! Ending the account ends its tokens with the next call.
//!
//! Where persons must differ (I7), an account counts as the person who made it.

pub(crate) mod client;
mod grant;
mod metadata;
#[doc(hidden)]
pub mod model;
pub mod oauth_routes;
pub mod revoke;
pub mod routes;
pub mod service;
#[doc(hidden)]
pub mod store;
