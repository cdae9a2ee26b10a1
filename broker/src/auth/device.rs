//! Devices an account has signed in from: a cookie that says so, under a key of the broker.
//!
//! It opens nothing by itself. It lets the owner of an account go on while others guess.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::keys::SecretKey;
use crate::random::{self, RandomError};

/// The cookie's name over https.
pub const SECURE_COOKIE: &str = "__Host-tessera-device";
/// The cookie's name on plain http.
pub const PLAIN_COOKIE: &str = "tessera-device";

const LENGTH: usize = 12;

fn mac(key: &SecretKey, device: &[u8], email: &str) -> [u8; 32] {
    key.mac(&[device, email.to_lowercase().as_bytes()])
}

/// A cookie for a device that just signed in as `email`.
pub fn remember(key: &SecretKey, email: &str) -> Result<String, RandomError> {
    let device = random::bytes::<LENGTH>()?;
    let mac = mac(key, &device, email);
    Ok(URL_SAFE_NO_PAD.encode([device.as_slice(), mac.as_slice()].concat()))
}

/// What the device is called, if `cookie` is of one that signed in as `email`.
pub fn recognise(key: &SecretKey, cookie: &str, email: &str) -> Option<String> {
    let bytes = URL_SAFE_NO_PAD.decode(cookie).ok()?;
    let (device, shown) = bytes.split_at_checked(LENGTH)?;
    aws_lc_rs::constant_time::verify_slices_are_equal(&mac(key, device, email), shown).ok()?;
    Some(URL_SAFE_NO_PAD.encode(device))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_known_to_its_own_account_only() {
        let key = SecretKey::new([3; 32]);
        let cookie = remember(&key, "ana@example.com").unwrap();
        assert!(recognise(&key, &cookie, "Ana@example.com").is_some());
        assert!(recognise(&key, &cookie, "bo@example.com").is_none());
        assert!(recognise(&SecretKey::new([4; 32]), &cookie, "ana@example.com").is_none());
        assert!(recognise(&key, "", "ana@example.com").is_none());
        assert!(recognise(&key, &cookie[1..], "ana@example.com").is_none());
    }
}
