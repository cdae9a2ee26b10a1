//! Filling the index from the database, page by page.

use std::sync::Arc;

use diesel::prelude::*;
use tessera_shared::ids::TokenId;

use crate::app::App;
use crate::db::schema::{tenants, tokens};
use crate::db::{Backend, Conn, DbError};
use crate::outcome::Outcome;
use crate::tokens::index::MAX_STALE;
use crate::tokens::model::{TokenRow, stored};
use crate::tokens::seal::row_seal;

const PAGE: i64 = 10_000;

/// Loads tenants and every token whose end lies ahead; ended ones come along, so that no late
/// news can revive them.
pub fn load_index(app: &Arc<App>) -> Outcome<()> {
    let now = app.clock.now().millis();
    app.db.read_blocking(|conn| load_tenants(app, conn))?;
    let mut last = String::new();
    loop {
        let rows: Vec<TokenRow> = app.db.read_blocking(|conn| {
            tokens::table
                .filter(tokens::id.gt(&last))
                .filter(tokens::expires_at.gt(now))
                .order(tokens::id.asc())
                .limit(PAGE)
                .select(TokenRow::as_select())
                .load(conn)
                .map_err(DbError::from)
        })?;
        let Some(end) = rows.last() else { break };
        last.clone_from(&end.id);
        for row in &rows {
            take(app, row)?;
        }
    }
    extend_freshness(app);
    Ok(())
}

/// Says that the index knows everything up to now. On SQLite this process is the only writer and
/// applies every change itself, so it is always up to date.
pub fn extend_freshness(app: &App) {
    let until = match app.db.backend() {
        Backend::Sqlite => tessera_shared::instant::Instant::from_millis(i64::MAX),
        Backend::Postgres => app.clock.now() + MAX_STALE,
    };
    app.tokens.set_fresh_until(until);
}

/// Reads the tenants and their status.
pub fn load_tenants(app: &App, conn: &mut Conn) -> Result<(), DbError> {
    let rows: Vec<(String, String, String)> = tenants::table
        .select((tenants::id, tenants::slug, tenants::status))
        .load(conn)?;
    for (id, slug, status) in rows {
        app.tokens.apply_tenant(stored(&id)?, &slug, stored(&status)?);
    }
    Ok(())
}

/// Reads one token again, whatever happened to it.
pub fn reload_token(app: &App, conn: &mut Conn, id: TokenId) -> Result<(), DbError> {
    let row: Option<TokenRow> = tokens::table
        .find(id.to_string())
        .select(TokenRow::as_select())
        .first(conn)
        .optional()?;
    match row {
        Some(row) => take(app, &row),
        None => Ok(()),
    }
}

/// Takes a row in, if its seal is good: a row somebody wrote past the broker never passes a check.
fn take(app: &App, row: &TokenRow) -> Result<(), DbError> {
    let entry = row.entry()?;
    let seal = row_seal(&app.keys, &entry);
    if aws_lc_rs::constant_time::verify_slices_are_equal(&seal, &row.seal).is_err() {
        tracing::error!(token = %row.id, "a token row does not match its seal and is ignored");
        return Ok(());
    }
    app.tokens.apply(&entry);
    Ok(())
}
