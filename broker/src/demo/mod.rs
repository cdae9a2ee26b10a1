//! The demo world: a believable platform made from a seed, relative to now.
//!
//! Names, colours, roles and stories are the same for the same seed; ids and secrets are not. A
//! database that holds anything else is never touched.

mod build;
mod bulk;
mod file;
mod names;
mod people;
mod plot;
mod rng;
pub mod routes;
pub mod service;
mod story;
mod tenant;
mod trail;
mod usage;
