//! Figures of a tenant, and of all tenants of a person.

use serde::{Deserialize, Serialize};

use crate::dto::gateways::RefusalCount;
use crate::dto::people::TenantCard;
use crate::ids::PartnerId;
use crate::instant::Instant;

/// Figures and series for the overview.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Overview {
    /// When it was counted; ends and idle times are measured from here.
    pub as_of: Instant,
    /// Length of the period looked at, in days.
    pub days: u32,
    /// Tokens that work now.
    pub active_tokens: u32,
    /// Of those, issued within the last seven days.
    pub issued_last_week: u32,
    /// Requests waiting for a decision.
    pub to_decide: u32,
    /// Approved requests waiting for their token.
    pub to_issue: u32,
    /// Since when the oldest of them waits.
    pub oldest_to_issue: Option<Instant>,
    /// Tokens that end within 30 days.
    pub expiring_30d: u32,
    /// Of those, never used; not counted over all customers.
    pub expiring_unused: Option<u32>,
    /// Checks let through in the last 24 hours.
    pub allowed_24h: u64,
    /// Checks refused in the last 24 hours.
    pub refused_24h: u64,
    /// Median seconds from request to opened delivery in the period; absent when none was opened.
    pub median_seconds: Option<u64>,
    /// The same for the period before.
    pub median_seconds_before: Option<u64>,
    /// Medians per week, oldest first.
    pub time_to_token: Vec<WeekTimes>,
    /// How far the period's requests came.
    pub funnel: Funnel,
    /// Checks of the last 48 hours, oldest first.
    pub checks: Vec<HourChecks>,
    /// Tokens that end on each of the next 98 days.
    pub expiring: Vec<DayCount>,
    /// Refused checks of the last 24 hours by reason, the most frequent first.
    pub refusals_24h: Vec<RefusalCount>,
    /// Partners with the most tokens that work now, at most five; none over all customers.
    pub partners: Vec<PartnerTokens>,
    /// Tokens that work now by the time since their last use, the shortest first; none over all customers.
    pub last_use: Vec<LastUse>,
}

/// How many working tokens a partner has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartnerTokens {
    /// The partner.
    pub partner: PartnerId,
    /// Its name.
    pub name: String,
    /// Tokens that work now.
    pub active_tokens: u32,
}

/// Tokens that work now and were last used between two points in time. One that was never used counts from its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LastUse {
    /// At least so many days ago, up to the next entry's.
    pub days: u32,
    /// Used at some time.
    pub used: u32,
    /// Never used.
    pub unused: u32,
}

/// All customers of a person at a glance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyOverview {
    /// Number of customers.
    pub customers: u32,
    /// Their figures taken together.
    pub overview: Overview,
    /// Customers with the most waiting requests, what the person can act on first; at most eight.
    pub waiting: Vec<TenantWaiting>,
    /// Customers with gateways that are silent or never called, where the person may see gateways; at most eight.
    pub gateways: Vec<TenantGateways>,
}

/// What waits in one customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TenantWaiting {
    /// The customer; `waiting` is what the person can act on.
    pub tenant: TenantCard,
    /// Requests waiting for a decision.
    pub to_decide: u32,
    /// Approved requests waiting for their token.
    pub to_issue: u32,
}

/// Gateways of one customer that need a look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TenantGateways {
    /// The customer.
    pub tenant: TenantCard,
    /// Gateways that made no call for five minutes.
    pub silent: u32,
    /// Gateways that never called.
    pub unseen: u32,
}

/// Median seconds each step took for requests filed in one week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WeekTimes {
    /// Monday 00:00 UTC.
    pub week: Instant,
    /// Partner confirms the address.
    pub confirm: u64,
    /// Admin decides.
    pub decide: u64,
    /// Support issues.
    pub issue: u64,
    /// Partner opens the link.
    pub open: u64,
}

/// How many requests reached each step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Funnel {
    /// Filed.
    pub submitted: u32,
    /// Address confirmed.
    pub confirmed: u32,
    /// Approved.
    pub approved: u32,
    /// Token issued.
    pub issued: u32,
    /// Delivery opened.
    pub opened: u32,
    /// Token used.
    pub used: u32,
}

/// Checks within one hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HourChecks {
    /// Start of the hour.
    pub hour: Instant,
    /// Let through.
    pub allowed: u64,
    /// Refused.
    pub refused: u64,
}

/// Something counted per UTC day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DayCount {
    /// Start of the day.
    pub day: Instant,
    /// How many.
    pub count: u32,
}
