//! Secrets that whoever holds them may use: in a cookie, or in the fragment of a mailed link. The
//! holder has 256 random bits, the database their SHA-256; with so many bits a plain hash is enough.

use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::random::{self, RandomError};

/// A new secret: 43 characters that fit into a URL and a cookie.
pub fn generate() -> Result<String, RandomError> {
    Ok(URL_SAFE_NO_PAD.encode(random::bytes::<32>()?))
}

/// The form in which it is stored and looked up.
pub fn hash(secret: &str) -> Vec<u8> {
    digest::digest(&digest::SHA256, secret.as_bytes()).as_ref().to_vec()
}
