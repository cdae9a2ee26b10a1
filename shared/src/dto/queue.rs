//! Things that wait for somebody, over one tenant or over all of the caller's.

use serde::{Deserialize, Serialize};

use crate::dto::catalogue::ApiBrief;
use crate::dto::people::TenantCard;
use crate::ids::{GatewayId, RequestId, TenantId, TokenId};
use crate::instant::Instant;
use crate::vocabulary;
use crate::words::Environment;

vocabulary! {
    /// Sections of the queue.
    QueueKind {
        /// The tenant's admin has to decide.
        ToDecide => "to_decide",
        /// Support has to issue.
        ToIssue => "to_issue",
        /// The partner has no secret yet: the link was not opened or ran out.
        Delivery => "delivery",
        /// Ends within 14 days.
        Expiring => "expiring",
    }
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueueItem {
    /// Section.
    pub kind: QueueKind,
    /// Where it lies.
    pub tenant: TenantCard,
    /// The request (always known).
    pub request: RequestId,
    /// The token, for `delivery` and `expiring`.
    pub token: Option<TokenId>,
    /// Company name.
    pub company: String,
    /// Application name.
    pub application: String,
    /// APIs.
    pub apis: Vec<ApiBrief>,
    /// Scopes asked for, or granted once decided.
    pub scopes: Vec<String>,
    /// Scopes asked for that the decision took out.
    pub removed: Vec<String>,
    /// Where.
    pub environment: Environment,
    /// Why, in the partner's words.
    pub reason: String,
    /// Where links go.
    pub contact_email: String,
    /// The token's start, once decided.
    pub starts_at: Option<Instant>,
    /// The token's end, once decided.
    pub ends_at: Option<Instant>,
    /// Waiting since; for `expiring`, the end.
    pub since: Instant,
    /// A delivery that ran out unopened.
    pub lapsed: bool,
    /// Request revision or token version an act has to name.
    pub version: u32,
    /// SHA-256 of what is asked for, hex.
    pub snapshot: String,
    /// Whether the caller's role can act on it.
    pub mine: bool,
}

/// Rows by section, each oldest first and at most 50, with the full counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Queue {
    /// The sections, in the order of [`QueueKind::ALL`]; empty ones included.
    pub sections: Vec<QueueSection>,
    /// Gateways that need somebody.
    pub gateways: QueueGateways,
    /// Over how many tenants.
    pub tenants: u32,
}

impl Queue {
    /// How many things wait, on all pages.
    pub fn total(&self) -> u32 {
        self.sections.iter().map(|section| section.total).sum::<u32>() + self.gateways.total
    }

    /// How many of them the caller's role can act on.
    pub fn mine(&self) -> u32 {
        self.sections.iter().map(|section| section.mine).sum::<u32>() + self.gateways.mine
    }

    /// How many things wait in one section.
    pub fn total_of(&self, kind: QueueKind) -> u32 {
        let section = self.sections.iter().find(|section| section.kind == kind);
        section.map_or(0, |section| section.total)
    }

    /// Whether the caller's role can act on anything in one section.
    pub fn has_mine(&self, kind: QueueKind) -> bool {
        self.sections
            .iter()
            .any(|section| section.kind == kind && section.mine > 0)
    }
}

/// One section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueueSection {
    /// Which.
    pub kind: QueueKind,
    /// How many in all.
    pub total: u32,
    /// How many of them the caller's role can act on.
    pub mine: u32,
    /// The oldest of them.
    pub items: Vec<QueueItem>,
}

/// A gateway that called before and has been silent since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueueGateway {
    /// Where it lies.
    pub tenant: TenantCard,
    /// The gateway.
    pub gateway: GatewayId,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub place: String,
    /// Tokens of which environment it lets through.
    pub environment: Environment,
    /// When it last called.
    pub since: Instant,
    /// Whether the caller's role can act on it.
    pub mine: bool,
}

/// Gateways that need somebody: the longest silent first and at most 50, with the full counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueueGateways {
    /// How many in all.
    pub total: u32,
    /// How many of them the caller's role can act on.
    pub mine: u32,
    /// The longest silent of them.
    pub items: Vec<QueueGateway>,
}

vocabulary! {
    /// What changed, in an event of the stream.
    Topic {
        /// Requests, and with them the queue.
        Requests => "requests",
        /// Tokens and deliveries.
        Tokens => "tokens",
        /// Gateways.
        Gateways => "gateways",
        /// Partners, APIs, people.
        Catalogue => "catalogue",
        /// What the tenant allows.
        Policy => "policy",
        /// The tenant's name, colour or logo.
        Brand => "brand",
        /// Keys the broker signs with for the tenant.
        SigningKeys => "signing_keys",
    }
}

/// One server-sent event named `change`: something in a tenant of the caller changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeEvent {
    /// Where.
    pub tenant: TenantId,
    /// What.
    pub topic: Topic,
}
