//! Partners: the organisations that consume a tenant's APIs. Within a tenant a partner is known by
//! its contact address, which it proved by opening a link.

pub mod routes;
pub mod service;
#[doc(hidden)]
pub mod store;
