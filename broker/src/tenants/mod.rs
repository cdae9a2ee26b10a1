//! Tenants: what they are, what they allow, and the figures of their overview.

mod figures;
pub mod overview;
mod overview_store;
pub mod routes;
pub mod search;
pub mod service;
mod store;
