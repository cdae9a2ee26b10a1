//! What the index reads from the database, over all tenants.

use std::sync::Arc;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use serde::Deserialize;
use tessera_shared::ids::TenantId;
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::TokenState;
use tessera_shared::words::TenantStatus;

use crate::db::dialect::for_each_row;
use crate::db::schema::{changes, tenants, tokens};
use crate::db::{Conn, DbError};
use crate::tokens::index::TokenEntry;
use crate::tokens::model::stored;

/// States in which a token may still work.
const LIVE: [TokenState; 3] = [TokenState::Active, TokenState::Suspended, TokenState::Rotating];

/// The columns of a token that a check believes, and their seal.
#[derive(Queryable, Selectable)]
#[diesel(table_name = tokens)]
pub struct IndexRow {
    id: String,
    tenant_id: String,
    partner_id: String,
    environment: String,
    state: String,
    digest: Vec<u8>,
    apis: String,
    scopes: String,
    audience: String,
    starts_at: i64,
    expires_at: i64,
    version: i32,
    seal: Vec<u8>,
    allowed_networks: String,
}

#[derive(Deserialize)]
struct ApiRef<'a> {
    #[serde(borrow)]
    id: &'a str,
}

/// A row as it was read; its seal is yet to be verified.
pub struct Sealed {
    /// The token.
    pub id: String,
    /// What the index holds of it.
    pub entry: Result<TokenEntry, DbError>,
    /// MAC over the entry.
    pub seal: Vec<u8>,
}

impl From<IndexRow> for Sealed {
    fn from(row: IndexRow) -> Self {
        Self {
            entry: row.entry(),
            id: row.id,
            seal: row.seal,
        }
    }
}

impl IndexRow {
    fn entry(&self) -> Result<TokenEntry, DbError> {
        let corrupt = |what: &str| DbError::Corrupt(format!("{what} of a token"));
        let apis: Vec<ApiRef<'_>> = serde_json::from_str(&self.apis).map_err(|_cause| corrupt("APIs"))?;
        let apis: Vec<&str> = apis.iter().map(|api| api.id).collect();
        Ok(TokenEntry {
            digest: self.digest.as_slice().try_into().map_err(|_length| corrupt("digest"))?,
            tenant: stored(&self.tenant_id)?,
            token: stored(&self.id)?,
            partner: stored(&self.partner_id)?,
            environment: stored(&self.environment)?,
            state: stored(&self.state)?,
            starts_at: Instant::from_millis(self.starts_at),
            expires_at: Instant::from_millis(self.expires_at),
            version: u32::try_from(self.version).map_err(|_negative| corrupt("version"))?,
            apis: Arc::from(apis.join(" ")),
            audience: Arc::from(self.audience.as_str()),
            scopes: Arc::from(self.scopes.as_str()),
            networks: stored(&self.allowed_networks)?,
        })
    }
}

/// How many tokens may still work at `now` or later.
pub fn count_live_across_tenants(conn: &mut Conn, now: Instant) -> Result<usize, DbError> {
    let count: i64 = tokens::table
        .filter(tokens::state.eq_any(LIVE.map(TokenState::as_str)))
        .filter(tokens::expires_at.gt(now.millis()))
        .count()
        .get_result(conn)?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// Every token that may still work at `now` or later, in no order, until `take` fails.
pub fn for_each_live_across_tenants(
    conn: &mut Conn,
    now: Instant,
    mut take: impl FnMut(Sealed) -> Result<(), DbError>,
) -> Result<(), DbError> {
    // Both conditions are about an expression and not a column, so that SQLite reads the table from
    // its beginning to its end instead of jumping to each row from an index.
    for_each_row!(
        conn,
        tokens::table
            .filter(tokens::state.concat("").eq_any(LIVE.map(TokenState::as_str)))
            .filter((tokens::expires_at + 0_i64).gt(now.millis()))
            .select(IndexRow::as_select()),
        IndexRow,
        |row| take(row?.into())
    );
    Ok(())
}

/// Some tokens, whatever happened to them.
pub fn find_across_tenants(conn: &mut Conn, ids: &[String]) -> Result<Vec<Sealed>, DbError> {
    let rows: Vec<IndexRow> = tokens::table
        .filter(tokens::id.eq_any(ids))
        .select(IndexRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Sealed::from).collect())
}

/// Every tenant with its short name and status.
pub fn list_tenants(conn: &mut Conn) -> Result<Vec<(TenantId, String, TenantStatus)>, DbError> {
    let rows: Vec<(String, String, String)> = tenants::table
        .select((tenants::id, tenants::slug, tenants::status))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, slug, status)| Ok((stored(&id)?, slug, stored(&status)?)))
        .collect()
}

/// The number of the newest change; 0 before the first.
pub fn newest_change(conn: &mut Conn) -> Result<i64, DbError> {
    let newest: Option<i64> = changes::table.select(diesel::dsl::max(changes::seq)).get_result(conn)?;
    Ok(newest.unwrap_or(0))
}
