//! Tokens: issued once from an approved request, in memory for checks, ended for good.
//!
//! A token's secret leaves this room once, sealed, and is never stored: the row holds a keyed
//! digest, a hint and a seal over everything a check believes. Each token row has one secret; a
//! reissue ends the row and makes the next generation.

pub mod change;
pub mod index;
pub mod issue;
pub mod load;
pub mod model;
pub mod routes;
pub mod seal;
pub mod secret;
pub mod service;
pub mod settle;
pub mod store;
pub mod sync;
pub mod usage;
