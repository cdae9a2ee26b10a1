//! The typed client: one file per feature, paths from the contract, no address anywhere else.

mod client;
mod error;
mod flight;
mod pages;

pub mod apis;
pub mod audit;
pub mod authenticator;
pub mod brand;
pub mod demo;
pub mod factors;
pub mod finding;
pub mod gateways;
pub mod machines;
pub mod members;
pub mod named;
pub mod partners;
pub mod passkeys;
pub mod people;
pub mod platform;
pub mod public;
pub mod queue;
pub mod requests;
pub mod session;
pub mod sso;
pub mod tenants;
pub mod tokens;
pub mod views;

pub use client::{Download, fresh_key};
pub use error::{ApiError, not_found};
pub use flight::abort;
pub use pages::first_rows;
