//! Whether an ID token is true (OpenID Connect Core 1.0 §3.1.3.7), and what it says.
//!
//! Stricter than it has to be where honest providers are alike: a key says which algorithm it is for,
//! a token brings no key along, and every claim has the type the specification gives it.

use aws_lc_rs::digest::{self, SHA256, SHA384, SHA512};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde::Deserialize;
use serde_json::{Map, Value};
use tessera_shared::instant::{Instant, Span};
use tessera_shared::validate::is_email;

use crate::sso::reason::Reason;

/// How far clocks may differ.
const LEEWAY: Span = Span::minutes(1);
/// Longest subject (OpenID Connect Core 1.0 §2).
const MAX_SUBJECT: usize = 255;
/// Parameters by which a header names or brings the key it wants to be verified with (RFC 7515
/// §4.1), and those that change what the signature is over.
const FOREIGN: [&str; 6] = ["jwk", "jku", "x5u", "x5c", "crit", "b64"];

/// What the broker knows of the token it asked for.
pub struct Expected<'a> {
    /// The provider.
    pub issuer: &'a str,
    /// This broker at the provider.
    pub client_id: &'a str,
    /// Of the flow.
    pub nonce: &'a str,
    /// What came with the token.
    pub access_token: &'a str,
    /// The time.
    pub now: Instant,
}

/// The header, as far as it may have a say.
#[derive(Debug, PartialEq, Eq)]
pub struct Header {
    algorithm: Algorithm,
    key_id: Option<String>,
}

/// What is used of the claims.
#[derive(Debug, Deserialize)]
pub struct Claims {
    /// Who it is, at this issuer.
    pub sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nbf: Option<i64>,
    nonce: Option<String>,
    at_hash: Option<String>,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// Reads the header; nothing of it is proven.
pub fn read_header(token: &str) -> Result<Header, Reason> {
    let first = token.split('.').next().unwrap_or_default();
    let bytes = URL_SAFE_NO_PAD.decode(first).map_err(|_cause| Reason::BadToken)?;
    let header: Map<String, Value> = serde_json::from_slice(&bytes).map_err(|_cause| Reason::BadToken)?;
    if FOREIGN.iter().any(|name| header.contains_key(*name)) {
        return Err(Reason::ForeignKey);
    }
    let text = |name: &str| match header.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.as_str())),
        Some(_) => Err(Reason::BadToken),
    };
    if text("typ")?.is_some_and(|kind| !kind.eq_ignore_ascii_case("JWT")) {
        return Err(Reason::WrongType);
    }
    let algorithm = text("alg")?.and_then(|name| name.parse().ok());
    Ok(Header {
        algorithm: algorithm.ok_or(Reason::WrongAlgorithm)?,
        key_id: text("kid")?.map(str::to_owned),
    })
}

impl Header {
    /// The one key it can mean: the one with its id, or without an id the only one there is.
    pub fn key<'a>(&self, keys: &'a [Jwk]) -> Result<&'a Jwk, Reason> {
        let signs = |key: &&Jwk| matches!(key.common.public_key_use, None | Some(PublicKeyUse::Signature));
        let meant = |key: &&Jwk| self.key_id.is_none() || key.common.key_id == self.key_id;
        let mut fitting = keys.iter().filter(signs).filter(meant);
        match (fitting.next(), fitting.next()) {
            (Some(key), None) => Ok(key),
            _ => Err(Reason::UnknownKey),
        }
    }
}

/// The algorithm a key is for. One that names none could be made to serve another.
fn algorithm_of(key: &Jwk) -> Option<Algorithm> {
    let algorithm = Algorithm::try_from(key.common.key_algorithm?).ok()?;
    let symmetric = matches!(algorithm, Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512);
    (!symmetric).then_some(algorithm)
}

