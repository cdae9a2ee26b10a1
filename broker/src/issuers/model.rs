//! Rows of signing keys.

use diesel::prelude::*;
use tessera_shared::dto::issuer::{KeyState, SigningKey};
use tessera_shared::instant::Instant;

use crate::db::DbError;
use crate::db::schema::signing_keys;
use crate::tenancy::parse_stored;

/// A stored signing key.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = signing_keys)]
pub struct SigningKeyRow {
    /// Thumbprint of the public part.
    pub id: String,
    /// Whose.
    pub tenant_id: String,
    /// How it signs.
    pub algorithm: String,
    /// The public part as a JWK.
    pub public_key: String,
    /// The private part (PKCS #8), sealed under tenant and id.
    pub private_key: Vec<u8>,
    /// Made.
    pub created_at: i64,
    /// Signs from here.
    pub signs_from: i64,
    /// Signs until here.
    pub signs_until: Option<i64>,
    /// Believed until here.
    pub ends_at: Option<i64>,
}

impl SigningKeyRow {
    /// Where the key stands at `now`.
    pub fn state(&self, now: Instant) -> KeyState {
        let over = |end: Option<i64>| end.is_some_and(|end| end <= now.millis());
        match () {
            () if over(self.ends_at) => KeyState::Ended,
            () if over(self.signs_until) => KeyState::Retiring,
            () if self.signs_from <= now.millis() => KeyState::Signing,
            () => KeyState::Published,
        }
    }

    /// What people see of it.
    pub fn signing_key(&self, now: Instant) -> Result<SigningKey, DbError> {
        Ok(SigningKey {
            id: self.id.clone(),
            algorithm: parse_stored(&self.algorithm)?,
            state: self.state(now),
            created_at: Instant::from_millis(self.created_at),
            signs_from: Instant::from_millis(self.signs_from),
            signs_until: self.signs_until.map(Instant::from_millis),
            ends_at: self.ends_at.map(Instant::from_millis),
        })
    }
}
