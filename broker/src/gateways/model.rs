//! Gateway rows, and what readers and the index get to see of them.

use diesel::prelude::*;
use tessera_shared::dto::gateways::Gateway;
use tessera_shared::instant::{Instant, Span};
use tessera_shared::words::GatewayHealth;

use crate::act::Effect;
use crate::db::DbError;
use crate::db::schema::gateways;
use crate::gateways::index::GatewayEntry;

/// A gateway that was quiet for longer is called silent.
const QUIET: Span = Span::minutes(5);

/// A stored gateway.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = gateways, treat_none_as_default_value = false)]
pub struct GatewayRow {
    /// The gateway.
    pub id: String,
    /// Its tenant.
    pub tenant_id: String,
    /// Name.
    pub name: String,
    /// Where it stands.
    pub place: String,
    /// Tokens of which environment it lets through.
    pub environment: String,
    /// How it asks.
    pub mode: String,
    /// Resource identifier a token must be good for.
    pub audience: Option<String>,
    /// Space-separated scopes a token must have.
    pub required_scopes: String,
    /// Keyed digest of the credential.
    pub digest: Vec<u8>,
    /// Start and end of the credential.
    pub hint: String,
    /// The credential dates from.
    pub credential_since: i64,
    /// When the credential was ended.
    pub retired_at: Option<i64>,
    /// Counts changes from 1.
    pub version: i32,
    /// Added.
    pub created_at: i64,
    /// Last asked.
    pub last_seen_at: Option<i64>,
}

fn stored<T: std::str::FromStr>(text: &str) -> Result<T, DbError> {
    text.parse()
        .map_err(|_cause| DbError::Corrupt(format!("unexpected {text:?} in a gateway")))
}

impl GatewayRow {
    fn scopes(&self) -> Vec<String> {
        self.required_scopes.split_whitespace().map(str::to_owned).collect()
    }

    /// What the index holds of it.
    pub fn entry(&self) -> Result<GatewayEntry, DbError> {
        Ok(GatewayEntry {
            id: stored(&self.id)?,
            tenant: stored(&self.tenant_id)?,
            name: self.name.clone(),
            environment: stored(&self.environment)?,
            audience: self.audience.clone(),
            required_scopes: self.scopes(),
            digest: self
                .digest
                .as_slice()
                .try_into()
                .map_err(|_length| DbError::Corrupt("gateway digest".to_owned()))?,
            retired: self.retired_at.is_some(),
            version: u32::try_from(self.version).unwrap_or(0),
        })
    }

    /// What has to become true in memory once this row is committed.
    pub fn effect(&self) -> Result<Effect, DbError> {
        Ok(Effect::Gateway(Box::new(self.entry()?)))
    }

    fn health(&self, now: Instant) -> GatewayHealth {
        match (self.retired_at, self.last_seen_at) {
            (Some(_), _) => GatewayHealth::Retired,
            (None, None) => GatewayHealth::Waiting,
            (None, Some(seen)) if now - Instant::from_millis(seen) <= QUIET => GatewayHealth::Healthy,
            (None, Some(_)) => GatewayHealth::Silent,
        }
    }

    /// What readers see. `checks` are the last 24 hours, let through and refused, oldest first.
    pub fn gateway(&self, checks: &[(u32, u32)], now: Instant) -> Result<Gateway, DbError> {
        Ok(Gateway {
            id: stored(&self.id)?,
            name: self.name.clone(),
            place: self.place.clone(),
            environment: stored(&self.environment)?,
            mode: stored(&self.mode)?,
            audience: self.audience.clone(),
            required_scopes: self.scopes(),
            hint: self.hint.clone(),
            health: self.health(now),
            created_at: Instant::from_millis(self.created_at),
            credential_since: Instant::from_millis(self.credential_since),
            last_seen_at: self.last_seen_at.map(Instant::from_millis),
            checks_24h: checks
                .iter()
                .map(|(allowed, refused)| allowed.saturating_add(*refused))
                .collect(),
            refusals_24h: Vec::new(),
            refused_24h: checks.iter().fold(0, |sum, (_, refused)| refused.saturating_add(sum)),
        })
    }
}
