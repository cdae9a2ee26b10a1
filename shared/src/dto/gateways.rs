//! Gateways of a tenant.

use serde::{Deserialize, Serialize};

use crate::dto::machines::MAX_OVERLAP_HOURS;
use crate::ids::{GatewayCredentialId, GatewayId};
use crate::instant::Instant;
use crate::validate::{Errors, MAX_NAME, MAX_SCOPES, Validate};
use crate::words::{Environment, GatewayHealth, GatewayMode, GatewayProduct, RefusalReason};

/// A gateway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Gateway {
    /// The gateway.
    pub id: GatewayId,
    /// Name, unique within the tenant.
    pub name: String,
    /// Where it stands or what it guards.
    pub place: String,
    /// Its credential works for tokens of this environment only.
    pub environment: Environment,
    /// How it asks.
    pub mode: GatewayMode,
    /// A token must be good for this resource identifier, if any is named.
    pub audience: Option<String>,
    /// A token must have all of these scopes.
    pub required_scopes: Vec<String>,
    /// The credentials that work, the newest first.
    pub credentials: Vec<GatewayCredential>,
    /// What it looks like from here.
    pub health: GatewayHealth,
    /// Added.
    pub created_at: Instant,
    /// Its newest credential dates from.
    pub credential_since: Instant,
    /// Last asked.
    pub last_seen_at: Option<Instant>,
    /// Checks per hour of the last 24 hours, oldest first.
    pub checks_24h: Vec<u32>,
    /// Refused in the last 24 hours.
    pub refused_24h: u32,
    /// Why, the most frequent reason first.
    pub refusals_24h: Vec<RefusalCount>,
}

/// How often something was refused for one reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefusalCount {
    /// Why.
    pub reason: RefusalReason,
    /// How often.
    pub count: u64,
}

/// A credential of a gateway that works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GatewayCredential {
    /// The credential.
    pub id: GatewayCredentialId,
    /// Start and end of a secret; the thumbprint (RFC 7638) of a key.
    pub hint: String,
    /// Whether it is a public key.
    pub is_key: bool,
    /// Made.
    pub created_at: Instant,
    /// Works until then, if an end is set: a newer one has taken its place.
    pub ends_at: Option<Instant>,
    /// Last used by the gateway, give or take a few seconds.
    pub last_used_at: Option<Instant>,
}

/// A new gateway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreateGateway {
    /// Name, unique within the tenant.
    pub name: String,
    /// Where it stands or what it guards.
    pub place: String,
    /// Tokens of which environment it lets through.
    pub environment: Environment,
    /// How it will ask.
    pub mode: GatewayMode,
    /// Resource identifier a token must be good for.
    pub audience: Option<String>,
    /// Scopes a token must have.
    pub required_scopes: Vec<String>,
}

impl Validate for CreateGateway {
    fn check(&self, errors: &mut Errors) {
        errors.line("/name", &self.name, MAX_NAME);
        errors.line("/place", &self.place, MAX_NAME);
        if let Some(audience) = &self.audience {
            errors.audience("/audience", audience);
        }
        if self.required_scopes.len() > MAX_SCOPES {
            errors.add("/required_scopes", "out_of_range", "Require at most 50 scopes.");
        }
        for (index, scope) in self.required_scopes.iter().enumerate() {
            errors.scope(&format!("/required_scopes/{index}"), scope);
        }
    }
}

/// The one answer that shows a new gateway's credential.
#[derive(Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreatedGateway {
    /// The gateway.
    pub gateway: Gateway,
    /// For the `X-Gateway-Key` header. Absent when the answer to a repeated call is repeated:
    /// it is shown once.
    pub credential: Option<String>,
}

/// Configuration to paste into a gateway: everything but the credential, where to listen and what
/// stands behind.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GatewaySnippet {
    /// What it is written for.
    pub product: GatewayProduct,
    /// The product's own name for the way it asks: tells several for one product apart.
    pub way: String,
    /// How a gateway that is configured so asks.
    pub mode: GatewayMode,
    /// The files, the first one first.
    pub files: Vec<SnippetFile>,
}

/// A file of a configuration.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SnippetFile {
    /// Its usual name.
    pub name: String,
    /// What stands in it. Words in double braces are the operator's to replace.
    pub text: String,
}

/// A gateway says up to which event of the feed it has taken everything in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AckEvents {
    /// The number of that event.
    pub seq: i64,
}

impl Validate for AckEvents {
    fn check(&self, errors: &mut Errors) {
        if self.seq < 0 {
            errors.add("/seq", "out_of_range", "Events are numbered from 1.");
        }
    }
}

/// How much that confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Acked {
    /// Recalls that were open until now.
    pub confirmed: u32,
}

/// Makes another credential; the one before ends after the overlap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RotateGateway {
    /// How long the credential before goes on, 0 (it ends at once) to 168 hours.
    pub overlap_hours: u32,
}

/// The overlap that is offered first, in hours.
pub const USUAL_OVERLAP_HOURS: u32 = 24;

impl Validate for RotateGateway {
    fn check(&self, errors: &mut Errors) {
        if self.overlap_hours > MAX_OVERLAP_HOURS {
            let detail = "Let the credential before go on for at most 168 hours.";
            errors.add("/overlap_hours", "out_of_range", detail);
        }
    }
}

/// Adds a public key for `private_key_jwt` (RFC 7523).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddGatewayKey {
    /// The public key as the text of a JWK (RFC 7517) or of a PEM (RFC 7468): EC on P-256, Ed25519, or RSA of
    /// 2,048 bits and more.
    pub key: String,
}

/// Longest text of a key, in bytes.
const MAX_KEY: usize = 8_192;

impl Validate for AddGatewayKey {
    fn check(&self, errors: &mut Errors) {
        if self.key.trim().is_empty() {
            errors.add("/key", "required", "Paste a public key.");
        } else if self.key.len() > MAX_KEY {
            errors.add("/key", "too_long", "A public key is shorter.");
        }
    }
}

/// The one answer that shows another credential.
#[derive(Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RotatedCredential {
    /// The gateway as it is now.
    pub gateway: Gateway,
    /// For the `X-Gateway-Key` header; it works at once. Absent when the answer to a repeated call is
    /// repeated: it is shown once.
    pub credential: Option<String>,
}
