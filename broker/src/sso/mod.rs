//! Sign-in with a provider: OpenID Connect, code flow with PKCE.
//!
//! A provider is of the whole platform (a button on the sign-in page) or of one tenant, and is found
//! by the domain of the person's address. What a provider says is believed only as far as this:
//!
//! - It is who it says it is: its metadata, its tokens and its answers name the configured issuer, its
//!   keys come from its metadata, and each key signs with the one algorithm it names.
//! - It answers this browser's question: state, nonce and PKCE verifier are in a sealed cookie that
//!   lives ten minutes, the answer comes to the provider's own path, and it is taken once.
//! - It speaks for its own people: a person is (issuer, subject). An account that exists already is
//!   taken over only by the authority for the domain of its address, and a tenant's own provider signs
//!   in nobody who reaches beyond that tenant.
//! - It gives only the roles its mappings name. What was given by hand it never touches.
//!
//! Whatever goes wrong ends on the sign-in page with one sentence and the call's id; the exact reason
//! is in the audit trail.

pub mod discovery;
mod exchange;
mod fetch;
mod flow;
mod id_token;
#[doc(hidden)]
pub mod identity_store;
mod join;
#[doc(hidden)]
pub mod model;
pub mod provider_routes;
mod providers;
mod reason;
pub mod routes;
pub mod service;
#[doc(hidden)]
pub mod store;
