//! Rows of service accounts and what they stand for.

use diesel::prelude::*;
use tessera_shared::dto::machines::{ServiceAccount, ServiceCredential};
use tessera_shared::instant::Instant;

use crate::db::DbError;
use crate::db::schema::{access_tokens, service_accounts, service_credentials};
use crate::tenancy::{actions_in, parse_stored};

/// A stored service account.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = service_accounts)]
pub struct AccountRow {
    pub id: String,
    pub tenant_id: String,
    pub name: String,
    pub actions: String,
    pub created_by: String,
    pub created_by_name: String,
    pub created_by_person: String,
    pub created_at: i64,
    pub last_used_at: Option<i64>,
    pub retired_at: Option<i64>,
}

/// A stored secret (by its digest) or public key.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = service_credentials)]
pub struct CredentialRow {
    pub id: String,
    pub tenant_id: String,
    pub account_id: String,
    pub digest: Option<Vec<u8>>,
    pub hint: String,
    pub jwk: Option<String>,
    pub created_at: i64,
    pub ends_at: Option<i64>,
    pub last_used_at: Option<i64>,
}

/// A stored access token.
#[derive(Insertable)]
#[diesel(table_name = access_tokens)]
pub struct AccessTokenRow {
    pub digest: Vec<u8>,
    pub tenant_id: String,
    pub account_id: String,
    pub actions: String,
    pub ends_at: i64,
}

impl AccountRow {
    /// The account with those of `credentials` that are its own.
    pub fn account(&self, credentials: &[CredentialRow]) -> Result<ServiceAccount, DbError> {
        let own = credentials.iter().filter(|row| row.account_id == self.id);
        Ok(ServiceAccount {
            id: parse_stored(&self.id)?,
            name: self.name.clone(),
            actions: actions_in(&self.actions)?,
            created_by: self.created_by_name.clone(),
            created_at: Instant::from_millis(self.created_at),
            last_used_at: self.last_used_at.map(Instant::from_millis),
            retired_at: self.retired_at.map(Instant::from_millis),
            credentials: own.map(CredentialRow::credential).collect::<Result<_, _>>()?,
        })
    }
}

impl CredentialRow {
    fn credential(&self) -> Result<ServiceCredential, DbError> {
        Ok(ServiceCredential {
            id: parse_stored(&self.id)?,
            hint: self.hint.clone(),
            is_key: self.jwk.is_some(),
            created_at: Instant::from_millis(self.created_at),
            ends_at: self.ends_at.map(Instant::from_millis),
            last_used_at: self.last_used_at.map(Instant::from_millis),
        })
    }
}
