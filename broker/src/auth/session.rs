//! Server-side sessions: the cookie holds 256 random bits, the database their SHA-256.

use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::random::{self, RandomError};

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
        Ok(Self(URL_SAFE_NO_PAD.encode(random::bytes::<32>()?)))
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
        let hash = digest::digest(&digest::SHA256, self.0.as_bytes());
        SessionHash(hash.as_ref().to_vec())
    }
}

impl SessionHash {
    /// For the database.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}
