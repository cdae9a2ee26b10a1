//! Nodes wake each other: PostgreSQL's NOTIFY behind every commit, and a thread that listens.
//!
//! Only a wake-up, so that others look at once at what changed instead of at their next turn. Nothing
//! depends on it: a note that is lost, or a pooler that passes none on, costs the rest of a turn.

use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use tokio::sync::Notify;

use crate::db::conn::{ConnectionMaker, DbConnection as Conn};
use crate::db::error::DbError;

/// How often the listener looks whether a note has come, which asks nothing of the server.
const PAUSE: Duration = Duration::from_millis(10);
/// How long it waits before it connects again.
const AGAIN: Duration = Duration::from_secs(2);

/// Tells all nodes that something was committed. Not part of the transaction: there it would make
/// all commits of all nodes wait for each other. On SQLite there is nobody to tell.
pub fn wake_others(conn: &mut Conn) {
    if let Conn::Postgres(inner) = conn
        && let Err(cause) = inner.batch_execute("NOTIFY tessera_changes")
    {
        tracing::debug!(%cause, "other nodes were not woken");
    }
}

/// Wakes whoever waits for `news` whenever a node committed something, until `news` is gone.
pub fn listen(maker: ConnectionMaker, news: &Arc<Notify>) -> Result<(), DbError> {
    let news = Arc::downgrade(news);
    thread::Builder::new()
        .name("db-listener".to_owned())
        .spawn(move || {
            while news.strong_count() > 0 {
                if let Err(cause) = hear(&maker, &news) {
                    tracing::debug!(%cause, "not woken by other nodes; listening again soon");
                }
                thread::sleep(AGAIN);
            }
        })
        .map_err(|cause| DbError::Unavailable(cause.to_string()))?;
    Ok(())
}

fn hear(maker: &ConnectionMaker, news: &Weak<Notify>) -> Result<(), DbError> {
    let Conn::Postgres(mut conn) = maker.try_connect()? else {
        return Ok(());
    };
    conn.batch_execute("LISTEN tessera_changes")?;
    // What was committed before is looked at now.
    let mut came = true;
    while let Some(news) = news.upgrade() {
        if came {
            news.notify_one();
        }
        thread::sleep(PAUSE);
        came = take_notes(&mut conn)?;
    }
    Ok(())
}

/// Whether notes had come; they all say the same.
fn take_notes(conn: &mut PgConnection) -> Result<bool, DbError> {
    let mut came = false;
    for note in conn.notifications_iter() {
        note?;
        came = true;
    }
    Ok(came)
}
