//! Tenants: what they are, what they allow, and the figures of their overview.

#[doc(hidden)]
pub mod figures;
pub mod overview;
#[doc(hidden)]
pub mod overview_store;
pub mod routes;
pub mod search;
pub mod service;
#[doc(hidden)]
pub mod store;
