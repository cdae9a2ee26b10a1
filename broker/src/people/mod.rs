//! Users, their sessions and their memberships.
//!
//! A session is a random value in a cookie and its hash in the database; it can end at any moment,
//! and every request looks. An unknown account and a wrong password are one answer in the same time.
//!
//! Somebody becomes a member by an invitation: a link to their address whose code travels in the
//! fragment, is kept as a hash, and is used up by one POST. A role can be given and taken only by
//! roles above it, so nobody can raise themselves or somebody like them.

pub mod invite_routes;
mod invite_store;
pub mod invites;
pub mod joining;
pub mod members;
pub mod my_tenants;
pub mod routes;
pub mod service;
pub mod session_routes;
mod session_store;
pub mod sessions;
mod store;
