use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::json;

use super::*;

const ISSUER: &str = "https://login.halden.example";
/// 2026-11-24T08:00:00Z.
const NOW: i64 = 1_795_507_200;

/// RFC 7515, appendix A.3: a key and a JWS by somebody else's software.
const RFC_KEY: &str = r#"{"kty":"EC","crv":"P-256","alg":"ES256",
    "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;
const RFC_TOKEN: &str = "eyJhbGciOiJFUzI1NiJ9.\
    eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
    DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

/// OpenID Connect Core 1.0, appendix A.3: an access token and its `at_hash` under RS256.
const CORE_ACCESS_TOKEN: &str = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
const CORE_HASH: &str = "77QmUPtjPfzWtF2AnpK9RQ";

struct Signer(EcdsaKeyPair);

impl Signer {
    fn new() -> Self {
        Self(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap())
    }

    fn jwk(&self, change: impl FnOnce(&mut Value)) -> Jwk {
        let point = self.0.public_key().as_ref();
        let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let mut key = json!({
            "kty": "EC", "crv": "P-256", "kid": "one", "use": "sig", "alg": "ES256",
            "x": part(&point[1..33]), "y": part(&point[33..]),
        });
        change(&mut key);
        serde_json::from_value(key).unwrap()
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(header), part(claims));
        let rng = aws_lc_rs::rand::SystemRandom::new();
        let signature = self.0.sign(&rng, signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
    }
}

fn claims() -> Value {
    json!({
        "iss": ISSUER, "aud": "tessera", "sub": "248289761001", "nonce": "n-0S6", "iat": NOW, "exp": NOW + 300,
        "email": "Ana@Halden.example", "email_verified": true, "groups": ["a", "b", 7],
    })
}

fn check(token: &str, keys: &[Jwk]) -> Result<Claims, Reason> {
    let header = read_header(token)?;
    let expected = Expected {
        issuer: ISSUER,
        client_id: "tessera",
        nonce: "n-0S6",
        access_token: CORE_ACCESS_TOKEN,
        now: Instant::from_millis(NOW * 1_000),
    };
    verify(token, &header, header.key(keys)?, &expected)
}

/// The verdict on the usual token with claims changed; `null` takes one away.
fn with(changes: &Value) -> Result<Claims, Reason> {
    let signer = Signer::new();
    let mut claims = claims();
    for (name, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
            value => claims[name] = value.clone(),
        }
    }
    let token = signer.sign(&json!({"alg": "ES256", "kid": "one"}), &claims);
    check(&token, &[signer.jwk(|_| {})])
}

#[test]
fn a_true_token_says_who_it_is() {
    let claims = with(&json!({})).unwrap();
    assert_eq!(claims.sub, "248289761001");
    assert_eq!(claims.email(), Ok("ana@halden.example".to_owned()));
    assert_eq!(claims.texts("groups"), ["a", "b"]);
    assert_eq!(claims.texts("none"), [""; 0]);
    assert!(with(&json!({"aud": ["tessera"]})).is_ok());
    assert!(with(&json!({"aud": ["tessera", "other"], "azp": "tessera"})).is_ok());
    assert!(
        with(&json!({"nbf": NOW + 60, "iat": NOW + 60, "exp": NOW - 59})).is_ok(),
        "clocks differ"
    );
}

#[test]
fn claims_that_do_not_fit_are_told_apart() {
    for (changes, reason) in [
        (json!({"iss": "https://login.halden.example/"}), Reason::WrongIssuer),
        (json!({"aud": "other"}), Reason::WrongAudience),
        (json!({"aud": ["tessera", "other"]}), Reason::WrongParty),
        (json!({"aud": ["tessera", "other"], "azp": "other"}), Reason::WrongParty),
        (json!({"azp": "other"}), Reason::WrongParty),
        (json!({"nonce": "other"}), Reason::WrongNonce),
        (json!({"nonce": null}), Reason::WrongNonce),
        (json!({"exp": NOW - 60}), Reason::Expired),
        (json!({"exp": 0}), Reason::Expired),
        (json!({"iat": NOW + 61}), Reason::NotYet),
        (json!({"nbf": NOW + 61}), Reason::NotYet),
        (json!({"sub": ""}), Reason::BadToken),
        (json!({"sub": "x".repeat(256)}), Reason::BadToken),
    ] {
        assert_eq!(with(&changes).err(), Some(reason), "{changes}");
    }
    for name in ["iss", "aud", "sub", "exp", "iat"] {
        assert!(with(&json!({name: null})).is_err(), "without {name}");
    }
    for (name, text) in [("exp", "1795507500"), ("iat", "1795507200"), ("nbf", "1795507200")] {
        assert_eq!(
            with(&json!({name: text})).err(),
            Some(Reason::BadToken),
            "{name} as a text"
        );
    }
}

