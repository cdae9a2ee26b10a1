//! Partners: who consumes the customer's APIs.

mod add;
mod detail;
mod form_state;
mod list;

pub use detail::PartnerPage;
pub use list::PartnersPage;
