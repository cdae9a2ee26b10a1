//! Gateway rows, and what readers and the index get to see of them.

use std::cmp::Reverse;

use diesel::prelude::*;
use tessera_shared::dto::gateways::Gateway;
use tessera_shared::instant::{Instant, Span};
use tessera_shared::words::GatewayHealth;

use crate::db::DbError;
use crate::db::schema::gateways;
use crate::gateways::credentials::GatewayCredentialRow;
use crate::gateways::index::{GatewayEntry, GatewayNews};

/// A gateway that was quiet for longer is called silent.
pub const QUIET: Span = Span::minutes(5);

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
    /// The newest credential dates from.
    pub credential_since: i64,
    /// When the gateway was ended.
    pub retired_at: Option<i64>,
    /// Counts changes from 1.
    pub version: i32,
    /// Added.
    pub created_at: i64,
    /// Last asked.
    pub last_seen_at: Option<i64>,
}

/// A stored word or id as its type.
pub fn stored<T: std::str::FromStr>(text: &str) -> Result<T, DbError> {
    text.parse()
        .map_err(|_cause| DbError::Corrupt(format!("unexpected {text:?} in a gateway")))
}

impl GatewayRow {
    fn scopes(&self) -> Vec<String> {
        self.required_scopes.split_whitespace().map(str::to_owned).collect()
    }

    /// What the index holds of it: an entry for each of `credentials` that works.
    pub fn news(&self, credentials: &[GatewayCredentialRow]) -> Result<GatewayNews, DbError> {
        let (id, version) = (stored(&self.id)?, u32::try_from(self.version).unwrap_or(0));
        let mut entries = Vec::with_capacity(credentials.len());
        for row in credentials.iter().filter(|_| self.retired_at.is_none()) {
            entries.push(GatewayEntry {
                id,
                tenant: stored(&self.tenant_id)?,
                name: self.name.clone(),
                environment: stored(&self.environment)?,
                audience: self.audience.clone(),
                required_scopes: self.scopes(),
                credential: row.entry()?,
                version,
            });
        }
        Ok(GatewayNews { id, version, entries })
    }

    fn health(&self, now: Instant) -> GatewayHealth {
        match (self.retired_at, self.last_seen_at) {
            (Some(_), _) => GatewayHealth::Retired,
            (None, None) => GatewayHealth::Waiting,
            (None, Some(seen)) if now - Instant::from_millis(seen) <= QUIET => GatewayHealth::Healthy,
            (None, Some(_)) => GatewayHealth::Silent,
        }
    }

    /// What readers see, with those of `credentials` that are its own and work. `checks` are the last
    /// 24 hours, let through and refused, oldest first.
    pub fn gateway(
        &self,
        credentials: &[GatewayCredentialRow],
        checks: &[(u32, u32)],
        now: Instant,
    ) -> Result<Gateway, DbError> {
        let own = credentials
            .iter()
            .filter(|row| row.gateway_id == self.id && row.works_at(now));
        let mut own = own
            .map(GatewayCredentialRow::credential)
            .collect::<Result<Vec<_>, _>>()?;
        own.sort_by_key(|credential| (credential.ends_at.is_some(), Reverse(credential.created_at)));
        Ok(Gateway {
            id: stored(&self.id)?,
            name: self.name.clone(),
            place: self.place.clone(),
            environment: stored(&self.environment)?,
            mode: stored(&self.mode)?,
            audience: self.audience.clone(),
            required_scopes: self.scopes(),
            credentials: own,
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
