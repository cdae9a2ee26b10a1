//! The text of a secret: `tsr_<kind>_` + 40 base-62 characters + 6 base-62 characters of CRC-32.
//!
//! 40 characters are 238 bits from the system's generator. The checksum drops typing errors and
//! junk before anything is looked up, and lets secret scanners tell a token from noise; it is no
//! secret. Nothing readable is inside.

use aws_lc_rs::{digest, hmac};
use zeroize::Zeroizing;

use crate::keys::SecretKey;
use crate::random::{self, RandomError};

const BODY: usize = 40;
const CHECK: usize = 6;
const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Keeps finder prints apart from digests under the same pepper: no secret has a zero byte.
const FINDER_DOMAIN: &[u8] = b"tessera finder\0";

/// What a secret is for; frozen, since scanners and logs know the prefixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A partner's token.
    Partner,
    /// A gateway's credential.
    Gateway,
    /// A service account's secret.
    ServiceAccount,
    /// A service account's access token.
    Access,
}

impl TokenKind {
    /// Everything before the random part.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Partner => "tsr_pt_",
            Self::Gateway => "tsr_gw_",
            Self::ServiceAccount => "tsr_sa_",
            Self::Access => "tsr_at_",
        }
    }
}

/// A secret in clear. Has no `Debug`, `Display` or `Serialize`, and is wiped when dropped.
pub struct PlainToken(Zeroizing<String>);

impl PlainToken {
    /// A new secret.
    pub fn generate(kind: TokenKind) -> Result<Self, RandomError> {
        let mut text = format!("{}{}", kind.prefix(), random::base62(BODY)?);
        let check = checksum(text.as_bytes());
        text.extend(check.map(char::from));
        Ok(Self(Zeroizing::new(text)))
    }

    /// The text, for sealing, showing once or digesting; nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Its SHA-256: what a browser sends to have the token found, and what [`Digester::finder`] takes.
    pub fn print(&self) -> [u8; 32] {
        let mut out = [0_u8; 32];
        out.copy_from_slice(digest::digest(&digest::SHA256, self.0.as_bytes()).as_ref());
        out
    }

    /// Start and end, to tell secrets apart: `tsr_pt_…x3Vd`.
    pub fn hint(&self) -> String {
        let end = self.0.len().saturating_sub(4);
        let head = self.0.get(..7).unwrap_or_default();
        format!("{head}…{}", self.0.get(end..).unwrap_or_default())
    }
}

/// Whether `text` has the shape of a secret of `kind`, checksum included. Costs no lookup.
pub fn is_well_formed(kind: TokenKind, text: &str) -> bool {
    let bytes = text.as_bytes();
    let prefix = kind.prefix().as_bytes();
    if bytes.len() != prefix.len() + BODY + CHECK || !bytes.starts_with(prefix) {
        return false;
    }
    let Some((head, check)) = bytes.split_at_checked(prefix.len() + BODY) else {
        return false;
    };
    head.iter().skip(prefix.len()).all(u8::is_ascii_alphanumeric) && checksum(head) == check
}

fn checksum(head: &[u8]) -> [u8; CHECK] {
    let mut rest = crc32fast::hash(head);
    let mut out = [b'0'; CHECK];
    for slot in out.iter_mut().rev() {
        let digit = usize::try_from(rest % 62).unwrap_or(0);
        *slot = BASE62.get(digit).copied().unwrap_or(b'0');
        rest /= 62;
    }
    out
}

/// Turns secrets into what the database and the index know: HMAC-SHA-256 under a pepper.
#[derive(Clone)]
pub struct Digester(hmac::Key);

impl Digester {
    /// A digester with the pepper of tokens and credentials.
    pub fn new(pepper: &SecretKey) -> Self {
        Self(pepper.hmac_key())
    }

    /// The digest of a secret.
    pub fn digest(&self, secret: &str) -> [u8; 32] {
        let mut out = [0_u8; 32];
        out.copy_from_slice(hmac::sign(&self.0, secret.as_bytes()).as_ref());
        out
    }

    /// The finder print of the secret with this SHA-256, as it is stored. It finds a token and lets nobody in:
    /// a check compares the digest, which is of another domain.
    pub fn finder(&self, print: &[u8; 32]) -> [u8; 32] {
        let mut context = hmac::Context::with_key(&self.0);
        context.update(FINDER_DOMAIN);
        context.update(print);
        let mut out = [0_u8; 32];
        out.copy_from_slice(context.sign().as_ref());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_new_secret_is_well_formed_for_its_kind_only() {
        let secret = PlainToken::generate(TokenKind::Partner).unwrap();
        assert_eq!(secret.expose().len(), 53);
        assert!(is_well_formed(TokenKind::Partner, secret.expose()));
        assert!(!is_well_formed(TokenKind::Gateway, secret.expose()));
        assert!(secret.hint().starts_with("tsr_pt_…"));
    }

    #[test]
    fn a_finder_print_is_no_digest() {
        let digester = Digester::new(&SecretKey::new([7; 32]));
        let secret = PlainToken::generate(TokenKind::Partner).unwrap();
        let finder = digester.finder(&secret.print());
        assert_eq!(finder, digester.finder(&secret.print()));
        assert_ne!(finder, digester.digest(secret.expose()));
        assert_ne!(finder, secret.print());
    }

    proptest! {
        #[test]
        fn one_changed_character_is_noticed(at in 7_usize..53, to in "[0-9A-Za-z]") {
            let secret = PlainToken::generate(TokenKind::Partner).unwrap();
            let mut text = secret.expose().to_owned();
            let differs = text[at..=at] != to;
            text.replace_range(at..=at, &to);
            prop_assert_eq!(is_well_formed(TokenKind::Partner, &text), !differs);
        }

        #[test]
        fn any_text_is_answered(text in "\\PC{0,80}") {
            prop_assert!(!is_well_formed(TokenKind::Partner, &text));
        }
    }
}
