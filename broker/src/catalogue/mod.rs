//! A tenant's catalogue: the APIs partners can ask for, and what the public page shows of them.

pub mod routes;
pub mod service;
#[doc(hidden)]
pub mod store;
