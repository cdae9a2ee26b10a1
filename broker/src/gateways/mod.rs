//! Gateways: the enforcement points of a tenant, and what they ask.
//!
//! A gateway's credential names one tenant and one environment; everything it may require of a
//! token is bound to the credential and never read from a call's query or host. Checks are answered
//! from memory: one digest, one look-up, no database. Unknown, foreign, ended and malformed tokens
//! get one and the same answer.

pub mod address;
pub mod assertions;
pub mod bearer;
pub mod check;
pub mod client;
#[doc(hidden)]
pub mod credential_store;
pub mod credentials;
pub mod feed;
#[doc(hidden)]
pub mod feed_store;
pub mod feeds;
pub mod gate;
pub mod hello;
pub mod index;
pub mod introspect;
pub mod keyed;
pub mod keys;
pub mod last_use;
pub mod model;
pub mod rotate;
pub mod routes;
pub mod service;
pub mod snippet;
pub mod store;
pub mod verify;
