//! Token rows, and what readers and the index get to see of them.

use std::sync::Arc;

use diesel::prelude::*;
use tessera_shared::dto::catalogue::ApiBrief;
use tessera_shared::dto::partners::PartnerBrief;
use tessera_shared::dto::tokens::{SecretInfo, TokenSummary};
use tessera_shared::ids::{PartnerId, RequestId, TokenId};
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::{TokenFacts, TokenState};
use tessera_shared::words::Environment;

use crate::act::Effect;
use crate::db::DbError;
use crate::db::schema::tokens;
use crate::keys::Keys;
use crate::tokens::index::TokenEntry;
use crate::tokens::seal::row_seal;

/// A stored token.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = tokens, treat_none_as_default_value = false)]
pub struct TokenRow {
    /// The token.
    pub id: String,
    /// Its tenant.
    pub tenant_id: String,
    /// The request it came from.
    pub request_id: String,
    /// Who holds it.
    pub partner_id: String,
    /// Counts issues of the request from 1.
    pub generation: i32,
    /// Application name.
    pub application: String,
    /// Where it works.
    pub environment: String,
    /// `active`, `suspended`, `rotating`, `revoked` or `expired`.
    pub state: String,
    /// Keyed digest of the secret.
    pub digest: Vec<u8>,
    /// Start and end of the secret.
    pub hint: String,
    /// JSON array of the APIs it reaches.
    pub apis: String,
    /// Space-separated scopes.
    pub scopes: String,
    /// Space-separated resource identifiers.
    pub audience: String,
    /// Works from here.
    pub starts_at: i64,
    /// Ends here.
    pub expires_at: i64,
    /// Who issued it.
    pub issued_by: Option<String>,
    /// Their name.
    pub issued_by_name: String,
    /// When.
    pub issued_at: i64,
    /// When it was ended, or suspended.
    pub ended_at: Option<i64>,
    /// Why.
    pub ended_reason: Option<String>,
    /// Counts changes from 1.
    pub version: i32,
    /// MAC over what a check believes.
    pub seal: Vec<u8>,
    /// How far the handing-over has come.
    pub delivery_state: String,
    /// Last let through.
    pub last_used_at: Option<i64>,
    /// By which gateway.
    pub last_gateway_id: Option<String>,
    /// Networks it may be used from, with spaces between; empty means anywhere.
    pub allowed_networks: String,
}

/// Parses a stored word or id.
pub fn stored<T: std::str::FromStr>(text: &str) -> Result<T, DbError> {
    text.parse()
        .map_err(|_cause| DbError::Corrupt(format!("unexpected {text:?} in a token")))
}

/// A number that is never negative in the database.
pub fn count(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

impl TokenRow {
    /// The typed id.
    pub fn token_id(&self) -> Result<TokenId, DbError> {
        stored(&self.id)
    }

    /// The typed id of its request.
    pub fn request(&self) -> Result<RequestId, DbError> {
        stored(&self.request_id)
    }

    /// The facts its state machine looks at.
    pub fn facts(&self) -> Result<TokenFacts, DbError> {
        Ok(TokenFacts {
            state: stored(&self.state)?,
            starts_at: Instant::from_millis(self.starts_at),
            expires_at: Instant::from_millis(self.expires_at),
        })
    }

    /// How audit events call it.
    pub fn label(&self) -> String {
        format!("{} {}", self.application, self.hint)
    }

    /// The APIs it reaches.
    pub fn api_briefs(&self) -> Result<Vec<ApiBrief>, DbError> {
        serde_json::from_str(&self.apis).map_err(|cause| DbError::Corrupt(cause.to_string()))
    }

    /// Networks it may be used from, as readers see them.
    pub fn networks(&self) -> Vec<String> {
        self.allowed_networks.split_whitespace().map(str::to_owned).collect()
    }

    /// Puts the seal for the row's present values.
    pub fn reseal(&mut self, keys: &Keys) -> Result<(), DbError> {
        self.seal = row_seal(keys, &self.entry()?).to_vec();
        Ok(())
    }

    /// What the index holds of it.
    pub fn entry(&self) -> Result<TokenEntry, DbError> {
        let digest = self
            .digest
            .as_slice()
            .try_into()
            .map_err(|_length| DbError::Corrupt("token digest".to_owned()))?;
        let apis: Vec<String> = self.api_briefs()?.iter().map(|api| api.id.to_string()).collect();
        Ok(TokenEntry {
            digest,
            tenant: stored(&self.tenant_id)?,
            token: self.token_id()?,
            partner: stored(&self.partner_id)?,
            environment: stored::<Environment>(&self.environment)?,
            state: stored::<TokenState>(&self.state)?,
            starts_at: Instant::from_millis(self.starts_at),
            expires_at: Instant::from_millis(self.expires_at),
            version: count(self.version),
            apis: Arc::from(apis.join(" ")),
            audience: Arc::from(self.audience.as_str()),
            scopes: Arc::from(self.scopes.as_str()),
            networks: stored(&self.allowed_networks)?,
        })
    }

    /// What has to become true in memory once this row is committed.
    pub fn effect(&self) -> Result<Effect, DbError> {
        Ok(Effect::Token(Box::new(self.entry()?)))
    }

    /// The list row.
    pub fn summary(&self, partner_name: &str, checks: Vec<u32>, now: Instant) -> Result<TokenSummary, DbError> {
        let partner: PartnerId = stored(&self.partner_id)?;
        let revoked = self.state == TokenState::Revoked.as_str();
        Ok(TokenSummary {
            id: self.token_id()?,
            application: self.application.clone(),
            partner: PartnerBrief {
                id: partner,
                name: partner_name.to_owned(),
            },
            hint: self.hint.clone(),
            apis: self.api_briefs()?,
            scope_count: u32::try_from(self.scopes.split(' ').count()).unwrap_or(u32::MAX),
            environment: stored(&self.environment)?,
            state: self.facts()?.state_at(now),
            delivery: stored(&self.delivery_state)?,
            starts_at: Instant::from_millis(self.starts_at),
            expires_at: Instant::from_millis(self.expires_at),
            revoked_at: self.ended_at.filter(|_| revoked).map(Instant::from_millis),
            last_used_at: self.last_used_at.map(Instant::from_millis),
            checks_24h: checks,
            version: count(self.version),
        })
    }

    /// The line in the list of secrets.
    pub fn secret_info(&self, now: Instant) -> Result<SecretInfo, DbError> {
        Ok(SecretInfo {
            token: self.token_id()?,
            generation: count(self.generation),
            hint: self.hint.clone(),
            issued_at: Instant::from_millis(self.issued_at),
            state: self.facts()?.state_at(now),
        })
    }
}
