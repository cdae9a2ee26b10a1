//! The catalogue: the customer's APIs and their scopes.

mod add;
mod form_state;
mod list;

pub use list::ApisPage;
