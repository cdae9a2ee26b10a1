//! The pages: they own addresses and what is loaded from the broker.

pub mod apis;
pub mod audit;
pub mod demo_mail;
pub mod error;
pub mod gateways;
pub mod login;
pub mod members;
pub mod overview;
pub mod palette;
pub mod partners;
pub mod people;
pub mod platform;
pub mod providers;
pub mod public;
pub mod queue;
pub mod requests;
pub mod review;
pub mod settings;
pub mod tokens;
