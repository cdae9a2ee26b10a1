//! Which tenant a call acts in, and the proof of it.
//!
//! Every query on tenant data starts from a [`TenantScope`]. Only this room makes one: from a
//! checked membership, from a partner's key, from a gateway's credential, or for a named job.

mod resolve;
mod scope;

pub use resolve::{Membership, SignedInUser, TenantInfo, explain_absence, resolve_membership, resolve_session};
pub use scope::{SystemJob, TenantScope, UserScope};
