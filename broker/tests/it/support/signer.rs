//! A key pair that signs assertions, well or badly.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD as BASE64};
use serde_json::{Value, json};

/// What stands before the point in the PEM of a key on P-256 (RFC 5480 §2).
const P256: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
    0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

pub struct Signer(EcdsaKeyPair);

impl Signer {
    pub fn new() -> Self {
        Self(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap())
    }

    pub fn jwk(&self) -> Value {
        // Uncompressed point: 4, x, y.
        let point = self.0.public_key().as_ref();
        json!({"kty": "EC", "crv": "P-256", "x": BASE64.encode(&point[1..33]), "y": BASE64.encode(&point[33..])})
    }

    pub fn pem(&self) -> String {
        let der = [&P256, self.0.public_key().as_ref()].concat();
        format!(
            "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
            STANDARD.encode(der)
        )
    }

    /// RFC 7638 §3.
    pub fn thumbprint(&self) -> String {
        let jwk = self.jwk();
        let text = format!(r#"{{"crv":"P-256","kty":"EC","x":{},"y":{}}}"#, jwk["x"], jwk["y"]);
        BASE64.encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes()))
    }

    pub fn sign(&self, header: &Value, claims: &Value) -> String {
        self.sign_text(&BASE64.encode(header.to_string()), &BASE64.encode(claims.to_string()))
    }

    /// Signs two parts as they are.
    pub fn sign_text(&self, header: &str, claims: &str) -> String {
        let head = format!("{header}.{claims}");
        let random = aws_lc_rs::rand::SystemRandom::new();
        let signature = self.0.sign(&random, head.as_bytes()).unwrap();
        format!("{head}.{}", BASE64.encode(signature.as_ref()))
    }
}

/// Signed by a secret, as if the other side shared it.
pub fn hmac_signed(key: &[u8], claims: &Value) -> String {
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, key);
    let head = format!(
        "{}.{}",
        BASE64.encode(r#"{"alg":"HS256"}"#),
        BASE64.encode(claims.to_string())
    );
    format!("{head}.{}", BASE64.encode(aws_lc_rs::hmac::sign(&key, head.as_bytes())))
}
