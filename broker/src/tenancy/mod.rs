//! Which tenant a call acts in, and the proof of it.
//!
//! Every query on tenant data starts from a [`TenantScope`]. Only this room makes one: from a
//! checked membership, from a partner's key, from a gateway's credential, or for a named job.

mod machine;
mod resolve;
mod scope;

pub use machine::{Machine, actions_in, actions_text, resolve_account, resolve_machine};
pub use resolve::{
    Membership, SignedInUser, TenantInfo, explain_absence, parse_stored, resolve_membership, resolve_session,
};
pub(crate) use resolve::{TENANT_INFO, tenant_info_of};
pub use scope::{SystemJob, TenantScope, UserScope};
