//! Gateways: where tokens are checked. A credential is shown once and kept nowhere.

pub mod credential;
mod credentials;
mod detail;
mod first_call;
pub mod form_state;
mod health;
mod key;
mod list;
mod new;
mod refusals;
mod snippet;

pub use detail::GatewayPage;
pub use list::GatewaysPage;
pub use new::NewGatewayPage;
pub use refusals::refusal_words;
