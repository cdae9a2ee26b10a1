//! Under which key an entry lies, and how keys spread over the table.

use std::hash::{Hash, Hasher};

/// The first half of a digest.
#[derive(PartialEq, Eq)]
pub struct Key(u64, u64);

impl Key {
    /// The key of a digest.
    pub fn of(digest: &[u8; 32]) -> Self {
        let half = |from: usize| {
            let bytes = digest.get(from..).and_then(<[u8]>::first_chunk::<8>);
            bytes.map_or(0, |bytes| u64::from_be_bytes(*bytes))
        };
        Self(half(0), half(8))
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0);
    }
}

/// Keys are output of a MAC under a secret key: spread evenly, and nobody can choose them.
#[derive(Default)]
pub struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}
