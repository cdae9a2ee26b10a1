//! Access requests and decisions.

use serde::{Deserialize, Serialize};

use crate::dto::audit::AuditEvent;
use crate::dto::catalogue::{ApiBrief, PublicTenant};
use crate::dto::tokens::TokenSummary;
use crate::ids::{ApiId, PartnerId, RequestId, TokenId};
use crate::instant::Instant;
use crate::lifecycle::{RequestStage, TokenState};
use crate::validate::{Errors, MAX_LIFETIME_DAYS, MAX_NAME, MAX_SCOPES, MAX_TEXT, Validate};
use crate::words::{DeliveryState, Environment};

/// One scope of one API.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScopeRef {
    /// The API.
    pub api: ApiId,
    /// The scope's name.
    pub scope: String,
}

fn check_scopes(errors: &mut Errors, pointer: &str, scopes: &[ScopeRef]) {
    if scopes.is_empty() {
        errors.add(pointer, "required", "Choose at least one scope.");
    } else if scopes.len() > MAX_SCOPES {
        errors.add(pointer, "out_of_range", "Choose at most 50 scopes.");
    }
    for (index, scope) in scopes.iter().enumerate() {
        errors.scope(&format!("{pointer}/{index}/scope"), &scope.scope);
    }
}

/// What is asked for, the same in both forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Wish {
    /// Name of the application that will use the token.
    pub application: String,
    /// What it shall be allowed to do.
    pub scopes: Vec<ScopeRef>,
    /// Where.
    pub environment: Environment,
    /// Why, in the partner's words.
    pub reason: String,
    /// For how many days.
    pub lifetime_days: u32,
}

impl Wish {
    /// Rules of every wish, wherever it is embedded under `/wish`.
    pub fn check(&self, errors: &mut Errors) {
        errors.line("/wish/application", &self.application, MAX_NAME);
        check_scopes(errors, "/wish/scopes", &self.scopes);
        errors.text("/wish/reason", &self.reason, MAX_TEXT);
        errors.days("/wish/lifetime_days", self.lifetime_days, MAX_LIFETIME_DAYS);
    }
}

/// A request as a partner files it on the public page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FileRequest {
    /// Company name.
    pub company: String,
    /// Contact person.
    pub contact_name: String,
    /// Where the links are sent.
    pub contact_email: String,
    /// What is asked for.
    pub wish: Wish,
}

impl Validate for FileRequest {
    fn check(&self, errors: &mut Errors) {
        errors.line("/company", &self.company, MAX_NAME);
        errors.line("/contact_name", &self.contact_name, MAX_NAME);
        errors.email("/contact_email", &self.contact_email);
        self.wish.check(errors);
    }
}

/// A request as an agent files it for a known partner, who has to confirm it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SubmitRequest {
    /// For whom.
    pub partner: PartnerId,
    /// What is asked for.
    pub wish: Wish,
}

impl Validate for SubmitRequest {
    fn check(&self, errors: &mut Errors) {
        self.wish.check(errors);
    }
}

/// The answer to filing: the partner has mail now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Filed {
    /// The request.
    pub id: RequestId,
    /// Where the confirmation was sent.
    pub sent_to: String,
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RequestSummary {
    /// The request.
    pub id: RequestId,
    /// Who has to act next.
    pub stage: RequestStage,
    /// Company name.
    pub company: String,
    /// The partner, once confirmed.
    pub partner: Option<PartnerId>,
    /// Application name.
    pub application: String,
    /// APIs asked for.
    pub apis: Vec<ApiBrief>,
    /// Number of scopes asked for.
    pub scope_count: u32,
    /// Where.
    pub environment: Environment,
    /// Filed.
    pub submitted_at: Instant,
    /// In this stage since.
    pub since: Instant,
    /// Counts edits from 1.
    pub revision: u32,
}

/// A scope asked for, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RequestedScope {
    /// The API.
    pub api: ApiBrief,
    /// The scope's name.
    pub scope: String,
    /// What it lets a partner do.
    pub description: String,
    /// Whether it can change data.
    pub writes: bool,
    /// Whether the decision left it in; absent before a decision.
    pub granted: Option<bool>,
}

/// What an admin decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Decision {
    /// Who.
    pub by: String,
    /// When.
    pub at: Instant,
    /// Why, if said.
    pub reason: Option<String>,
    /// The token works from here; absent means from issue on.
    pub starts_at: Option<Instant>,
    /// The token ends here.
    pub ends_at: Instant,
    /// Networks the token may be used from, in CIDR notation; none means anywhere.
    pub allowed_networks: Vec<String>,
}

