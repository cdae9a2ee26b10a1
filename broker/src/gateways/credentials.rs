//! Credentials of a gateway, and how one takes the place of another.
//!
//! A gateway in use always has a credential without an end. A rotation lets the one before go on for an
//! overlap, and ends at once whatever was still going on from an earlier rotation: of secrets never more
//! than two work. The end is a fact of the row, and every check holds it against the clock by itself.

use std::sync::Arc;

use diesel::prelude::*;
use tessera_shared::dto::gateways::GatewayCredential;
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::GatewayCredentialId;
use tessera_shared::instant::{Instant, Span};

use crate::act::Tx;
use crate::app::App;
use crate::auth::assertion::{PublicKey, Verifier};
use crate::db::DbError;
use crate::db::schema::gateway_credentials;
use crate::gateways::index::{CredentialEntry, Shows};
use crate::gateways::last_use::LastUse;
use crate::gateways::model::{GatewayRow, stored};
use crate::outcome::{Outcome, Refusal};
use crate::random;
use crate::tokens::secret::{PlainToken, TokenKind};

/// A stored secret (by its digest) or public key.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = gateway_credentials, treat_none_as_default_value = false)]
pub struct GatewayCredentialRow {
    /// The credential.
    pub id: String,
    /// The gateway's tenant.
    pub tenant_id: String,
    /// Whose.
    pub gateway_id: String,
    /// Keyed digest of a secret.
    pub digest: Option<Vec<u8>>,
    /// Start and end of a secret, thumbprint of a key.
    pub hint: String,
    /// A public key (RFC 7517).
    pub jwk: Option<String>,
    /// Made.
    pub created_at: i64,
    /// Works until then.
    pub ends_at: Option<i64>,
    /// Last shown.
    pub last_used_at: Option<i64>,
}

impl GatewayCredentialRow {
    /// What is the same of every credential that was just made for a gateway; how it is shown is still missing.
    fn made(tx: &Tx<'_>, gateway: &GatewayRow, hint: String) -> Outcome<Self> {
        Ok(Self {
            id: GatewayCredentialId::from_u128(random::uuid_v7(tx.now())?).to_string(),
            tenant_id: gateway.tenant_id.clone(),
            gateway_id: gateway.id.clone(),
            digest: None,
            hint,
            jwk: None,
            created_at: tx.now().millis(),
            ends_at: None,
            last_used_at: None,
        })
    }

    /// The row of a public key that was just given to a gateway.
    pub fn of_key(tx: &Tx<'_>, gateway: &GatewayRow, key: PublicKey) -> Outcome<Self> {
        Ok(Self {
            jwk: Some(key.text),
            ..Self::made(tx, gateway, key.thumbprint)?
        })
    }

    /// Whether it works at `now`; at its end it does not.
    pub fn works_at(&self, now: Instant) -> bool {
        self.ends_at.is_none_or(|end| now.millis() < end)
    }

    /// What readers see.
    pub fn credential(&self) -> Result<GatewayCredential, DbError> {
        Ok(GatewayCredential {
            id: stored(&self.id)?,
            hint: self.hint.clone(),
            is_key: self.jwk.is_some(),
            created_at: Instant::from_millis(self.created_at),
            ends_at: self.ends_at.map(Instant::from_millis),
            last_used_at: self.last_used_at.map(Instant::from_millis),
        })
    }

    /// What the index holds of it.
    pub fn entry(&self) -> Result<CredentialEntry, DbError> {
        let shows = match (&self.digest, &self.jwk) {
            (Some(digest), None) => digest.as_slice().try_into().ok().map(Shows::Secret),
            (None, Some(jwk)) => Verifier::of(jwk).map(|key| Shows::Key(Arc::new(key))),
            _ => None,
        };
        Ok(CredentialEntry {
            id: stored(&self.id)?,
            shows: shows.ok_or_else(|| DbError::Corrupt("gateway credential".to_owned()))?,
            ends_at: self.ends_at.map(Instant::from_millis),
            used: LastUse::new(),
        })
    }

    /// Lets it end at `end`, unless it ends before; says whether that changed anything.
    fn end_at(&mut self, end: Instant) -> bool {
        let sooner = self.works_at(end);
        if sooner {
            self.ends_at = Some(end.millis());
        }
        sooner
    }
}

/// A credential that was just made.
pub struct NewCredential {
    secret: PlainToken,
    /// What is kept of it.
    pub known: Known,
}

/// What is kept of a credential.
#[derive(Clone, Debug)]
pub struct Known {
    digest: [u8; 32],
    hint: String,
}

impl NewCredential {
    /// Makes one.
    pub fn generate(app: &App) -> Outcome<Self> {
        let secret = PlainToken::generate(TokenKind::Gateway)?;
        let known = Known {
            digest: app.gateways.digest(secret.expose()),
            hint: secret.hint(),
        };
        Ok(Self { secret, known })
    }

    /// For the one answer that shows it.
    pub fn expose(&self) -> String {
        self.secret.expose().to_owned()
    }
}

impl Known {
    /// The row of a secret that was just made for a gateway.
    pub fn row(self, tx: &Tx<'_>, gateway: &GatewayRow) -> Outcome<GatewayCredentialRow> {
        Ok(GatewayCredentialRow {
            digest: Some(self.digest.to_vec()),
            ..GatewayCredentialRow::made(tx, gateway, self.hint)?
        })
    }
}

/// Makes room for a new secret: the one before goes on for `overlap`, an older one ends at `now`. Says
/// which rows changed.
pub fn give_way(rows: &mut [GatewayCredentialRow], now: Instant, overlap: Span) -> Vec<&GatewayCredentialRow> {
    let secrets = rows.iter_mut().filter(|row| row.digest.is_some() && row.works_at(now));
    let changed = secrets.filter_map(|row| {
        let end = if row.ends_at.is_none() { now + overlap } else { now };
        let changed = row.end_at(end);
        let row: &GatewayCredentialRow = row;
        changed.then_some(row)
    });
    changed.collect()
}

/// Ends one of several at `now`. What would be left without an end must not be nothing.
pub fn end_one<'a>(rows: &'a mut [GatewayCredentialRow], id: &str, now: Instant) -> Outcome<&'a GatewayCredentialRow> {
    let stays = |row: &GatewayCredentialRow| row.id != id && row.ends_at.is_none();
    let others = rows.iter().any(stays);
    let row = rows.iter_mut().find(|row| row.id == id && row.works_at(now));
    let row = row.ok_or_else(|| Refusal::new(ErrorCode::NotPossible, "This credential has ended."))?;
    if !others {
        let detail = "The gateway has no other credential that stays. Rotate it, or retire the gateway.";
        return Err(Refusal::new(ErrorCode::NotPossible, detail));
    }
    row.end_at(now);
    Ok(row)
}
