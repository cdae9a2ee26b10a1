//! The cases.

pub mod broker;
pub mod calls;
pub mod identity;
pub mod jwts;
pub mod networks;
pub mod tokens;

/// How the broker refuses a call without a token.
pub const NO_TOKEN: &str = "401 Bearer";
/// How it refuses a token that is not good.
pub const INVALID: &str = "401 Bearer error=\"invalid_token\"";
/// How it refuses a token that lacks the scope.
pub const INSUFFICIENT: &str = "403 Bearer error=\"insufficient_scope\", scope=\"seats:read\"";
/// How a gateway refuses when it cannot know.
pub const CLOSED: &str = "503";
