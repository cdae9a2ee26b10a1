//! Saved views: filters of lists that a person keeps under a name.
//!
//! A view belongs to whoever saved it and nobody else is ever told of it; so what is done to views is written into the
//! trail of the person and not into that of a tenant, as everything people do to their own account. With a tenant it
//! shows in that tenant only, and goes with the membership. What is kept is never more than the list itself
//! understands: the query is read as the list reads it and written anew.

mod filter;
pub mod routes;
pub mod service;
#[doc(hidden)]
pub mod store;
