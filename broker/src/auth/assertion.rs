//! Public keys of clients, and the assertions by which clients show who they are (RFC 7523 §2.2 and §3).
//!
//! Stricter than it has to be where honest clients are alike: the key says how it signs, an assertion
//! brings no key along, and names one audience.

use std::collections::BTreeMap;

use aws_lc_rs::signature;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, PublicKeyUse, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde::Deserialize;
use serde_json::{Map, Value};
use tessera_shared::dto::machines::PRIVATE_MEMBERS;
use tessera_shared::instant::{Instant, Span};
use x509_parser::prelude::FromDer;
use x509_parser::public_key::PublicKey as Spki;
use x509_parser::x509::SubjectPublicKeyInfo;

use crate::outcome::{Outcome, Refusal};

/// The signatures that are known, as metadata names them (RFC 8414 §2).
pub const ALGORITHMS: [&str; 4] = ["ES256", "EdDSA", "RS256", "PS256"];
/// Parameters by which a header brings or names the key it wants to be verified with (RFC 7515 §4.1), and
/// those that change what the signature is over.
const FOREIGN: [&str; 6] = ["jwk", "jku", "x5u", "x5c", "crit", "b64"];
/// Kinds an assertion may call itself.
const TYPES: [&str; 2] = ["JWT", "client-authentication+jwt"];
/// 2,048 bits are 342 characters of base64url.
const MIN_MODULUS: usize = 342;
/// 8,192 bits: a larger key only makes work.
const MAX_MODULUS: usize = 1_366;
const MAX_NAME: usize = 128;

/// A public key that fits, ready to be stored.
pub struct PublicKey {
    /// The JWK as JSON.
    pub text: String,
    /// SHA-256 thumbprint (RFC 7638).
    pub thumbprint: String,
}

fn unfit(pointer: &str) -> Refusal {
    let detail = "Send an EC key on P-256, an Ed25519 key, or an RSA key of 2,048 to 8,192 bits.";
    Refusal::field(pointer, "unfit", detail)
}

/// Signatures a key can make; an assertion never chooses.
fn algorithms(jwk: &Jwk) -> Option<Vec<Algorithm>> {
    let own = match &jwk.algorithm {
        AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256 => vec![Algorithm::ES256],
        AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => vec![Algorithm::EdDSA],
        AlgorithmParameters::RSA(key) if (MIN_MODULUS..=MAX_MODULUS).contains(&key.n.len()) => {
            vec![Algorithm::RS256, Algorithm::PS256]
        }
        _ => return None,
    };
    if matches!(jwk.common.public_key_use, Some(ref used) if *used != PublicKeyUse::Signature) {
        return None;
    }
    // A key that names an algorithm is for that one only (RFC 7517 §4.4).
    match jwk.common.key_algorithm {
        None => Some(own),
        Some(named) => {
            let named = Algorithm::try_from(named).ok()?;
            own.contains(&named).then(|| vec![named])
        }
    }
}

/// Reads a JWK that somebody wants to add.
pub fn read_jwk(members: &BTreeMap<String, String>) -> Outcome<PublicKey> {
    fit(members).ok_or_else(|| unfit("/jwk"))
}

fn fit(members: &BTreeMap<String, String>) -> Option<PublicKey> {
    let text = serde_json::to_string(members).ok()?;
    let jwk: Jwk = serde_json::from_str(&text).ok()?;
    Verifier::of(&text)?;
    let thumbprint = jwk.thumbprint(ThumbprintHash::SHA256).ok()?;
    Some(PublicKey { text, thumbprint })
}

