//! What browser and authenticator say of an answer: client data (WebAuthn §5.8.1) and authenticator
//! data (§6.1).

use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use tessera_shared::dto::passkeys::MAX_CREDENTIAL_ID;

use super::{Party, Why, cbor};

/// What a passkey is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ceremony {
    /// To be made.
    Create,
    /// To be shown.
    Get,
}

/// Bytes as they come in a body, without padding and without a second spelling.
pub fn decode(text: &str) -> Result<Vec<u8>, Why> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_cause| Why::Unreadable)
}

/// The digest that goes into signatures.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    out
}

/// What the browser writes down. More members may come.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
    top_origin: Option<String>,
}

impl ClientData {
    /// Reads it.
    pub fn read(json: &[u8]) -> Result<Self, Why> {
        serde_json::from_slice(json).map_err(|_cause| Why::Unreadable)
    }

    /// The challenge that is answered.
    pub fn challenge(&self) -> Result<Vec<u8>, Why> {
        decode(&self.challenge)
    }

    /// That it was written on a page of `party` during `ceremony`.
    pub fn check(&self, party: &Party, ceremony: Ceremony) -> Result<(), Why> {
        let kind = match ceremony {
            Ceremony::Create => "webauthn.create",
            Ceremony::Get => "webauthn.get",
        };
        if self.kind != kind {
            return Err(Why::Ceremony);
        }
        if self.origin != party.origin {
            return Err(Why::Origin);
        }
        if self.cross_origin || self.top_origin.is_some() {
            return Err(Why::CrossOrigin);
        }
        Ok(())
    }
}

const USER_PRESENT: u8 = 1;
const USER_VERIFIED: u8 = 1 << 2;
const BACKUP_ELIGIBLE: u8 = 1 << 3;
const BACKED_UP: u8 = 1 << 4;
const CREDENTIAL: u8 = 1 << 6;
const EXTENSIONS: u8 = 1 << 7;
/// Bits without meaning.
const RESERVED: u8 = 1 << 1 | 1 << 5;

/// A credential that was just made.
pub struct NewCredential<'a> {
    /// Its id.
    pub id: &'a [u8],
    /// Its public key, a COSE_Key.
    pub key: &'a [u8],
}

/// What the authenticator says.
pub struct AuthenticatorData<'a> {
    party: &'a [u8],
    flags: u8,
    /// How often its key has signed, if it counts.
    pub sign_count: u32,
    /// The credential, when it was just made.
    pub credential: Option<NewCredential<'a>>,
}

impl<'a> AuthenticatorData<'a> {
    /// Reads it to the last byte.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Why> {
        Self::parse(bytes).ok_or(Why::Unreadable)
    }

    fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (party, rest) = bytes.split_at_checked(32)?;
        let (flags, rest) = rest.split_first()?;
        let (count, mut rest) = rest.split_first_chunk::<4>()?;
        if flags & RESERVED != 0 {
            return None;
        }
        let mut credential = None;
        if flags & CREDENTIAL != 0 {
            // Who made the authenticator is not looked at.
            let (_aaguid, behind) = rest.split_at_checked(16)?;
            let (length, behind) = behind.split_first_chunk::<2>()?;
            let (id, behind) = behind.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
            if id.is_empty() || id.len() > MAX_CREDENTIAL_ID {
                return None;
            }
            let (_key, after) = cbor::map(behind)?;
            let key = behind.get(..behind.len() - after.len())?;
            credential = Some(NewCredential { id, key });
            rest = after;
        }
        if flags & EXTENSIONS != 0 {
            (_, rest) = cbor::map(rest)?;
        }
        rest.is_empty().then_some(Self {
            party,
            flags: *flags,
            sign_count: u32::from_be_bytes(*count),
            credential,
        })
    }

    /// Whether it may be kept beyond one device; that never changes.
    pub fn backup_eligible(&self) -> bool {
        self.flags & BACKUP_ELIGIBLE != 0
    }

    /// Whether it is kept beyond one device now.
    pub fn backed_up(&self) -> bool {
        self.flags & BACKED_UP != 0
    }

    /// That it is for `party`, and that its owner was there and was verified.
    pub fn check(&self, party: &Party) -> Result<(), Why> {
        let flag = |flag: u8, why: Why| if self.flags & flag == 0 { Err(why) } else { Ok(()) };
        if self.party != sha256(party.id.as_bytes()) {
            return Err(Why::Party);
        }
        flag(USER_PRESENT, Why::Presence)?;
        flag(USER_VERIFIED, Why::Verification)?;
        if self.backed_up() && !self.backup_eligible() {
            return Err(Why::Backup);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_bytes_make_it_stumble(mut bytes in proptest::collection::vec(any::<u8>(), 37..200), credential: bool) {
            bytes[32] = if credential { CREDENTIAL } else { EXTENSIONS };
            let _ = AuthenticatorData::read(&bytes);
            let _ = ClientData::read(&bytes);
        }
    }
}
