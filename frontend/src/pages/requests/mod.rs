//! Access requests: the list, filing for a partner, and deciding and issuing (I2, I7, I8).

pub mod act;
mod act_bar;
pub mod confirm;
mod decide;
mod detail;
pub mod fields;
pub mod filter_bar;
pub mod form_state;
pub mod here;
pub mod keys;
mod list;
pub mod list_body;
pub mod local_time;
mod new;
pub mod paged;
pub mod scope_rows;
pub mod side;
pub mod wish_fields;
pub mod words;

pub use detail::RequestPage;
pub use list::{NewRequestLink, RequestsPage};
pub use new::NewRequestPage;
