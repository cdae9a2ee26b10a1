//! Filling the index from the database.

mod store;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Instant as Steady;

use tessera_shared::lifecycle::TokenState;

use crate::app::App;
use crate::db::{Across, Backend, Conn, DbError, Reach};
use crate::outcome::{Outcome, Refusal};
use crate::tokens::index::TokenEntry;
use crate::tokens::load::store::Sealed;
use crate::tokens::seal::Sealer;

/// Rows that go from one thread to the other at a time.
const BATCH: usize = 64;

/// Loads tenants and every token that may still work. Changes are numbered: what is committed
/// while this runs has a greater number than was newest before, and is read again by the sync.
pub fn load_index(app: &Arc<App>) -> Outcome<()> {
    let look = Steady::now();
    app.tokens
        .set_newest_change(app.db.read_blocking(Reach::across(Across::Job), store::newest_change)?);
    app.db
        .read_blocking(Reach::across(Across::Job), |conn| load_tenants(app, conn))?;
    load_tokens(app)?;
    extend_freshness(app, look);
    Ok(())
}

/// One thread reads and parses rows, another verifies their seals and takes them in.
fn load_tokens(app: &App) -> Outcome<()> {
    std::thread::scope(|scope| {
        let (batches, waiting) = sync_channel(8);
        let taking = scope.spawn(|| take_batches(app, waiting));
        let read = read_batches(app, batches);
        let ignored = taking
            .join()
            .map_err(|_panic| Refusal::internal("loading tokens panicked"))?;
        if ignored > 0 {
            tracing::error!(ignored, "tokens do not match their seals and are refused");
        }
        read
    })
}

fn read_batches(app: &App, batches: SyncSender<Vec<Sealed>>) -> Outcome<()> {
    let now = app.clock.now();
    let gone = |_| DbError::Broken("nobody takes in tokens any more".to_owned());
    app.db.read_blocking(Reach::across(Across::Job), |conn| {
        app.tokens.reserve(store::count_live_across_tenants(conn, now)?);
        let mut batch = Vec::with_capacity(BATCH);
        store::for_each_live_across_tenants(conn, now, |row| {
            batch.push(row);
            if batch.len() < BATCH {
                return Ok(());
            }
            let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
            batches.send(full).map_err(gone)
        })?;
        batches.send(batch).map_err(gone)?;
        Ok(())
    })
}

fn take_batches(app: &App, waiting: Receiver<Vec<Sealed>>) -> usize {
    let mut sealer = Sealer::new(&app.keys);
    let mut ignored = 0;
    for row in waiting.into_iter().flatten() {
        ignored += usize::from(!take(app, &mut sealer, row));
    }
    ignored
}

/// Takes a row in and says whether it was intact. A row that somebody wrote past the broker never
/// passes a check: what is known under its digest is refused until the broker starts again.
fn take(app: &App, sealer: &mut Sealer, row: Sealed) -> bool {
    match row.entry {
        Ok(entry) if sealer.is_intact(&entry, &row.seal) => app.tokens.apply(&entry),
        Ok(entry) => {
            tracing::error!(token = %row.id, "a token does not match its seal and is refused");
            app.tokens.apply(&TokenEntry {
                state: TokenState::Revoked,
                version: u32::MAX,
                ..entry
            });
            return false;
        }
        Err(cause) => {
            tracing::error!(token = %row.id, %cause, "a token cannot be read and is refused");
            return false;
        }
    }
    true
}

/// Says that the index knows everything that was committed before `look`. On SQLite this process
/// is the only writer and applies every change itself.
pub fn extend_freshness(app: &App, look: Steady) {
    match app.db.backend() {
        Backend::Sqlite => app.tokens.always_fresh(),
        Backend::Postgres => app.tokens.fresh_since(look),
    }
}

/// Reads the tenants and their status, again if this node changed one meanwhile.
pub fn load_tenants(app: &App, conn: &mut Conn) -> Result<(), DbError> {
    loop {
        let news = app.tokens.tenant_news();
        let rows = store::list_tenants(conn)?;
        if app.tokens.apply_tenants_read(news, &rows) {
            return Ok(());
        }
    }
}

/// Reads some tokens again, whatever happened to them.
pub fn reload_tokens(app: &App, conn: &mut Conn, ids: &[String]) -> Result<(), DbError> {
    let mut sealer = Sealer::new(&app.keys);
    for row in store::find_across_tenants(conn, ids)? {
        take(app, &mut sealer, row);
    }
    Ok(())
}
