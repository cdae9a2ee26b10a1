//! Public keys of service accounts and the assertions they sign (RFC 7523).

use std::collections::BTreeMap;

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use tessera_shared::instant::{Instant, Span};

use crate::machines::model::CredentialRow;
use crate::outcome::{Outcome, Refusal};

/// Longest life of an assertion.
const LONGEST: Span = Span::minutes(10);
/// How far clocks may differ.
const LEEWAY: Span = Span::seconds(30);

/// A public key that fits, ready to be stored.
pub struct PublicKey {
    /// The JWK as JSON.
    pub text: String,
    /// SHA-256 thumbprint (RFC 7638).
    pub thumbprint: String,
}

/// Signatures a key can make; a token never chooses.
fn algorithms(jwk: &Jwk) -> Option<Vec<Algorithm>> {
    match &jwk.algorithm {
        AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256 => Some(vec![Algorithm::ES256]),
        AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => Some(vec![Algorithm::EdDSA]),
        // 2,048 bits are 342 characters of base64url.
        AlgorithmParameters::RSA(key) if key.n.len() >= 342 => Some(vec![Algorithm::RS256, Algorithm::PS256]),
        _ => None,
    }
}

/// Reads a JWK that somebody wants to add.
pub fn read_key(members: &BTreeMap<String, String>) -> Outcome<PublicKey> {
    let unfit = || {
        let detail = "Send an EC key on P-256, an Ed25519 key, or an RSA key of at least 2,048 bits.";
        Refusal::field("/jwk", "unfit", detail)
    };
    let text = serde_json::to_string(members).map_err(Refusal::internal)?;
    let jwk: Jwk = serde_json::from_str(&text).map_err(|_cause| unfit())?;
    algorithms(&jwk).ok_or_else(unfit)?;
    DecodingKey::from_jwk(&jwk).map_err(|_cause| unfit())?;
    let thumbprint = jwk.thumbprint(ThumbprintHash::SHA256).map_err(|_cause| unfit())?;
    Ok(PublicKey { text, thumbprint })
}

/// What is used of an assertion.
#[derive(Deserialize)]
pub struct Claims {
    /// The account.
    pub sub: String,
    /// Names this assertion; it works once.
    pub jti: String,
    exp: i64,
    nbf: Option<i64>,
    iat: Option<i64>,
}

impl Claims {
    /// When it ends.
    pub fn ends_at(&self) -> Instant {
        Instant::from_millis(self.exp.saturating_mul(1_000))
    }

    fn is_timely(&self, now: Instant) -> bool {
        let at = |seconds: i64| Instant::from_millis(seconds.saturating_mul(1_000));
        let begun = |seconds: Option<i64>| seconds.is_none_or(|seconds| at(seconds) <= now + LEEWAY);
        let ends = self.ends_at();
        ends + LEEWAY > now && ends <= now + LONGEST + LEEWAY && begun(self.nbf) && begun(self.iat)
    }
}

/// The account an assertion speaks of, before anything of it is proven.
pub fn subject(assertion: &str) -> Option<String> {
    jsonwebtoken::dangerous::insecure_decode::<Claims>(assertion)
        .ok()
        .map(|token| token.claims.sub)
}

/// The first of `keys` that signed the assertion, and what it says. `audiences` are the names this
/// broker goes by.
pub fn verify<'a>(
    assertion: &str,
    keys: &'a [CredentialRow],
    client_id: &str,
    audiences: &[String],
    now: Instant,
) -> Option<(&'a CredentialRow, Claims)> {
    let header = decode_header(assertion).ok()?;
    keys.iter().find_map(|row| {
        let jwk: Jwk = serde_json::from_str(row.jwk.as_deref()?).ok()?;
        let allowed = algorithms(&jwk)?;
        if !allowed.contains(&header.alg) {
            return None;
        }
        let mut rules = Validation::new(header.alg);
        // The broker has its own clock.
        rules.validate_exp = false;
        rules.set_required_spec_claims(&["exp", "iss", "sub", "aud"]);
        rules.set_issuer(&[client_id]);
        rules.sub = Some(client_id.to_owned());
        rules.set_audience(audiences);
        let key = DecodingKey::from_jwk(&jwk).ok()?;
        let claims = decode::<Claims>(assertion, &key, &rules).ok()?.claims;
        let named = (1..=128).contains(&claims.jti.len());
        (named && claims.is_timely(now)).then_some((row, claims))
    })
}
