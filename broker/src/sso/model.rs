//! Providers as they are stored.

use diesel::prelude::*;
use tessera_shared::dto::sso::{Provider, ProviderSettings, RoleMapping};
use tessera_shared::ids::{ProviderId, TenantId};
use tessera_shared::instant::Instant;
use tessera_shared::paths::sso_callback;
use zeroize::Zeroizing;

use crate::db::DbError;
use crate::db::schema::{identity_providers, provider_mappings};
use crate::keys::{KeyError, SecretKey};
use crate::tenancy::parse_stored;

/// A stored provider.
#[derive(Clone, Insertable, Queryable, Selectable)]
#[diesel(table_name = identity_providers)]
pub struct ProviderRow {
    pub id: String,
    pub tenant_id: Option<String>,
    pub home: String,
    pub name: String,
    pub issuer: String,
    pub client_id: String,
    pub client_secret: Option<Vec<u8>>,
    pub scopes: String,
    pub groups_claim: String,
    pub enabled: bool,
    pub version: i32,
    pub created_at: i64,
    pub updated_at: i64,
}

/// A stored mapping.
#[derive(Clone, Insertable, Queryable, Selectable)]
#[diesel(table_name = provider_mappings)]
pub struct MappingRow {
    pub provider_id: String,
    pub home: String,
    pub position: i32,
    pub group_name: String,
    pub tenant_id: Option<String>,
    pub role: String,
}

impl MappingRow {
    /// The mapping itself.
    pub fn mapping(&self) -> Result<RoleMapping, DbError> {
        Ok(RoleMapping {
            group: self.group_name.clone(),
            tenant: self.tenant_id.as_deref().map(parse_stored).transpose()?,
            role: parse_stored(&self.role)?,
        })
    }
}

/// A provider with all that belongs to it.
#[derive(Clone)]
pub struct Stored {
    pub row: ProviderRow,
    pub domains: Vec<String>,
    pub mappings: Vec<RoleMapping>,
}

impl Stored {
    /// The provider.
    pub fn id(&self) -> Result<ProviderId, DbError> {
        parse_stored(&self.row.id)
    }

    /// Whose it is; none for the whole platform.
    pub fn tenant(&self) -> Result<Option<TenantId>, DbError> {
        self.row.tenant_id.as_deref().map(parse_stored).transpose()
    }

    /// Whether it is the authority for the domain of an address in lower case.
    pub fn speaks_for(&self, email: &str) -> bool {
        let domain = email.rsplit('@').next().unwrap_or_default();
        self.domains.iter().any(|own| own == domain)
    }

    /// The secret it gave this broker.
    pub fn client_secret(&self, key: &SecretKey) -> Result<Option<Zeroizing<Vec<u8>>>, KeyError> {
        let sealed = self.row.client_secret.as_ref();
        sealed.map(|sealed| key.open(&self.row.id, sealed)).transpose()
    }

    /// As the owner of the platform sees it. `origin` is where people reach this broker.
    pub fn provider(self, origin: &str, tenant_name: Option<String>) -> Result<Provider, DbError> {
        let (id, tenant, row) = (self.id()?, self.tenant()?, self.row);
        Ok(Provider {
            id,
            tenant,
            tenant_name,
            settings: ProviderSettings {
                name: row.name,
                issuer: row.issuer,
                client_id: row.client_id,
                scopes: row.scopes,
                groups_claim: row.groups_claim,
                domains: self.domains,
                mappings: self.mappings,
                enabled: row.enabled,
            },
            has_secret: row.client_secret.is_some(),
            callback: callback(origin, id),
            after_sign_out: after_sign_out(origin),
            version: row.version,
            created_at: Instant::from_millis(row.created_at),
            updated_at: Instant::from_millis(row.updated_at),
        })
    }
}

/// Where a provider sends people back to.
pub fn callback(origin: &str, id: ProviderId) -> String {
    format!("{origin}{}", sso_callback(id))
}

/// Where it sends them after they signed out there.
pub fn after_sign_out(origin: &str) -> String {
    format!("{origin}/login")
}
