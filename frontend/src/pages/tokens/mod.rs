//! Tokens: the list, one token with its use and its story, and its end.

mod bulk;
mod cards;
mod change;
mod delivery_card;
mod detail;
mod list;
mod recall_card;
mod rows;
mod use_card;

pub use detail::TokenPage;
pub use list::TokensPage;
