//! The queue: everything that waits for somebody, in one tenant or in all of a person's.
//!
//! Over all tenants every query joins the memberships, so a tenant the person left is gone at once;
//! whether a row is theirs to act on follows from their role in that row's tenant.

#[doc(hidden)]
pub mod gateway_store;
#[doc(hidden)]
pub mod items;
pub mod routes;
pub mod service;
#[doc(hidden)]
pub mod store;
