//! The broker: who may ask, who decides, what is issued and what a gateway may let through.
//!
//! One folder per thing of the domain, each `routes → service → store`, on a kernel that knows no
//! feature (`db`, `tenancy`, `auth`, `http`, `jobs`, `config`, `clock`). [`routes`] lists every
//! route on one page; [`app`] wires the parts.
//!
//! Stores are public for the tests only, which run every one of their functions as one tenant and
//! as another; a feature calls another's service.

pub mod act;
pub mod app;
pub mod audit;
pub mod auth;
pub mod catalogue;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod deliveries;
pub mod demo;
pub mod exports;
pub mod factors;
pub mod finding;
pub mod gateways;
pub mod http;
pub mod issuers;
pub mod jobs;
pub mod keys;
pub mod machines;
pub mod notifications;
pub mod once;
pub mod outcome;
pub mod partners;
pub mod people;
#[doc(hidden)]
pub mod probe;
pub mod queue;
pub mod random;
pub mod recalls;
pub mod requests;
pub mod routes;
pub mod sso;
pub mod telemetry;
pub mod tenancy;
pub mod tenants;
pub mod tokens;
pub mod views;