#[test]
fn only_a_verified_address_counts() {
    let email = |changes: Value| with(&changes).unwrap().email();
    assert_eq!(email(json!({"email": null})), Err(Reason::NoEmail));
    assert_eq!(email(json!({"email": "ana"})), Err(Reason::NoEmail));
    for unverified in [json!(null), json!(false), json!("true"), json!(1)] {
        assert_eq!(
            email(json!({"email_verified": unverified})),
            Err(Reason::UnverifiedEmail)
        );
    }
}

#[test]
fn a_header_brings_no_key_and_no_other_type() {
    let signer = Signer::new();
    let keys = [signer.jwk(|_| {})];
    let verdict = |header: Value| check(&signer.sign(&header, &claims()), &keys).err();
    assert_eq!(verdict(json!({"alg": "ES256", "kid": "one", "typ": "jwt"})), None);
    assert_eq!(verdict(json!({"alg": "ES256"})), None, "the only key there is");
    for name in FOREIGN {
        assert_eq!(
            verdict(json!({"alg": "ES256", "kid": "one", name: "x"})),
            Some(Reason::ForeignKey),
            "{name}"
        );
    }
    assert_eq!(
        verdict(json!({"alg": "ES256", "typ": "at+jwt"})),
        Some(Reason::WrongType)
    );
    assert_eq!(verdict(json!({"alg": "ES256", "kid": "two"})), Some(Reason::UnknownKey));
    assert_eq!(verdict(json!({"alg": "ES256", "kid": 1})), Some(Reason::BadToken));
    for algorithm in ["none", "HS256", "RS256", "ES384", "es256", ""] {
        assert_eq!(
            verdict(json!({"alg": algorithm})),
            Some(Reason::WrongAlgorithm),
            "{algorithm}"
        );
    }
    assert_eq!(verdict(json!({"kid": "one"})), Some(Reason::WrongAlgorithm));
}

#[test]
fn a_key_says_what_it_is_for() {
    let signer = Signer::new();
    let token = signer.sign(&json!({"alg": "ES256", "kid": "one"}), &claims());
    let verdict = |change: &dyn Fn(&mut Value)| check(&token, &[signer.jwk(change)]).err();
    assert_eq!(verdict(&|_| {}), None);
    assert_eq!(
        verdict(&|key| drop(key.as_object_mut().unwrap().remove("alg"))),
        Some(Reason::WrongAlgorithm)
    );
    assert_eq!(
        verdict(&|key| key["alg"] = "RS256".into()),
        Some(Reason::WrongAlgorithm)
    );
    assert_eq!(verdict(&|key| key["use"] = "enc".into()), Some(Reason::UnknownKey));
    let twice = [signer.jwk(|_| {}), Signer::new().jwk(|_| {})];
    assert_eq!(check(&token, &twice).err(), Some(Reason::UnknownKey), "two of one name");
    assert_eq!(
        check(&token, &[Signer::new().jwk(|_| {})]).err(),
        Some(Reason::WrongSignature)
    );
}

#[test]
fn a_symmetric_key_signs_nothing() {
    let key = json!({"kty": "oct", "k": URL_SAFE_NO_PAD.encode([1; 32]), "alg": "HS256", "kid": "one"});
    let key: Jwk = serde_json::from_value(key).unwrap();
    let signed = jsonwebtoken::encode(
        &jsonwebtoken::Header::new(Algorithm::HS256),
        &claims(),
        &jsonwebtoken::EncodingKey::from_secret(&[1; 32]),
    );
    assert_eq!(check(&signed.unwrap(), &[key]).err(), Some(Reason::WrongAlgorithm));
}

#[test]
fn published_vectors() {
    let key: Jwk = serde_json::from_str(RFC_KEY).unwrap();
    // The signature is right, so the verdict is about the claims it lacks.
    assert_eq!(
        check(RFC_TOKEN, std::slice::from_ref(&key)).err(),
        Some(Reason::BadToken)
    );
    let broken = RFC_TOKEN.replace("DtEhU3", "DtEhU4");
    assert_eq!(check(&broken, &[key]).err(), Some(Reason::WrongSignature));

    let mut claims = with(&json!({})).unwrap();
    claims.at_hash = Some(CORE_HASH.to_owned());
    assert_eq!(claims.check_access_token(Algorithm::RS256, CORE_ACCESS_TOKEN), Ok(()));
    assert_eq!(
        claims.check_access_token(Algorithm::RS256, "x"),
        Err(Reason::WrongAccessToken)
    );
    assert_eq!(
        claims.check_access_token(Algorithm::ES384, CORE_ACCESS_TOKEN),
        Err(Reason::WrongAccessToken)
    );
}

#[test]
fn what_is_no_token_is_none() {
    for garbage in ["", ".", "a.b.c", "e30.e30.", "W10.e30.x", "\u{e4}"] {
        assert!(check(garbage, &[]).is_err(), "{garbage}");
    }
}
