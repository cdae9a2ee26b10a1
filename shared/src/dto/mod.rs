//! Request and response bodies of the REST API, one file per feature.
//!
//! Bodies that come in refuse unknown fields; bodies that go out never carry a secret, except the
//! three that exist to hand one over once (`OpenedDelivery`, `CreatedGateway`, `RotatedCredential`).

pub mod audit;
pub mod catalogue;
pub mod deliveries;
pub mod factors;
pub mod finding;
pub mod gateways;
pub mod issuer;
pub mod machines;
pub mod overview;
pub mod partners;
pub mod passkeys;
pub mod people;
pub mod placing;
pub mod queue;
pub mod requests;
pub mod setup;
pub mod sso;
pub mod tenants;
pub mod tokens;
pub mod views;
