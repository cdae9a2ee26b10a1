//! Server-side sessions: the cookie holds 256 random bits, the database their SHA-256.

use crate::auth::bearer;
use crate::random::RandomError;

/// The cookie's name over https; browsers accept it only with `Secure`, `Path=/` and no `Domain`.
pub const SECURE_COOKIE: &str = "__Host-tessera";
/// The cookie's name on plain http, which is for loopback only.
pub const PLAIN_COOKIE: &str = "tessera";

/// The value of the cookie. Has no `Debug`, `Display` or `Serialize`.
pub struct SessionSecret(String);

/// What the database knows of it.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionHash(Vec<u8>);

impl SessionSecret {
    /// A new one.
    pub fn generate() -> Result<Self, RandomError> {
        bearer::generate().map(Self)
    }

    /// From a cookie.
    pub fn from_cookie(value: &str) -> Self {
        Self(value.to_owned())
    }

    /// For the `Set-Cookie` header, and nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What to look up.
    pub fn hash(&self) -> SessionHash {
        SessionHash(bearer::hash(&self.0))
    }
}

impl SessionHash {
    /// For the database.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}
