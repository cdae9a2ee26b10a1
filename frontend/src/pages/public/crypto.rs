//! The partner's half of a delivery: keys from the link, the secret from the ciphertext.
//!
//! Follows `shared::dto::deliveries`; everything runs in the browser's `WebCrypto`, and the link's
//! secret never leaves the page.

use js_sys::{Array, Object, Uint8Array};
use tessera_shared::dto::deliveries::{INFO_AUTH, INFO_ENC, OpenedDelivery};
use tessera_shared::ids::DeliveryId;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AesGcmParams, CryptoKey, HkdfParams, SubtleCrypto};

use super::base64url;

/// Why the secret cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CryptoError {
    /// The browser offers no cryptography here: the page is not served over HTTPS.
    NoCrypto,
    /// The ciphertext does not belong to this link.
    NotReadable,
}

/// The 32 bytes of a link's fragment.
pub struct LinkSecret([u8; 32]);

impl LinkSecret {
    /// Reads the fragment of a link, without its `#`.
    pub fn parse(fragment: &str) -> Option<Self> {
        base64url::decode(fragment)?.try_into().ok().map(Self)
    }

    /// `K_auth`, as the proof the broker wants to see.
    pub async fn proof(&self) -> Result<String, CryptoError> {
        let key = self.derive(INFO_AUTH).await?;
        Ok(base64url::encode(&key.to_vec()))
    }

    /// Opens the ciphertext of delivery `id`.
    pub async fn open(&self, id: DeliveryId, sealed: &OpenedDelivery) -> Result<String, CryptoError> {
        let nonce = base64url::decode(&sealed.nonce).ok_or(CryptoError::NotReadable)?;
        let ciphertext = base64url::decode(&sealed.ciphertext).ok_or(CryptoError::NotReadable)?;
        let subtle = subtle()?;
        let raw = self.derive(INFO_ENC).await?;
        let usages = Array::of1(&JsValue::from_str("decrypt"));
        let key = subtle
            .import_key_with_str("raw", raw.unchecked_ref(), "AES-GCM", false, &usages)
            .map_err(no_crypto)?;
        let key: CryptoKey = settled(key).await.map_err(no_crypto)?.unchecked_into();
        let params = AesGcmParams::new("AES-GCM", Uint8Array::from(&*nonce).unchecked_ref());
        params.set_additional_data(Uint8Array::from(id.to_string().as_bytes()).unchecked_ref());
        params.set_tag_length(128);
        let plain = subtle
            .decrypt_with_object_and_u8_array(params.unchecked_ref(), &key, &ciphertext)
            .map_err(not_readable)?;
        let plain = settled(plain).await.map_err(not_readable)?;
        String::from_utf8(Uint8Array::new(&plain).to_vec()).map_err(not_readable)
    }

    async fn derive(&self, info: &str) -> Result<Uint8Array, CryptoError> {
        let subtle = subtle()?;
        let usages = Array::of1(&JsValue::from_str("deriveBits"));
        let raw = Uint8Array::from(&self.0[..]);
        let key = subtle
            .import_key_with_str("raw", raw.unchecked_ref(), "HKDF", false, &usages)
            .map_err(no_crypto)?;
        let key: CryptoKey = settled(key).await.map_err(no_crypto)?.unchecked_into();
        let info = Uint8Array::from(info.as_bytes());
        let salt = Uint8Array::new_with_length(0);
        let params = HkdfParams::new(
            "HKDF",
            &JsValue::from_str("SHA-256"),
            info.unchecked_ref::<Object>(),
            salt.unchecked_ref::<Object>(),
        );
        let bits = subtle
            .derive_bits_with_object(params.unchecked_ref(), &key, 256)
            .map_err(no_crypto)?;
        Ok(Uint8Array::new(&settled(bits).await.map_err(no_crypto)?))
    }
}

/// 32 fresh random bytes as base64url: the same key may fetch the same ciphertext again.
pub fn fresh_reveal_key() -> Result<String, CryptoError> {
    let mut bytes = [0_u8; 32];
    let crypto = web_sys::window()
        .and_then(|window| window.crypto().ok())
        .ok_or(CryptoError::NoCrypto)?;
    crypto.get_random_values_with_u8_array(&mut bytes).map_err(no_crypto)?;
    Ok(base64url::encode(&bytes))
}

fn subtle() -> Result<SubtleCrypto, CryptoError> {
    let window = web_sys::window().ok_or(CryptoError::NoCrypto)?;
    if !window.is_secure_context() {
        return Err(CryptoError::NoCrypto);
    }
    let crypto = window.crypto().map_err(no_crypto)?;
    Ok(crypto.subtle())
}

async fn settled(promise: js_sys::Promise) -> Result<JsValue, JsValue> {
    JsFuture::from(promise).await
}

fn no_crypto(_cause: JsValue) -> CryptoError {
    CryptoError::NoCrypto
}

fn not_readable<E>(_cause: E) -> CryptoError {
    CryptoError::NotReadable
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_thirty_two_bytes_are_a_link_secret() {
        assert!(LinkSecret::parse(&"A".repeat(43)).is_some());
        assert!(LinkSecret::parse(&"A".repeat(42)).is_none());
        assert!(LinkSecret::parse("").is_none());
        assert!(LinkSecret::parse("not a key").is_none());
    }
}