/// The claims of a token that is true.
pub fn verify(token: &str, header: &Header, key: &Jwk, expected: &Expected<'_>) -> Result<Claims, Reason> {
    let algorithm = algorithm_of(key).filter(|algorithm| *algorithm == header.algorithm);
    let algorithm = algorithm.ok_or(Reason::WrongAlgorithm)?;
    let mut rules = Validation::new(algorithm);
    // The broker has its own clock.
    rules.validate_exp = false;
    rules.set_required_spec_claims(&["iss", "sub", "aud", "exp"]);
    rules.set_issuer(&[expected.issuer]);
    rules.set_audience(&[expected.client_id]);
    let key = DecodingKey::from_jwk(key).map_err(|_cause| Reason::BadKeys)?;
    let decoded = decode::<Claims>(token, &key, &rules);
    let claims = decoded.map_err(|cause| refused(cause.kind()))?.claims;
    claims.check_parties(expected)?;
    claims.check_times(expected.now)?;
    claims.check_access_token(algorithm, expected.access_token)?;
    Ok(claims)
}

fn refused(cause: &ErrorKind) -> Reason {
    match cause {
        ErrorKind::InvalidSignature => Reason::WrongSignature,
        ErrorKind::InvalidIssuer => Reason::WrongIssuer,
        ErrorKind::InvalidAudience => Reason::WrongAudience,
        ErrorKind::InvalidAlgorithm => Reason::WrongAlgorithm,
        _ => Reason::BadToken,
    }
}

impl Claims {
    fn check_parties(&self, expected: &Expected<'_>) -> Result<(), Reason> {
        if !(1..=MAX_SUBJECT).contains(&self.sub.len()) || self.sub.contains('\0') {
            return Err(Reason::BadToken);
        }
        let several = matches!(&self.aud, Audience::Many(names) if names.len() > 1);
        match &self.azp {
            Some(party) if party != expected.client_id => return Err(Reason::WrongParty),
            None if several => return Err(Reason::WrongParty),
            _ => {}
        }
        let for_us = match &self.aud {
            Audience::One(name) => name == expected.client_id,
            Audience::Many(names) => names.iter().any(|name| name == expected.client_id),
        };
        if !for_us {
            return Err(Reason::WrongAudience);
        }
        if self.nonce.as_deref() != Some(expected.nonce) {
            return Err(Reason::WrongNonce);
        }
        Ok(())
    }

    fn check_times(&self, now: Instant) -> Result<(), Reason> {
        let at = |seconds: i64| Instant::from_millis(seconds.saturating_mul(1_000));
        if at(self.exp).millis().saturating_add(LEEWAY.as_millis()) <= now.millis() {
            return Err(Reason::Expired);
        }
        let begun = |seconds: i64| at(seconds) <= now + LEEWAY;
        if !begun(self.iat) || !self.nbf.is_none_or(begun) {
            return Err(Reason::NotYet);
        }
        Ok(())
    }

    /// `at_hash`, where there is one: the left half of the access token's hash.
    fn check_access_token(&self, algorithm: Algorithm, access_token: &str) -> Result<(), Reason> {
        let Some(hash) = &self.at_hash else { return Ok(()) };
        let by = match algorithm {
            Algorithm::RS256 | Algorithm::PS256 | Algorithm::ES256 => &SHA256,
            Algorithm::RS384 | Algorithm::PS384 | Algorithm::ES384 => &SHA384,
            _ => &SHA512,
        };
        let whole = digest::digest(by, access_token.as_bytes());
        let half = whole.as_ref().get(..by.output_len() / 2).unwrap_or_default();
        if *hash == URL_SAFE_NO_PAD.encode(half) {
            Ok(())
        } else {
            Err(Reason::WrongAccessToken)
        }
    }

    /// The person's address in lower case, if the provider verified it.
    pub fn email(&self) -> Result<String, Reason> {
        let email = self
            .text("email")
            .filter(|email| is_email(email))
            .ok_or(Reason::NoEmail)?;
        match self.rest.get("email_verified") {
            Some(Value::Bool(true)) => Ok(email.to_lowercase()),
            _ => Err(Reason::UnverifiedEmail),
        }
    }

    /// A claim that is a text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.rest.get(name).and_then(Value::as_str)
    }

    /// The texts of a claim that is one or a list of them.
    pub fn texts(&self, name: &str) -> Vec<&str> {
        match self.rest.get(name) {
            Some(Value::String(text)) => vec![text],
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
