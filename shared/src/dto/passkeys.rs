//! Passkeys (Web Authentication, WebAuthn): what goes to `navigator.credentials` and comes back.
//!
//! The options are in the JSON form of WebAuthn §5.1.9 and §5.1.10, so that a browser reads them as
//! they are. Bytes are base64url without padding (RFC 4648 §5).

use serde::{Deserialize, Serialize};

use crate::ids::PasskeyId;
use crate::instant::Instant;
use crate::validate::{Errors, MAX_NAME, Validate};

/// Most passkeys of one person.
pub const MOST_PASSKEYS: usize = 10;

/// Longest id of a credential, in bytes (WebAuthn §4).
pub const MAX_CREDENTIAL_ID: usize = 1_023;

/// Longest of all other parts, in bytes: an attestation object with a key of RSA has not half of it.
const MAX_PART: usize = 8_192;

/// A passkey of the caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Passkey {
    /// The passkey.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// When it was added.
    pub created_at: Instant,
    /// When it was last shown.
    pub used_at: Option<Instant>,
    /// Whether it is kept beyond one device, as its keeper said last.
    pub backed_up: bool,
}

/// The passkeys of the caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Passkeys {
    /// The own ones, the first added first.
    pub items: Vec<Passkey>,
    /// Whether browsers can make and show them at the broker's address.
    pub possible: bool,
}

/// What a browser has to know to make a passkey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasskeyCreation {
    /// Good once, for five minutes, in this session.
    pub challenge: String,
    /// The broker.
    pub rp: RelyingParty,
    /// The account.
    pub user: PasskeyUser,
    /// Kinds of keys the broker takes, the best first.
    pub pub_key_cred_params: Vec<KeyKind>,
    /// For how long the browser should try, in milliseconds.
    pub timeout: u32,
    /// Those the account has already.
    pub exclude_credentials: Vec<Credential>,
    /// What the passkey must be able to.
    pub authenticator_selection: AuthenticatorSelection,
    /// Always `none`: nobody needs to know who made the authenticator.
    pub attestation: String,
}

/// The party a passkey is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RelyingParty {
    /// The host of the broker's address.
    pub id: String,
    /// For people.
    pub name: String,
}

/// The account a passkey is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasskeyUser {
    /// The account's id, as bytes.
    pub id: String,
    /// Its address.
    pub name: String,
    /// Its owner's name.
    pub display_name: String,
}

/// A kind of key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeyKind {
    /// Always `public-key`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its number in IANA's registry of COSE algorithms.
    pub alg: i32,
}

/// A credential by its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Credential {
    /// Always `public-key`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its id.
    pub id: String,
}

/// What a passkey must be able to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuthenticatorSelection {
    /// Always `required`: it names its account by itself.
    pub resident_key: String,
    /// The same for older browsers.
    pub require_resident_key: bool,
    /// Always `required`: it asks its owner for a fingerprint, a face or a PIN.
    pub user_verification: String,
}

/// What a browser has to know to show a passkey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasskeyQuestion {
    /// Good once, for five minutes, in this session or browser.
    pub challenge: String,
    /// The host of the broker's address.
    pub rp_id: String,
    /// For how long the browser should try, in milliseconds.
    pub timeout: u32,
    /// Which ones will do; empty where nobody has said yet who they are.
    pub allow_credentials: Vec<Credential>,
    /// Always `required`.
    pub user_verification: String,
}

/// A passkey that was just made.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddPasskey {
    /// What its owner calls it.
    pub name: String,
    /// `id` of the credential.
    pub id: String,
    /// `clientDataJSON`.
    pub client_data: String,
    /// `attestationObject`.
    pub attestation_object: String,
}

/// What came of adding it.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddedPasskey {
    /// The passkey.
    pub passkey: Passkey,
    /// Recovery codes, shown once; none where the account has some.
    pub codes: Vec<String>,
}

/// Another name for a passkey.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenamePasskey {
    /// What its owner calls it.
    pub name: String,
}

/// A passkey that is shown to prove who one is.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShowPasskey {
    /// `id` of the credential.
    pub id: String,
    /// `clientDataJSON`.
    pub client_data: String,
    /// `authenticatorData`.
    pub authenticator_data: String,
    /// `signature`.
    pub signature: String,
    /// `userHandle`, which passkeys that name their account give.
    pub user_handle: Option<String>,
}

/// How many characters so many bytes are.
const fn text_length(bytes: usize) -> usize {
    (bytes * 4).div_ceil(3)
}

fn part(errors: &mut Errors, pointer: &str, text: &str, most: usize) {
    let written = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if text.is_empty() || text.len() > text_length(most) || !text.bytes().all(written) {
        errors.add(
            pointer,
            "base64url",
            "Send what the browser gave, as base64url without padding.",
        );
    }
}

impl Validate for AddPasskey {
    fn check(&self, errors: &mut Errors) {
        errors.line("/name", &self.name, MAX_NAME);
        part(errors, "/id", &self.id, MAX_CREDENTIAL_ID);
        part(errors, "/client_data", &self.client_data, MAX_PART);
        part(errors, "/attestation_object", &self.attestation_object, MAX_PART);
    }
}

impl Validate for RenamePasskey {
    fn check(&self, errors: &mut Errors) {
        errors.line("/name", &self.name, MAX_NAME);
    }
}

impl Validate for ShowPasskey {
    fn check(&self, errors: &mut Errors) {
        part(errors, "/id", &self.id, MAX_CREDENTIAL_ID);
        part(errors, "/client_data", &self.client_data, MAX_PART);
        part(errors, "/authenticator_data", &self.authenticator_data, MAX_PART);
        part(errors, "/signature", &self.signature, MAX_PART);
        if let Some(handle) = &self.user_handle {
            part(errors, "/user_handle", handle, 64);
        }
    }
}
