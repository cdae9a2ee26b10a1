//! The keyring: a master key that never touches the database wraps one random key per purpose.
//!
//! The master key comes from the environment or from a file with mode 0600 that the first start
//! makes. A wrong master key is noticed at start, because the wrapped keys do not open.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use aws_lc_rs::aead::{AES_256_GCM, Aad, Nonce, RandomizedNonceKey};
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;
use zeroize::Zeroizing;

use crate::db::schema::service_keys;
use crate::db::{Conn, DbError};
use crate::random;

/// Why the keyring could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The master key's file cannot be read or made.
    #[error("master key file {path}: {cause}")]
    File {
        /// Where it should be.
        path: String,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The master key is not 32 bytes of base64url.
    #[error("the master key must be 32 bytes, base64url without padding")]
    Shape,
    /// The master key does not open what the database holds.
    #[error("this is not the master key the database was made with")]
    Wrong,
    /// Sealing or opening failed.
    #[error("a sealed value does not open")]
    Sealed,
    /// The generator failed.
    #[error(transparent)]
    Random(#[from] random::RandomError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A 32-byte symmetric key that no log, message or body can show.
#[derive(Clone)]
pub struct SecretKey(Zeroizing<[u8; 32]>);

impl SecretKey {
    /// Wraps key material.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// HMAC-SHA-256 (RFC 2104) over the parts, each preceded by its length.
    pub fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.0.as_slice());
        let mut context = hmac::Context::with_key(&key);
        for part in parts {
            context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            context.update(part);
        }
        let mut out = [0_u8; 32];
        out.copy_from_slice(context.sign().as_ref());
        out
    }

    /// A prepared HMAC key for hot paths.
    pub fn hmac_key(&self) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, self.0.as_slice())
    }

    /// AES-256-GCM with a random nonce in front; `identity` is bound in and must be named to open.
    pub fn seal(&self, identity: &str, plain: &[u8]) -> Result<Vec<u8>, KeyError> {
        let key = self.aead()?;
        let mut sealed = plain.to_vec();
        let nonce = key
            .seal_in_place_append_tag(Aad::from(identity.as_bytes()), &mut sealed)
            .map_err(|_unspecified| KeyError::Sealed)?;
        let mut out = nonce.as_ref().to_vec();
        out.append(&mut sealed);
        Ok(out)
    }

    /// Opens what [`SecretKey::seal`] made under the same `identity`.
    pub fn open(&self, identity: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let (nonce, body) = sealed.split_at_checked(12).ok_or(KeyError::Sealed)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_length| KeyError::Sealed)?;
        let mut body = Zeroizing::new(body.to_vec());
        let length = self
            .aead()?
            .open_in_place(nonce, Aad::from(identity.as_bytes()), body.as_mut_slice())
            .map_err(|_unspecified| KeyError::Sealed)?
            .len();
        body.truncate(length);
        Ok(body)
    }

    fn aead(&self) -> Result<RandomizedNonceKey, KeyError> {
        RandomizedNonceKey::new(&AES_256_GCM, self.0.as_slice()).map_err(|_unspecified| KeyError::Sealed)
    }
}

/// One key per purpose; none is used for two.
#[derive(Clone)]
pub struct Keys {
    /// Digests of tokens and gateway credentials.
    pub token_pepper: SecretKey,
    /// Pepper of passwords.
    pub password_pepper: SecretKey,
    /// Seals of token rows against a writer of the database.
    pub row_seal: SecretKey,
    /// Cursors between pages.
    pub cursor: SecretKey,
    /// Messages waiting in the outbox.
    pub outbox: SecretKey,
    /// Cookies of devices that signed in before.
    pub device: SecretKey,
    /// Seeds of authenticator apps.
    pub factor_seal: SecretKey,
    /// Digests of recovery codes.
    pub recovery_pepper: SecretKey,
    /// Challenges for passkeys.
    pub challenge: SecretKey,
    /// Secrets of the broker at providers of sign-in.
    pub provider: SecretKey,
    /// Cookies of people who are at a provider to sign in.
    pub flow: SecretKey,
    /// Private parts of the keys that sign for tenants.
    pub issuer: SecretKey,
}

impl Keys {
    /// Opens the keyring in the database with `master`, making keys that are not there yet.
    pub fn load(conn: &mut Conn, master: &SecretKey, now: i64) -> Result<Self, KeyError> {
        let mut key = |label| load_or_make(conn, master, label, now);
        Ok(Self {
            token_pepper: key("token pepper")?,
            password_pepper: key("password pepper")?,
            row_seal: key("row seal")?,
            cursor: key("cursor")?,
            outbox: key("outbox")?,
            device: key("device")?,
            factor_seal: key("factor seal")?,
            recovery_pepper: key("recovery pepper")?,
            challenge: key("challenge")?,
            provider: key("provider")?,
            flow: key("flow")?,
            issuer: key("issuer")?,
        })
    }
}

fn load_or_make(conn: &mut Conn, master: &SecretKey, label: &str, now: i64) -> Result<SecretKey, KeyError> {
    let wrapped: Option<Vec<u8>> = service_keys::table
        .find(label)
        .select(service_keys::wrapped)
        .get_result(conn)
        .optional()
        .map_err(DbError::from)?;
    if let Some(wrapped) = wrapped {
        let plain = master.open(label, &wrapped).map_err(|_cause| KeyError::Wrong)?;
        let bytes = plain.as_slice().try_into().map_err(|_length| KeyError::Wrong)?;
        return Ok(SecretKey::new(bytes));
    }
    let bytes = random::bytes::<32>()?;
    diesel::insert_into(service_keys::table)
        .values((
            service_keys::label.eq(label),
            service_keys::wrapped.eq(master.seal(label, &bytes)?),
            service_keys::created_at.eq(now),
        ))
        .execute(conn)
        .map_err(DbError::from)?;
    Ok(SecretKey::new(bytes))
}

/// Reads a master key written as base64url without padding.
pub fn parse_master(text: &str) -> Result<SecretKey, KeyError> {
    let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text.trim()).map_err(|_cause| KeyError::Shape)?);
    let bytes = bytes.as_slice().try_into().map_err(|_length| KeyError::Shape)?;
    Ok(SecretKey::new(bytes))
}

/// Reads the master key from `path`; the first start makes it, readable by its owner only.
pub fn master_from_file(path: &Path) -> Result<SecretKey, KeyError> {
    let failed = |cause| KeyError::File {
        path: path.display().to_string(),
        cause,
    };
    match std::fs::read_to_string(path) {
        Ok(text) => parse_master(&text),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
            let text = Zeroizing::new(URL_SAFE_NO_PAD.encode(random::bytes::<32>()?));
            let mut file = std::fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(path)
                .map_err(failed)?;
            file.write_all(text.as_bytes()).map_err(failed)?;
            file.sync_all().map_err(failed)?;
            parse_master(&text)
        }
        Err(cause) => Err(failed(cause)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_value_opens_only_under_its_identity() {
        let key = SecretKey::new([7; 32]);
        let sealed = key.seal("row 1", b"secret").unwrap();
        assert_eq!(key.open("row 1", &sealed).unwrap().as_slice(), b"secret");
        assert!(key.open("row 2", &sealed).is_err());
        assert!(SecretKey::new([8; 32]).open("row 1", &sealed).is_err());
    }

    #[test]
    fn parts_of_a_mac_cannot_be_shifted() {
        let key = SecretKey::new([7; 32]);
        assert_ne!(key.mac(&[b"ab", b"c"]), key.mac(&[b"a", b"bc"]));
    }
}
