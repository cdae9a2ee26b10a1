//! Second factors, and proving once more who one is.

use serde::{Deserialize, Serialize};

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
    }
}

/// Proves once more who one is: by a code where the account has a second factor, else by the
/// password.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StepUp {
    /// What is shown.
    pub by: Proof,
    /// The password or the code itself.
    pub proof: String,
}

impl Validate for StepUp {
    fn check(&self, errors: &mut Errors) {
        let most = match self.by {
            Proof::Password => MAX_PASSWORD,
            Proof::Code => MAX_CODE,
        };
        if self.proof.trim().is_empty() || self.proof.chars().count() > most {
            errors.add("/proof", "required", "Fill this in.");
        }
    }
}

/// The own second factors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Factors {
    /// Since when there is an authenticator app.
    pub totp_since: Option<Instant>,
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
