//! The broker from outside: HTTP against the real app on a free port, a fresh database a test,
//! everything on SQLite and on PostgreSQL.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test reads its own environment, starts what it needs and stops at what it did not expect"
)]

mod corpus;
mod crash;
mod cross_site;
mod demo;
mod doctor;
mod everywhere;
mod exports;
mod factors;
mod feed;
mod finding;
mod first_script;
mod four_eyes;
mod garbage;
mod gateway_credentials;
mod gateway_keys;
mod gateways;
mod guessing;
mod headers;
mod issuers;
mod leaving;
mod lifecycle;
mod live;
mod logos;
mod machines;
mod matrix;
mod members;
mod networks;
mod outbox;
mod overviews;
mod passkeys;
mod passwords;
mod placing;
mod policy;
mod queue;
mod races;
mod refusals;
mod reports;
mod resets;
mod schema;
mod search;
mod sessions;
mod setups;
mod shutdown;
mod slow;
mod smuggling;
mod sorting;
mod spoofing;
mod spraying;
mod sso;
mod step_up;
mod stores;
mod story;
mod support;
mod suspended;
mod tenant_header;
mod token_guessing;
mod views;
mod wake;
mod walls;
