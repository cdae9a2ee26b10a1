//! Access requests: the list, filing for a partner, and deciding and issuing.

mod act_bar;
pub mod confirm;
mod decide;
mod detail;
pub mod form_state;
mod list;
pub mod local_time;
mod new;
pub mod scope_rows;
pub mod side;
pub mod wish_fields;
pub mod words;

pub use detail::RequestPage;
pub use list::{NewRequestLink, RequestsPage};
pub use new::NewRequestPage;
