//! The seal of a token row: a MAC over everything a check believes, so that somebody who can write
//! to the database can neither mint a token nor widen one.

use aws_lc_rs::{constant_time, hmac};

use crate::keys::Keys;
use crate::tokens::index::TokenEntry;

/// The seal for the present values of a row.
pub fn row_seal(keys: &Keys, entry: &TokenEntry) -> [u8; 32] {
    Sealer::new(keys).seal(entry)
}

/// Makes and verifies many seals.
pub struct Sealer {
    key: hmac::Key,
    message: Vec<u8>,
}

impl Sealer {
    /// A sealer with the key of row seals.
    pub fn new(keys: &Keys) -> Self {
        Self {
            key: keys.row_seal.hmac_key(),
            message: Vec::with_capacity(512),
        }
    }

    /// The seal of an entry.
    pub fn seal(&mut self, entry: &TokenEntry) -> [u8; 32] {
        self.write(entry);
        let mut out = [0_u8; 32];
        out.copy_from_slice(hmac::sign(&self.key, &self.message).as_ref());
        out
    }

    /// Whether `seal` is the seal of an entry.
    pub fn is_intact(&mut self, entry: &TokenEntry, seal: &[u8]) -> bool {
        constant_time::verify_slices_are_equal(&self.seal(entry), seal).is_ok()
    }

    /// Every part behind its length, so that nothing can be shifted from one to the next. Networks are a part
    /// only where there are some: seals are older than networks, and a part more or less is another message.
    fn write(&mut self, entry: &TokenEntry) {
        let parts: [&[u8]; 12] = [
            &entry.digest,
            &entry.tenant.as_u128().to_be_bytes(),
            &entry.token.as_u128().to_be_bytes(),
            &entry.partner.as_u128().to_be_bytes(),
            entry.environment.as_str().as_bytes(),
            entry.state.as_str().as_bytes(),
            &entry.starts_at.millis().to_be_bytes(),
            &entry.expires_at.millis().to_be_bytes(),
            &entry.version.to_be_bytes(),
            entry.apis.as_bytes(),
            entry.audience.as_bytes(),
            entry.scopes.as_bytes(),
        ];
        self.message.clear();
        for part in parts {
            self.push(part);
        }
        if !entry.networks.is_anywhere() {
            self.push(entry.networks.to_string().as_bytes());
        }
    }

    fn push(&mut self, part: &[u8]) {
        let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
        self.message.extend_from_slice(&length.to_be_bytes());
        self.message.extend_from_slice(part);
    }
}