/// Reads a public key that somebody wants to add, as JWK (RFC 7517) or as PEM (RFC 7468 §13). Of the
/// members of a JWK only texts say what the key is.
pub fn read_key(text: &str) -> Outcome<PublicKey> {
    let is_private = if text.trim_start().starts_with('{') {
        let members: Map<String, Value> = serde_json::from_str(text).map_err(|_cause| unfit("/key"))?;
        if !PRIVATE_MEMBERS.iter().any(|name| members.contains_key(*name)) {
            let texts = members.into_iter().filter_map(|(name, value)| match value {
                Value::String(value) => Some((name, value)),
                _ => None,
            });
            return fit(&texts.collect()).ok_or_else(|| unfit("/key"));
        }
        true
    } else {
        text.contains("PRIVATE KEY")
    };
    if is_private {
        let detail = "This holds a private key. Send the public half only, and make another pair: this one was sent.";
        return Err(Refusal::field("/key", "private", detail));
    }
    let members = members_of(text).ok_or_else(|| unfit("/key"))?;
    let members = members.into_iter().map(|(name, value)| (name.to_owned(), value));
    fit(&members.collect()).ok_or_else(|| unfit("/key"))
}

/// The members of the JWK that says the same as a PEM.
fn members_of(text: &str) -> Option<Vec<(&'static str, String)>> {
    let (rest, pem) = x509_parser::pem::parse_x509_pem(text.as_bytes()).ok()?;
    if pem.label != "PUBLIC KEY" || !rest.trim_ascii().is_empty() {
        return None;
    }
    let (rest, info) = SubjectPublicKeyInfo::from_der(&pem.contents).ok()?;
    if !rest.is_empty() {
        return None;
    }
    let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let positive = |bytes: &[u8]| encode(bytes.strip_prefix(&[0]).unwrap_or(bytes));
    let named = |name: &str| (name == "1.2.840.10045.3.1.7").then_some("P-256");
    match info.parsed().ok()? {
        Spki::RSA(key) => Some(vec![
            ("kty", "RSA".to_owned()),
            ("n", positive(key.modulus)),
            ("e", positive(key.exponent)),
        ]),
        Spki::EC(point) => {
            let curve = info.algorithm.parameters.as_ref()?.as_oid().ok()?;
            let (x, y) = point.data().strip_prefix(&[4])?.split_at_checked(32)?;
            Some(vec![
                ("kty", "EC".to_owned()),
                ("crv", named(&curve.to_id_string())?.to_owned()),
                ("x", encode(x)),
                ("y", encode(y)),
            ])
        }
        // RFC 8410 §3.
        Spki::Unknown(key) if info.algorithm.algorithm.to_id_string() == "1.3.101.112" => Some(vec![
            ("kty", "OKP".to_owned()),
            ("crv", "Ed25519".to_owned()),
            ("x", encode(key)),
        ]),
        _ => None,
    }
}

/// A stored public key, ready to verify with.
pub struct Verifier {
    /// What a header may call it: its own name and its thumbprint.
    names: Vec<String>,
    algorithms: Vec<Algorithm>,
    key: DecodingKey,
}

impl Verifier {
    /// Reads a stored JWK; nothing if it is none that fits.
    pub fn of(jwk: &str) -> Option<Self> {
        let jwk: Jwk = serde_json::from_str(jwk).ok()?;
        let key = DecodingKey::from_jwk(&jwk).ok()?;
        if matches!(jwk.algorithm, AlgorithmParameters::EllipticCurve(_)) {
            // That it is a point of the curve nothing else asks before the first signature.
            signature::ParsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, key.try_get_as_bytes().ok()?).ok()?;
        }
        let own = jwk.common.key_id.clone();
        let thumbprint = jwk.thumbprint(ThumbprintHash::SHA256).ok()?;
        Some(Self {
            names: own.into_iter().chain([thumbprint]).collect(),
            algorithms: algorithms(&jwk)?,
            key,
        })
    }

    fn fits(&self, header: &Header) -> bool {
        let named = header.key_id.as_ref().is_none_or(|name| self.names.contains(name));
        named && self.algorithms.contains(&header.algorithm)
    }
}

/// What is used of an assertion. Of everything else about it nothing is asked.
#[derive(Deserialize)]
pub struct Claims {
    /// The client.
    pub sub: String,
    /// Names this assertion; it works once.
    pub jti: String,
    iss: String,
    aud: Audience,
    exp: i64,
    nbf: Option<i64>,
    iat: Option<i64>,
}

