//! Service accounts: machine callers of the REST API, each of one tenant.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::{ServiceAccountId, ServiceCredentialId};
use crate::instant::Instant;
use crate::permission::{Action, GRANTABLE};
use crate::validate::{Errors, MAX_NAME, MAX_TEXT, Validate};

/// Longest overlap of an old secret with a new one.
pub const MAX_OVERLAP_HOURS: u32 = 168;

/// A machine caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceAccount {
    /// The account; also its `client_id` at the token endpoint.
    pub id: ServiceAccountId,
    /// Name, unique among those of the tenant that are in use.
    pub name: String,
    /// What it may do.
    pub actions: Vec<Action>,
    /// Who made it and answers for it.
    pub created_by: String,
    /// Made.
    pub created_at: Instant,
    /// Last got an access token.
    pub last_used_at: Option<Instant>,
    /// Ended.
    pub retired_at: Option<Instant>,
    /// Secrets and public keys that work now, the newest first.
    pub credentials: Vec<ServiceCredential>,
}

/// One secret or public key of a service account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceCredential {
    /// The credential.
    pub id: ServiceCredentialId,
    /// Start and end of the secret; the thumbprint (RFC 7638) of the key.
    pub hint: String,
    /// Whether it is a public key.
    pub is_key: bool,
    /// Made.
    pub created_at: Instant,
    /// Stops working.
    pub ends_at: Option<Instant>,
    /// Last used for an access token.
    pub last_used_at: Option<Instant>,
}

/// Makes a service account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreateServiceAccount {
    /// Name, unique among those of the tenant that are in use.
    pub name: String,
    /// What it may do; only what its maker may do as well.
    pub actions: Vec<Action>,
}

impl Validate for CreateServiceAccount {
    fn check(&self, errors: &mut Errors) {
        errors.line("/name", &self.name, MAX_NAME);
        if self.actions.is_empty() || self.actions.len() > Action::ALL.len() {
            errors.add("/actions", "required", "Choose what it may do.");
        }
        for (index, action) in self.actions.iter().enumerate() {
            if !GRANTABLE.contains(action) {
                let detail = "A service account can never do this.";
                errors.add(&format!("/actions/{index}"), "not_grantable", detail);
            }
        }
    }
}

/// The one answer that shows a new account's secret.
#[derive(Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreatedServiceAccount {
    /// The account.
    pub account: ServiceAccount,
    /// For the token endpoint. Absent when the answer to a repeated call is repeated: it is shown
    /// once.
    pub secret: Option<String>,
}

/// Makes another secret; the older ones end after the overlap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RotateSecret {
    /// How long older secrets go on, 0 to 168 hours.
    pub overlap_hours: u32,
}

impl Validate for RotateSecret {
    fn check(&self, errors: &mut Errors) {
        if self.overlap_hours > MAX_OVERLAP_HOURS {
            errors.add(
                "/overlap_hours",
                "out_of_range",
                "Let old secrets overlap by at most 168 hours.",
            );
        }
    }
}

/// The one answer that shows another secret.
#[derive(Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RotatedSecret {
    /// For the token endpoint.
    pub secret: String,
}

/// Members of a JWK that are nobody else's business (RFC 7518 §6).
pub const PRIVATE_MEMBERS: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// Adds a public key for `private_key_jwt` (RFC 7523).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddKey {
    /// The public key as a JWK (RFC 7517): EC P-256, Ed25519, or RSA of 2,048 bits and more.
    pub jwk: BTreeMap<String, String>,
}

impl Validate for AddKey {
    fn check(&self, errors: &mut Errors) {
        if PRIVATE_MEMBERS.iter().any(|name| self.jwk.contains_key(*name)) {
            let detail =
                "This holds a private key. Send the public half only, and make another pair: this one was sent.";
            errors.add("/jwk", "private", detail);
        }
        if self.jwk.values().map(String::len).sum::<usize>() > 4_096 {
            errors.add("/jwk", "too_long", "A public key is shorter.");
        }
    }
}

/// Why a service account is ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RetireServiceAccount {
    /// 1 to 1,000 characters; kept in the audit trail.
    pub reason: String,
}

impl Validate for RetireServiceAccount {
    fn check(&self, errors: &mut Errors) {
        errors.text("/reason", &self.reason, MAX_TEXT);
    }
}