/// Why the caller cannot act on this request although their role could.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Blocked {
    /// The stable name of the reason, an [`crate::error::ErrorCode`].
    pub code: crate::error::ErrorCode,
    /// The same in English.
    pub detail: String,
}

/// Everything about one request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RequestDetail {
    /// The list row.
    pub summary: RequestSummary,
    /// Contact person.
    pub contact_name: String,
    /// Where links are sent.
    pub contact_email: String,
    /// When the address was confirmed.
    pub confirmed_at: Option<Instant>,
    /// The agent who filed it for the partner.
    pub filed_by: Option<String>,
    /// Why, in the partner's words.
    pub reason: String,
    /// For how many days.
    pub lifetime_days: u32,
    /// What is asked for.
    pub scopes: Vec<RequestedScope>,
    /// SHA-256 of what is asked for, hex; a decision names it, so nobody decides on something unseen.
    pub snapshot: String,
    /// The most days the tenant's policy allows.
    pub max_lifetime_days: u32,
    /// What was decided.
    pub decision: Option<Decision>,
    /// The newest token that came of it.
    pub token: Option<TokenId>,
    /// Other tokens of the same partner, newest first, at most ten.
    pub earlier: Vec<TokenSummary>,
    /// Why the caller cannot decide it.
    pub cannot_decide: Option<Blocked>,
    /// Why the caller cannot issue it.
    pub cannot_issue: Option<Blocked>,
    /// What happened so far, oldest first.
    pub timeline: Vec<AuditEvent>,
}

/// Yes, perhaps to less than was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApproveRequest {
    /// The revision that was read.
    pub revision: u32,
    /// The snapshot that was read.
    pub snapshot: String,
    /// What is granted: one or more of the scopes asked for.
    pub scopes: Vec<ScopeRef>,
    /// The token shall work from here; absent means from issue on.
    pub starts_at: Option<Instant>,
    /// The token shall end here; absent means the lifetime asked for, capped by policy.
    pub ends_at: Option<Instant>,
    /// Networks the token may be used from, in CIDR notation; none means anywhere.
    #[serde(default)]
    pub allowed_networks: Vec<String>,
    /// A word to the partner.
    pub reason: Option<String>,
}

impl Validate for ApproveRequest {
    fn check(&self, errors: &mut Errors) {
        check_scopes(errors, "/scopes", &self.scopes);
        errors.optional_text("/reason", self.reason.as_deref(), MAX_TEXT);
        errors.networks("/allowed_networks", &self.allowed_networks);
        if let (Some(start), Some(end)) = (self.starts_at, self.ends_at)
            && end <= start
        {
            errors.add("/ends_at", "before_start", "Choose an end after the start.");
        }
    }
}

/// No, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DenyRequest {
    /// The revision that was read.
    pub revision: u32,
    /// The snapshot that was read.
    pub snapshot: String,
    /// Told to the partner.
    pub reason: String,
}

impl Validate for DenyRequest {
    fn check(&self, errors: &mut Errors) {
        errors.text("/reason", &self.reason, MAX_TEXT);
    }
}

/// Take a request back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WithdrawRequest {
    /// Why.
    pub reason: String,
}

impl Validate for WithdrawRequest {
    fn check(&self, errors: &mut Errors) {
        errors.text("/reason", &self.reason, MAX_TEXT);
    }
}

/// Issue the token of an approved request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IssueToken {
    /// The revision that was read.
    pub revision: u32,
}

impl Validate for IssueToken {
    fn check(&self, _errors: &mut Errors) {}
}

/// A request as its own partner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyRequest {
    /// The request.
    pub id: RequestId,
    /// Whom it was sent to.
    pub tenant: PublicTenant,
    /// Who has to act next.
    pub stage: RequestStage,
    /// Company name.
    pub company: String,
    /// Application name.
    pub application: String,
    /// Where.
    pub environment: Environment,
    /// What was asked for.
    pub scopes: Vec<RequestedScope>,
    /// Filed.
    pub submitted_at: Instant,
    /// What came of it.
    pub token: Option<MyToken>,
}

/// A token as its own partner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyToken {
    /// The token.
    pub id: TokenId,
    /// The end of the secret, to tell tokens apart.
    pub hint: String,
    /// Where it stands.
    pub state: TokenState,
    /// Whether the link was opened.
    pub delivery: DeliveryState,
    /// Works from here.
    pub starts_at: Instant,
    /// Ends here.
    pub expires_at: Instant,
    /// Networks it may be used from, in CIDR notation; none means anywhere.
    pub allowed_networks: Vec<String>,
}
