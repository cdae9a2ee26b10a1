//! Server-side sessions: the cookie holds 256 random bits, the database their SHA-256.

use std::str::FromStr;

use crate::auth::bearer;
use crate::random::RandomError;

/// The cookie's name over https; browsers accept it only with `Secure`, `Path=/` and no `Domain`.
pub const SECURE_COOKIE: &str = "__Host-tessera";
/// The cookie's name on plain http, which is for loopback only.
pub const PLAIN_COOKIE: &str = "tessera";

/// How far a session has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It opens what its person may do.
    Full,
    /// The password was right; the second factor has to be shown next.
    SecondFactor,
    /// Its person may add the second factor their role needs, and nothing else.
    Enrol,
}

impl Stage {
    const ALL: [Self; 3] = [Self::Full, Self::SecondFactor, Self::Enrol];

    /// As it stands in rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::SecondFactor => "second_factor",
            Self::Enrol => "enrol",
        }
    }
}

impl FromStr for Stage {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == text).ok_or(())
    }
}

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
