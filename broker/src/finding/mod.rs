//! Finding: one text over everything a person may see, or a token by a print of its secret.
//!
//! Every query joins the memberships of the person and the roles that may see such things, so a tenant the
//! person left, or never had, holds nothing. In the tenant on the screen any part of a name finds a thing, as
//! in its lists; in all others the beginning of a name does, by a range of an index, and only for what is
//! looked for across customers: customers, partners, APIs and gateways by name, tokens by their whole hint.

pub mod routes;
pub mod service;
#[doc(hidden)]
pub mod store;
