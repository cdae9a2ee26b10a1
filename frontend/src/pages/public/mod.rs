//! Pages for partners and for who is invited: no sign-in, in the customer's colours.
//!
//! I4: what comes in a link's fragment leaves the address bar at once and lives in memory only;
//! a reload needs the link again.

pub mod base64url;
pub mod crypto;
mod delivery;
mod fragment;
mod frame;
mod join;
mod my_request;
mod my_token;
mod reason;
mod request_form;
mod reset;
mod revealed;

pub use delivery::DeliveryPage;
pub use join::JoinPage;
pub use my_request::MyRequestPage;
pub use request_form::PublicRequestPage;
pub use reset::ResetPage;
