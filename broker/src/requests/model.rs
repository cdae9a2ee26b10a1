//! Rows of requests and decisions, and what readers get to see of them.

use diesel::prelude::*;
use tessera_shared::dto::catalogue::ApiBrief;
use tessera_shared::dto::requests::{Decision, RequestSummary, RequestedScope, ScopeRef};
use tessera_shared::ids::{PartnerId, RequestId};
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::RequestFacts;

use crate::db::DbError;
use crate::db::schema::{decisions, requests};

/// A stored request.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = requests, treat_none_as_default_value = false)]
pub struct RequestRow {
    /// The request.
    pub id: String,
    /// Its tenant.
    pub tenant_id: String,
    /// `submitted`, `approved`, `withdrawn` or `lapsed`.
    pub state: String,
    /// Counts edits from 1.
    pub revision: i32,
    /// Tokens issued from it.
    pub generation: i32,
    /// The partner, once confirmed.
    pub partner_id: Option<String>,
    /// Company name.
    pub company: String,
    /// Contact person.
    pub contact_name: String,
    /// Where links are sent; also who asks, as a person.
    pub contact_email: String,
    /// Application name.
    pub application: String,
    /// Where.
    pub environment: String,
    /// Why.
    pub reason: String,
    /// For how many days.
    pub lifetime_days: i32,
    /// The agent who filed it.
    pub filed_by: Option<String>,
    /// The agent's name.
    pub filed_by_name: Option<String>,
    /// Hash of what is asked for.
    pub snapshot: String,
    /// SHA-256 of the partner's key.
    pub partner_key_hash: Vec<u8>,
    /// When the address was confirmed.
    pub confirmed_at: Option<i64>,
    /// In this stage since.
    pub since: i64,
    /// Filed.
    pub created_at: i64,
    /// Last changed.
    pub updated_at: i64,
}

/// A stored decision.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = decisions, treat_none_as_default_value = false)]
pub struct DecisionRow {
    /// The decision.
    pub id: String,
    /// Its tenant.
    pub tenant_id: String,
    /// The request.
    pub request_id: String,
    /// The revision decided on.
    pub revision: i32,
    /// Who decided.
    pub decided_by: String,
    /// Their name.
    pub decided_by_name: String,
    /// Who they are as a person.
    pub decided_by_person: String,
    /// Who asked, as a person; never the same.
    pub requester_person: String,
    /// Why, if said.
    pub reason: Option<String>,
    /// The token works from here; none means from issue on.
    pub starts_at: Option<i64>,
    /// The token ends here.
    pub ends_at: i64,
    /// When.
    pub decided_at: i64,
    /// Networks the token may be used from, with spaces between; empty means anywhere.
    pub allowed_networks: String,
}

/// A requested scope with what the catalogue says of it.
#[derive(Clone, Debug)]
pub struct ScopeRow {
    /// The API.
    pub api: ApiBrief,
    /// Resource identifier of the API.
    pub audience: String,
    /// The scope's name.
    pub scope: String,
    /// What it lets a partner do.
    pub description: String,
    /// Whether it can change data.
    pub writes: bool,
    /// Whether the decision left it in.
    pub granted: Option<bool>,
}

/// Parses a stored word or id.
pub fn stored<T: std::str::FromStr>(text: &str) -> Result<T, DbError> {
    text.parse()
        .map_err(|_cause| DbError::Corrupt(format!("unexpected {text:?} in a request")))
}

/// A number that is never negative in the database.
pub fn count(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

impl RequestRow {
    /// The typed id.
    pub fn request_id(&self) -> Result<RequestId, DbError> {
        stored(&self.id)
    }

    /// The facts its state machine looks at.
    pub fn facts(&self) -> Result<RequestFacts, DbError> {
        Ok(RequestFacts {
            state: stored(&self.state)?,
            confirmed: self.confirmed_at.is_some(),
            generation: self.generation,
        })
    }

    /// How audit events call it.
    pub fn label(&self) -> String {
        format!("{}, {}", self.company, self.application)
    }

    /// The list row.
    pub fn summary(&self, scopes: &[ScopeRow]) -> Result<RequestSummary, DbError> {
        let partner: Option<PartnerId> = self.partner_id.as_deref().map(stored).transpose()?;
        Ok(RequestSummary {
            id: self.request_id()?,
            stage: self.facts()?.stage(),
            company: self.company.clone(),
            partner,
            application: self.application.clone(),
            apis: briefs(scopes.iter()),
            scope_count: u32::try_from(scopes.len()).unwrap_or(u32::MAX),
            environment: stored(&self.environment)?,
            submitted_at: Instant::from_millis(self.created_at),
            since: Instant::from_millis(self.since),
            revision: count(self.revision),
        })
    }
}

impl DecisionRow {
    /// What readers see.
    pub fn decision(&self) -> Decision {
        Decision {
            by: self.decided_by_name.clone(),
            at: Instant::from_millis(self.decided_at),
            reason: self.reason.clone(),
            starts_at: self.starts_at.map(Instant::from_millis),
            ends_at: Instant::from_millis(self.ends_at),
            allowed_networks: self.allowed_networks.split_whitespace().map(str::to_owned).collect(),
        }
    }
}

impl ScopeRow {
    /// How bodies name it.
    pub fn reference(&self) -> ScopeRef {
        ScopeRef {
            api: self.api.id,
            scope: self.scope.clone(),
        }
    }

    /// What readers see.
    pub fn requested(&self) -> RequestedScope {
        RequestedScope {
            api: self.api.clone(),
            scope: self.scope.clone(),
            description: self.description.clone(),
            writes: self.writes,
            granted: self.granted,
        }
    }
}

/// The distinct APIs of some scopes, in order of first mention.
pub fn briefs<'a>(scopes: impl Iterator<Item = &'a ScopeRow>) -> Vec<ApiBrief> {
    let mut seen: Vec<ApiBrief> = Vec::new();
    for scope in scopes {
        if !seen.contains(&scope.api) {
            seen.push(scope.api.clone());
        }
    }
    seen
}
