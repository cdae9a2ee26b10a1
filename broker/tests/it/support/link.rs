//! The partner's half of a delivery link, as the browser works with it.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

pub struct Link(Vec<u8>);

struct Length32;

impl KeyType for Length32 {
    fn len(&self) -> usize {
        32
    }
}

impl Link {
    pub fn parse(fragment: &str) -> Self {
        Self(URL_SAFE_NO_PAD.decode(fragment).unwrap())
    }

    fn derive(&self, info: &str) -> [u8; 32] {
        let mut key = [0; 32];
        let prk = Salt::new(HKDF_SHA256, &[]).extract(&self.0);
        prk.expand(&[info.as_bytes()], Length32)
            .unwrap()
            .fill(&mut key)
            .unwrap();
        key
    }

    pub fn proof(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.derive("tessera delivery auth"))
    }

    /// A key of an opener; each number is another opener.
    pub fn reveal_key(opener: u8) -> String {
        URL_SAFE_NO_PAD.encode([opener; 32])
    }

    /// The token, if the ciphertext belongs to this link and delivery.
    pub fn open(&self, delivery: &str, nonce: &str, ciphertext: &str) -> String {
        let key = UnboundKey::new(&AES_256_GCM, &self.derive("tessera delivery enc")).unwrap();
        let nonce = URL_SAFE_NO_PAD.decode(nonce).unwrap();
        let nonce = Nonce::try_assume_unique_for_key(&nonce).unwrap();
        let mut body = URL_SAFE_NO_PAD.decode(ciphertext).unwrap();
        let plain = LessSafeKey::new(key).open_in_place(nonce, Aad::from(delivery.as_bytes()), &mut body);
        String::from_utf8(plain.unwrap().to_vec()).unwrap()
    }
}
