//! Second factors, and proving once more who one is.

use serde::{Deserialize, Serialize};

use crate::dto::passkeys::{Passkeys, ShowPasskey};
use crate::instant::Instant;
use crate::validate::{Errors, MAX_PASSWORD, Validate};
use crate::vocabulary;

/// Longest code somebody types, with spaces and hyphens.
const MAX_CODE: usize = 40;

/// The password was right; something else has to be shown within five minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondFactorNeeded {
    /// A code of an authenticator app.
    pub totp: bool,
    /// A passkey.
    pub passkey: bool,
    /// A recovery code.
    pub recovery_codes: bool,
}

/// A code of an authenticator app, or a recovery code.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GiveCode {
    /// As it was typed: spaces and hyphens do not count.
    pub code: String,
}

impl Validate for GiveCode {
    fn check(&self, errors: &mut Errors) {
        if self.code.trim().is_empty() || self.code.chars().count() > MAX_CODE {
            errors.add("/code", "required", "Enter the code.");
        }
    }
}

vocabulary! {
    /// By what somebody proves who they are.
    Proof {
        /// The password of an account without a second factor.
        Password => "password",
        /// A code of an authenticator app, or a recovery code.
        Code => "code",
        /// A passkey.
        Passkey => "passkey",
    }
}

/// Proves once more who one is: by a passkey or a code where the account has a second factor, else
/// by the password.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StepUp {
    /// What is shown.
    pub by: Proof,
    /// The password or the code itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub proof: String,
    /// The passkey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passkey: Option<ShowPasskey>,
}

impl StepUp {
    /// By a code.
    pub fn by_code(code: String) -> Self {
        Self {
            by: Proof::Code,
            proof: code,
            passkey: None,
        }
    }

    /// By the password.
    pub fn by_password(password: String) -> Self {
        Self {
            by: Proof::Password,
            proof: password,
            passkey: None,
        }
    }

    /// By a passkey.
    pub fn by_passkey(passkey: ShowPasskey) -> Self {
        Self {
            by: Proof::Passkey,
            proof: String::new(),
            passkey: Some(passkey),
        }
    }
}

impl Validate for StepUp {
    fn check(&self, errors: &mut Errors) {
        let most = match self.by {
            Proof::Password => MAX_PASSWORD,
            Proof::Code => MAX_CODE,
            Proof::Passkey => 0,
        };
        let shown = self.proof.trim().is_empty() == (most == 0);
        if !shown || self.proof.chars().count() > most {
            errors.add(
                "/proof",
                "required",
                "Fill this in; only a password or a code goes here.",
            );
        }
        match &self.passkey {
            Some(passkey) if self.by == Proof::Passkey => errors.part("/passkey", passkey),
            None if self.by != Proof::Passkey => {}
            _ => errors.add("/passkey", "required", "A passkey, and nothing but that, goes here."),
        }
    }
}

/// The own second factors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Factors {
    /// Since when there is an authenticator app.
    pub totp_since: Option<Instant>,
    /// The passkeys.
    pub passkeys: Passkeys,
    /// How many recovery codes are left.
    pub recovery_codes_left: u32,
    /// Whether the account has a password.
    pub has_password: bool,
    /// Whether the person may not work without a second factor.
    pub required: bool,
}

/// A picture of one colour, to be drawn as an SVG path on a square of `size` units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QrPicture {
    /// Length of a side.
    pub size: u32,
    /// The dark parts.
    pub path: String,
}

/// What an authenticator app has to know; shown once.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TotpEnrolment {
    /// The seed, to be typed.
    pub secret: String,
    /// The same as a key URI.
    pub uri: String,
    /// The URI as a QR code.
    pub qr: QrPicture,
}

/// Codes that stand in for a lost factor, each once; shown once.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryCodes {
    /// Ten of them.
    pub codes: Vec<String>,
}
