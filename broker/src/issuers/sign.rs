//! Key pairs, and signing with them (RFC 7515).

use aws_lc_rs::digest;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde::Serialize;
use serde_json::{Value, json};
use tessera_shared::dto::issuer::SigningAlgorithm;
use zeroize::Zeroizing;

use crate::outcome::{Outcome, Refusal};

/// A private key, ready to sign. Not `Debug`.
pub enum Signer {
    /// ECDSA on P-256.
    Es256(EcdsaKeyPair),
    /// Ed25519.
    EdDsa(Ed25519KeyPair),
}

/// A key pair that was just made. Not `Debug`.
pub struct NewPair {
    /// SHA-256 thumbprint (RFC 7638).
    pub id: String,
    /// The public part as a JWK.
    pub public_key: String,
    /// The private part (PKCS #8).
    pub private_key: Zeroizing<Vec<u8>>,
}

impl NewPair {
    /// Makes one.
    pub fn generate(algorithm: SigningAlgorithm) -> Outcome<Self> {
        let unmade = |_unspecified| Refusal::internal("a key pair could not be made");
        let random = SystemRandom::new();
        let document = match algorithm {
            SigningAlgorithm::Es256 => EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random),
            SigningAlgorithm::EdDsa => Ed25519KeyPair::generate_pkcs8(&random),
        };
        let private_key = Zeroizing::new(document.map_err(unmade)?.as_ref().to_vec());
        let members = Signer::parse(algorithm, &private_key)?.public_members()?;
        // RFC 7638 §3: the required members alone, by name, without space. The map is sorted.
        let canonical = serde_json::to_vec(&members).map_err(Refusal::internal)?;
        let id = BASE64.encode(digest::digest(&digest::SHA256, &canonical));
        let mut jwk = members;
        jwk.insert("alg".to_owned(), json!(algorithm.as_str()));
        jwk.insert("use".to_owned(), json!("sig"));
        jwk.insert("kid".to_owned(), json!(id));
        Ok(Self {
            id,
            public_key: serde_json::to_string(&jwk).map_err(Refusal::internal)?,
            private_key,
        })
    }
}

impl Signer {
    /// Reads a private key.
    pub fn parse(algorithm: SigningAlgorithm, private_key: &[u8]) -> Outcome<Self> {
        let unread = |_rejected| Refusal::internal("a signing key cannot be read");
        Ok(match algorithm {
            SigningAlgorithm::Es256 => {
                Self::Es256(EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, private_key).map_err(unread)?)
            }
            SigningAlgorithm::EdDsa => Self::EdDsa(Ed25519KeyPair::from_pkcs8(private_key).map_err(unread)?),
        })
    }

    /// Members of the public JWK that its thumbprint is made of (RFC 7518 §6.2, RFC 8037 §2).
    fn public_members(&self) -> Outcome<std::collections::BTreeMap<String, Value>> {
        let members = match self {
            Self::Es256(pair) => {
                // An uncompressed point: 4, then the coordinates.
                let halves = pair
                    .public_key()
                    .as_ref()
                    .get(1..)
                    .and_then(|point| point.split_at_checked(32));
                let (x, y) = halves.ok_or_else(|| Refusal::internal("a point of an unknown form"))?;
                json!({"crv": "P-256", "kty": "EC", "x": BASE64.encode(x), "y": BASE64.encode(y)})
            }
            Self::EdDsa(pair) => {
                json!({"crv": "Ed25519", "kty": "OKP", "x": BASE64.encode(pair.public_key().as_ref())})
            }
        };
        serde_json::from_value(members).map_err(Refusal::internal)
    }

    fn signature(&self, message: &[u8]) -> Outcome<Vec<u8>> {
        Ok(match self {
            Self::Es256(pair) => pair
                .sign(&SystemRandom::new(), message)
                .map_err(|_unspecified| Refusal::internal("signing failed"))?
                .as_ref()
                .to_vec(),
            Self::EdDsa(pair) => pair.sign(message).as_ref().to_vec(),
        })
    }
}

#[derive(Serialize)]
struct Header<'a> {
    alg: SigningAlgorithm,
    typ: &'a str,
    kid: &'a str,
}

/// Signs `claims` in the compact form (RFC 7515 §7.1). `typ` says what it is, so that nothing that was
/// signed for one use passes for another (RFC 8725 §3.11).
pub fn sign(signer: &Signer, alg: SigningAlgorithm, kid: &str, typ: &str, claims: &impl Serialize) -> Outcome<String> {
    let header = serde_json::to_vec(&Header { alg, typ, kid }).map_err(Refusal::internal)?;
    let claims = serde_json::to_vec(claims).map_err(Refusal::internal)?;
    let mut text = BASE64.encode(header);
    text.push('.');
    BASE64.encode_string(claims, &mut text);
    let signature = signer.signature(text.as_bytes())?;
    text.push('.');
    BASE64.encode_string(signature, &mut text);
    Ok(text)
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::jwk::{Jwk, ThumbprintHash};
    use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};

    use super::*;

    #[test]
    fn what_is_signed_is_verified_by_the_public_part_alone() {
        for (algorithm, known) in [
            (SigningAlgorithm::Es256, Algorithm::ES256),
            (SigningAlgorithm::EdDsa, Algorithm::EdDSA),
        ] {
            let pair = NewPair::generate(algorithm).unwrap();
            let signer = Signer::parse(algorithm, &pair.private_key).unwrap();
            let text = sign(&signer, algorithm, &pair.id, "at+jwt", &json!({"sub": "x", "exp": 1})).unwrap();
            let jwk: Jwk = serde_json::from_str(&pair.public_key).unwrap();
            assert_eq!(jwk.thumbprint(ThumbprintHash::SHA256).unwrap(), pair.id);
            assert!(!pair.public_key.contains("\"d\""));
            let mut rules = Validation::new(known);
            rules.validate_exp = false;
            let read = decode::<Value>(&text, &DecodingKey::from_jwk(&jwk).unwrap(), &rules).unwrap();
            assert_eq!(read.claims["sub"], "x");
            assert_eq!(read.header.typ.as_deref(), Some("at+jwt"));
            assert_eq!(read.header.kid, Some(pair.id));
        }
    }
}
