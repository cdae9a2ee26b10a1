//! HTTP: the route table, extraction, problem details, headers and the single-page app.
//!
//! A route exists only through [`route`]: it names method, path, gate (who may call) and handler
//! in one expression, and both the OpenAPI document and the tests read that table.

pub mod basic;
pub mod browser;
pub mod client;
pub mod cursor;
pub mod docs;
pub mod error;
pub mod extract;
pub mod form;
pub mod gate;
pub mod middleware;
pub mod openapi;
pub mod peer;
pub mod person;
pub mod query;
pub mod reports;
pub mod route;
pub mod server;
pub mod session_cookie;
pub mod spa;
