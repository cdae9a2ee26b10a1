//! Tokens, never their secret.

use serde::{Deserialize, Serialize};

use crate::dto::audit::AuditEvent;
use crate::dto::catalogue::ApiBrief;
use crate::dto::deliveries::DeliveryInfo;
use crate::dto::gateways::RefusalCount;
use crate::dto::partners::PartnerBrief;
use crate::ids::{RequestId, TokenId};
use crate::instant::Instant;
use crate::lifecycle::TokenState;
use crate::validate::{Errors, MAX_TEXT, Validate};
use crate::words::{DeliveryState, Environment, GatewayMode};

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenSummary {
    /// The token.
    pub id: TokenId,
    /// Application name.
    pub application: String,
    /// Who holds it.
    pub partner: PartnerBrief,
    /// Start and end of the secret: `tsr_pt_…x3Vd`.
    pub hint: String,
    /// APIs it reaches.
    pub apis: Vec<ApiBrief>,
    /// Number of scopes.
    pub scope_count: u32,
    /// Where it works.
    pub environment: Environment,
    /// Where it stands now.
    pub state: TokenState,
    /// How far its handing-over has come.
    pub delivery: DeliveryState,
    /// Works from here.
    pub starts_at: Instant,
    /// Ends here.
    pub expires_at: Instant,
    /// When it ended, if somebody ended it.
    pub revoked_at: Option<Instant>,
    /// Last let through.
    pub last_used_at: Option<Instant>,
    /// Checks per hour of the last 24 hours, oldest first; empty when never used.
    pub checks_24h: Vec<u32>,
    /// Counts changes; a write names the one it read.
    pub version: u32,
}

/// One secret of a line of tokens issued from the same request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecretInfo {
    /// The token that holds it.
    pub token: TokenId,
    /// Counts issues from 1.
    pub generation: u32,
    /// Start and end of the secret.
    pub hint: String,
    /// Issued.
    pub issued_at: Instant,
    /// Where it stands now.
    pub state: TokenState,
}

/// Checks within one UTC day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DayUse {
    /// Start of the day.
    pub day: Instant,
    /// Let through.
    pub allowed: u64,
    /// Refused.
    pub refused: u64,
}

/// Who refuses a recalled token, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// Name of the gateway, or of the node of the broker.
    pub name: String,
    /// How the gateway learns about tokens; absent for nodes.
    pub mode: Option<GatewayMode>,
    /// Milliseconds from the recall until it confirmed; absent when it has not.
    pub millis: Option<u64>,
}

/// A token that was suspended or revoked, and who has confirmed that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recall {
    /// The number of the change in the feed.
    pub seq: i64,
    /// What became of the token.
    pub state: TokenState,
    /// When.
    pub at: Instant,
    /// Nodes of the broker that refuse it.
    pub nodes: Vec<Receipt>,
    /// Gateways of its environment at that time.
    pub gateways: Vec<Receipt>,
}

/// Everything about one token.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenDetail {
    /// The list row.
    pub summary: TokenSummary,
    /// What it may do.
    pub scopes: Vec<String>,
    /// Resource identifiers it is good for.
    pub audience: Vec<String>,
    /// Networks it may be used from, in CIDR notation; none means anywhere.
    pub allowed_networks: Vec<String>,
    /// The request it came from.
    pub request: RequestId,
    /// Who issued it.
    pub issued_by: String,
    /// When.
    pub issued_at: Instant,
    /// Why it was revoked or suspended.
    pub ended_reason: Option<String>,
    /// Every secret issued from the same request, newest first.
    pub secrets: Vec<SecretInfo>,
    /// The handing-over of this one.
    pub delivery: Option<DeliveryInfo>,
    /// The last 28 days, oldest first.
    pub usage: Vec<DayUse>,
    /// Why it was refused in these days, the most frequent reason first.
    pub refusals: Vec<RefusalCount>,
    /// Name of the gateway that last let it through.
    pub last_gateway: Option<String>,
    /// Who refuses it, while it is suspended or revoked.
    pub recall: Option<Recall>,
    /// What happened from request to now, oldest first.
    pub timeline: Vec<AuditEvent>,
}

/// A change of a token's state: suspend, resume, revoke or reissue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeToken {
    /// The version that was read.
    pub version: u32,
    /// Why.
    pub reason: String,
}

impl Validate for ChangeToken {
    fn check(&self, errors: &mut Errors) {
        errors.text("/reason", &self.reason, MAX_TEXT);
    }
}

/// The end of a token by its own partner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RevokeMine {
    /// The token; must come from the partner's own request.
    pub token: TokenId,
    /// Why.
    pub reason: String,
}

impl Validate for RevokeMine {
    fn check(&self, errors: &mut Errors) {
        errors.text("/reason", &self.reason, MAX_TEXT);
    }
}

/// The answer to issuing: the token, never its secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IssuedToken {
    /// The token; its link is on the way to the partner.
    pub token: TokenId,
}
