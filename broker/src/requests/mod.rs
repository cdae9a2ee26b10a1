//! Access requests and the decisions on them.
//!
//! What is asked for never changes once submitted: a decision names the revision and the hash of
//! what was read, so nobody decides on something they did not see. One decision per revision. The
//! person who asks, the person who decides and the person who issues are three. A denied request is
//! removed; its audit events stay.

pub mod checks;
pub mod decide;
pub mod model;
pub mod partner;
pub mod partner_routes;
pub mod routes;
pub mod scope_store;
pub mod service;
pub mod settle;
pub mod snapshot;
pub mod store;
pub mod submit;
