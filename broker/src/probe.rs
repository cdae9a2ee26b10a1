//! What is asked of every reader of untrusted text, whatever the text. `fuzz/` finds texts, the tests replay those
//! it has found.
//!
//! A probe panics when its reader breaks a promise, and that is all it does.

use std::sync::LazyLock;

use actix_web::http::header::HeaderValue;
use tessera_shared::dto::issuer::SigningAlgorithm;
use tessera_shared::ids::TenantId;
use tessera_shared::instant::Instant;
use url::form_urlencoded::{byte_serialize, parse};

use crate::gateways::bearer::{Bearer, ClientToken};
use crate::gateways::feed::number_of;
use crate::http::basic::read_basic;
use crate::http::cursor;
use crate::http::form::Fields;
use crate::issuers::access_token::{key_of, read_signed};
use crate::issuers::sign::NewPair;
use crate::keys::SecretKey;
use crate::machines::client::{OauthCall, RevocationCall, TokenCall};
use crate::tokens::secret::{TokenKind, is_well_formed};

/// Is given any text, and panics when a promise is broken.
pub type Probe = fn(&[u8]);

/// Name and body of every probe; the folders of the corpus are called the same.
pub const PROBES: &[(&str, Probe)] = &[
    ("secret", secret),
    ("bearer", bearer),
    ("basic", basic),
    ("jwt", jwt),
    ("form", form),
    ("cursor", cursor),
    ("last_event_id", last_event_id),
];

/// A text is a secret of one kind at most, and no longer one when a character of it changes.
///
/// # Panics
///
/// When that is not so.
pub fn secret(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let kinds = [
        TokenKind::Partner,
        TokenKind::Gateway,
        TokenKind::ServiceAccount,
        TokenKind::Access,
    ];
    let of = kinds.into_iter().filter(|kind| is_well_formed(*kind, text));
    let of: Vec<TokenKind> = of.collect();
    assert!(of.len() <= 1, "of two kinds");
    let Some(kind) = of.first() else { return };
    assert_eq!(text.len(), kind.prefix().len() + 46);
    for at in 0..text.len() {
        let changed: String = text
            .chars()
            .enumerate()
            .map(|(place, letter)| match (place == at, letter) {
                (true, '0') => '1',
                (true, _) => '0',
                (false, letter) => letter,
            })
            .collect();
        assert!(changed == text || kinds.iter().all(|kind| !is_well_formed(*kind, &changed)));
    }
}

/// A token that is read from a header is read again from a header with nothing else in it; two headers hold none.
///
/// # Panics
///
/// When that is not so.
pub fn bearer(data: &[u8]) {
    let Ok(header) = HeaderValue::from_bytes(data) else {
        return;
    };
    let two = ClientToken::of(Some(header.clone()), true);
    assert!(!matches!(two.bearer(), Bearer::Token(_)), "one of two");
    let one = ClientToken::of(Some(header), false);
    let Bearer::Token(token) = one.bearer() else { return };
    assert!(!token.is_empty());
    let Ok(header) = HeaderValue::from_str(&format!("Bearer {token}")) else {
        panic!("no text of a header");
    };
    assert_eq!(ClientToken::of(Some(header), false).bearer(), Bearer::Token(token));
}

/// Whatever user and password are read from a header, a client that form-encodes both is read alike.
///
/// # Panics
///
/// When that is not so.
pub fn basic(data: &[u8]) {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    let Ok(header) = std::str::from_utf8(data) else { return };
    let Some((user, password)) = read_basic(header) else {
        return;
    };
    let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    let text = format!("{}:{}", encoded(&user), encoded(&password));
    assert_eq!(
        read_basic(&format!("Basic {}", STANDARD.encode(text))),
        Some((user, password))
    );
}

/// Nobody but the holder of the private key makes a JWT that is believed. The key has signed nothing.
///
/// # Panics
///
/// When that is not so.
pub fn jwt(data: &[u8]) {
    static KEYS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let pairs = [SigningAlgorithm::Es256, SigningAlgorithm::EdDsa].map(NewPair::generate);
        pairs.into_iter().flatten().map(|pair| pair.public_key).collect()
    });
    let Ok(text) = std::str::from_utf8(data) else { return };
    let _named = key_of(text);
    for key in KEYS.iter() {
        let claims = read_signed(key, TenantId::from_u128(1), text, Instant::from_millis(1_000));
        assert!(claims.is_none(), "believed");
    }
}

/// A form holds one token or none, and nothing that OAuth allows once is there twice.
///
/// # Panics
///
/// When that is not so.
pub fn form(data: &[u8]) {
    let Ok(form) = std::str::from_utf8(data) else { return };
    let all = |wanted: &str| {
        parse(data)
            .filter(|(name, _)| name == wanted)
            .map(|(_, value)| value)
            .collect::<Vec<_>>()
    };
    if let Ok(mut fields) = Fields::of(form) {
        let token = fields.take("token");
        let there: Vec<_> = all("token").into_iter().filter(|value| !value.is_empty()).collect();
        assert_eq!(there.first().map(AsRef::as_ref), token.as_deref());
        assert!(there.len() <= 1);
    }
    for header in [None, Some(form)] {
        let read = |form: &str| Fields::of(form).and_then(|fields| RevocationCall::read(fields, header));
        if let Ok(call) = read(form) {
            let there: Vec<_> = all("token").into_iter().filter(|value| !value.is_empty()).collect();
            assert_eq!(there, [call.token.as_str()]);
        }
        if let Ok(call) = Fields::of(form).and_then(|fields| TokenCall::read(fields, header)) {
            let there: Vec<_> = all("scope").into_iter().filter(|value| !value.is_empty()).collect();
            assert_eq!(there.first().map(AsRef::as_ref), call.scope.as_deref());
            assert!(there.len() <= 1);
        }
    }
}

/// A cursor that opens is the one that was made, to the letter; what was made opens.
///
/// # Panics
///
/// When that is not so.
pub fn cursor(data: &[u8]) {
    static KEY: LazyLock<SecretKey> = LazyLock::new(|| SecretKey::new([7; 32]));
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(last) = cursor::open(&KEY, "tokens", "ten_a", text) {
        assert_eq!(cursor::seal(&KEY, "tokens", "ten_a", &last), text);
    }
    let made = cursor::seal(&KEY, "tokens", "ten_a", text);
    if made.len() <= 400 {
        assert_eq!(cursor::open(&KEY, "tokens", "ten_a", &made).ok().as_deref(), Some(text));
        assert!(cursor::open(&KEY, "audit", "ten_a", &made).is_err());
        assert!(cursor::open(&KEY, "tokens", "ten_b", &made).is_err());
    }
}

/// The number of an event is not negative, and is read from its own text.
///
/// # Panics
///
/// When that is not so.
pub fn last_event_id(data: &[u8]) {
    let Ok(header) = HeaderValue::from_bytes(data) else {
        return;
    };
    let Some(number) = number_of(&header) else { return };
    assert!(number >= 0);
    assert_eq!(number_of(&HeaderValue::from(number)), Some(number));
}
