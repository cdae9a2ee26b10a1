//! The broker as the issuer of a tenant's access tokens in JWT form: its signing keys.

use serde::{Deserialize, Serialize};

use crate::instant::Instant;
use crate::validate::{Errors, MAX_TEXT, Validate};
use crate::vocabulary;

vocabulary! {
    /// A signature algorithm (RFC 7518 §3.1, RFC 8037 §3.1).
    SigningAlgorithm {
        /// ECDSA on P-256; every gateway knows it.
        Es256 => "ES256",
        /// Ed25519; HAProxy and Apache have none.
        EdDsa => "EdDSA",
    }
}

vocabulary! {
    /// How far a signing key is in its life.
    KeyState {
        /// Published, so that gateways know it before it signs.
        Published => "published",
        /// Signs.
        Signing => "signing",
        /// Signs no more; what it signed is still believed.
        Retiring => "retiring",
        /// Nothing it signed is believed.
        Ended => "ended",
    }
}

vocabulary! {
    /// How keys are changed.
    KeyRotation {
        /// The new key is published long enough before it signs that no gateway refuses what it signs.
        Planned => "planned",
        /// The old keys were stolen: they end at once, and what they signed with them.
        Emergency => "emergency",
    }
}

/// A key the broker signs with for one tenant. Its private part never leaves the broker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SigningKey {
    /// Its thumbprint (RFC 7638), which is the `kid` of what it signs.
    pub id: String,
    /// How it signs.
    pub algorithm: SigningAlgorithm,
    /// How far it is.
    pub state: KeyState,
    /// Made and published.
    pub created_at: Instant,
    /// Signs from here.
    pub signs_from: Instant,
    /// Signs until here, once it has a successor.
    pub signs_until: Option<Instant>,
    /// From here on nothing it signed is believed.
    pub ends_at: Option<Instant>,
}

/// Keys of a tenant, and where gateways find their public parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SigningKeys {
    /// `iss` of what they sign.
    pub issuer: String,
    /// Address of the public keys (RFC 7517 §5).
    pub jwks_uri: String,
    /// The newest first.
    pub items: Vec<SigningKey>,
}

/// Gives a tenant another signing key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RotateSigningKeys {
    /// How.
    pub rotation: KeyRotation,
    /// How the new key signs.
    pub algorithm: SigningAlgorithm,
    /// Why, for the audit trail.
    pub reason: String,
}

impl Validate for RotateSigningKeys {
    fn check(&self, errors: &mut Errors) {
        errors.text("/reason", &self.reason, MAX_TEXT);
    }
}
