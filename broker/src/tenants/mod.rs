//! Tenants: what they are, what they allow, how they come and how they show themselves, and the figures
//! of their overview.

pub mod brand;
pub mod brand_routes;
#[doc(hidden)]
pub mod brand_store;
#[doc(hidden)]
pub mod figures;
pub mod my_overview;
pub mod overview;
#[doc(hidden)]
pub mod overview_store;
pub mod picture;
pub mod policy;
pub mod routes;
pub mod search;
pub mod service;
pub mod setup;
pub mod setup_routes;
#[doc(hidden)]
pub mod store;