/// One audience, alone or in a list.
#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Listed([String; 1]),
}

impl Audience {
    fn name(&self) -> &str {
        match self {
            Self::One(name) | Self::Listed([name]) => name,
        }
    }
}

/// What an assertion has to say to be taken.
pub struct Expected<'a> {
    /// Who shows it.
    pub client_id: &'a str,
    /// The names this broker goes by here.
    pub audiences: &'a [String],
    /// The time.
    pub now: Instant,
    /// How much of it an assertion may take.
    pub times: Times,
}

/// How much time an assertion may take.
#[derive(Clone, Copy)]
pub struct Times {
    /// Its end is at most that far away.
    pub longest: Span,
    /// Its beginning may lie that far ahead, for clocks that differ.
    pub ahead: Span,
    /// Its end may lie that far back.
    pub late: Span,
}

impl Claims {
    /// When it ends.
    pub fn ends_at(&self) -> Instant {
        Instant::from_millis(self.exp.saturating_mul(1_000))
    }

    fn is_timely(&self, now: Instant, times: Times) -> bool {
        let at = |seconds: i64| Instant::from_millis(seconds.saturating_mul(1_000));
        let begun = |seconds: Option<i64>| seconds.is_none_or(|seconds| at(seconds) <= now + times.ahead);
        let ends = self.ends_at();
        ends + times.late > now && ends <= now + times.longest + times.late && begun(self.nbf) && begun(self.iat)
    }

    fn meets(&self, expected: &Expected<'_>) -> bool {
        self.iss == expected.client_id
            && self.sub == expected.client_id
            && expected.audiences.iter().any(|name| name == self.aud.name())
            && (1..=MAX_NAME).contains(&self.jti.len())
            && self.is_timely(expected.now, expected.times)
    }
}

/// The header, as far as it may have a say.
struct Header {
    algorithm: Algorithm,
    key_id: Option<String>,
}

fn read_header(assertion: &str) -> Option<Header> {
    let first = assertion.split('.').next()?;
    let header: Map<String, Value> = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(first).ok()?).ok()?;
    if FOREIGN.iter().any(|name| header.contains_key(*name)) {
        return None;
    }
    let text = |name: &str| match header.get(name) {
        None => Some(None),
        Some(Value::String(text)) => Some(Some(text.as_str())),
        Some(_) => None,
    };
    let known = |kind: &str| TYPES.iter().any(|known| kind.eq_ignore_ascii_case(known));
    if !text("typ")?.is_none_or(known) {
        return None;
    }
    Some(Header {
        algorithm: text("alg")??.parse().ok()?,
        key_id: text("kid")?.map(str::to_owned),
    })
}

/// The client an assertion speaks of, before anything of it is proven.
pub fn subject(assertion: &str) -> Option<String> {
    jsonwebtoken::dangerous::insecure_decode::<Claims>(assertion)
        .ok()
        .map(|token| token.claims.sub)
}

/// The first of `keys` that signed the assertion, and what it says, if that is as expected. Whether it was
/// shown before is for the caller to know.
pub fn verify<'a, T>(
    assertion: &str,
    keys: impl Iterator<Item = (T, &'a Verifier)>,
    expected: &Expected<'_>,
) -> Option<(T, Claims)> {
    let header = read_header(assertion)?;
    let mut rules = Validation::new(header.algorithm);
    // The broker has its own clock, and reads the claims itself.
    rules.validate_exp = false;
    rules.validate_aud = false;
    rules.required_spec_claims.clear();
    let (key, claims) = keys.filter(|(_, key)| key.fits(&header)).find_map(|(name, key)| {
        let read = decode::<Claims>(assertion, &key.key, &rules).ok()?;
        Some((name, read.claims))
    })?;
    claims.meets(expected).then_some((key, claims))
}
