//! Users, their sessions and their memberships.
//!
//! A session is a random value in a cookie and its hash in the database; it can end at any moment,
//! and every request looks. An unknown account and a wrong password are one answer in the same time.

pub mod members;
pub mod my_tenants;
pub mod routes;
pub mod service;
mod store;
