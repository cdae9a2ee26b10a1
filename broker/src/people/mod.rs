//! Users, their sessions and their memberships.
//!
//! A session is a random value in a cookie and its hash in the database; it can end at any moment,
//! and every request looks. An unknown account and a wrong password are one answer in the same time.
//!
//! Who lost their password gets a link by mail. Guessing is slowed by address, account and over all,
//! and never keeps out an owner who signs in from a device the account knows.
//!
//! An account with a second factor gets half a session for its password and a whole one for the
//! factor. Before a dangerous act people prove once more who they are.
//!
//! Somebody becomes a member by an invitation: a link to their address whose code travels in the
//! fragment, is kept as a hash, and is used up by one POST. A role can be given and taken only by
//! roles above it, so nobody can raise themselves or somebody like them.
//!
//! People of support are also given many tenants at once, by a lead or by the owner of the platform.

pub mod invite_routes;
#[doc(hidden)]
pub mod invite_store;
pub mod invites;
pub mod joining;
mod member_sessions;
pub mod members;
pub mod my_tenants;
mod passkey_sign_in;
pub mod place_routes;
#[doc(hidden)]
pub mod place_store;
pub mod placer;
pub mod placing;
pub mod provided;
pub mod reset_routes;
#[doc(hidden)]
pub mod reset_store;
pub mod resets;
pub mod routes;
mod second_factor;
pub mod service;
pub mod session_routes;
#[doc(hidden)]
pub mod session_store;
pub mod sessions;
pub mod sign_in;
mod step_up;
#[doc(hidden)]
pub mod store;
