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
use crate::random;

/// How often the listener looks whether a note has come, which asks nothing of the server.
const PAUSE: Duration = Duration::from_millis(10);
/// How long it waits before it connects again.
const AGAIN: Duration = Duration::from_secs(2);

/// Who sends a note, so that nobody is woken by what they did themselves.
#[derive(Clone)]
pub struct Sender(Arc<str>);

impl Sender {
    /// A new one, unlike any other.
    pub fn new() -> Result<Self, DbError> {
        let name = random::base62(16).map_err(|cause| DbError::Broken(cause.to_string()))?;
        Ok(Self(name.into()))
    }
}

/// Tells the other nodes that something was committed. Not part of the transaction: there it would make
/// all commits of all nodes wait for each other. On SQLite there is nobody to tell.
pub fn wake_others(conn: &mut Conn, sender: &Sender) {
    if let Conn::Postgres(inner) = conn
        && let Err(cause) = inner.batch_execute(&format!("NOTIFY tessera_changes, '{}'", sender.0))
    {
        tracing::debug!(%cause, "other nodes were not woken");
    }
}

/// Wakes whoever waits for `news` whenever another node committed something, until `news` is gone.
pub fn listen(maker: ConnectionMaker, own: Sender, news: &Arc<Notify>) -> Result<(), DbError> {
    let news = Arc::downgrade(news);
    thread::Builder::new()
        .name("db-listener".to_owned())
        .spawn(move || {
            while news.strong_count() > 0 {
                if let Err(cause) = hear(&maker, &own, &news) {
                    tracing::debug!(%cause, "not woken by other nodes; listening again soon");
                }
                thread::sleep(AGAIN);
            }
        })
        .map_err(|cause| DbError::Unavailable(cause.to_string()))?;
    Ok(())
}

fn hear(maker: &ConnectionMaker, own: &Sender, news: &Weak<Notify>) -> Result<(), DbError> {
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
        came = take_notes(&mut conn, own)?;
    }
    Ok(())
}

/// Whether notes of others had come.
fn take_notes(conn: &mut PgConnection, own: &Sender) -> Result<bool, DbError> {
    let mut came = false;
    for note in conn.notifications_iter() {
        came |= note?.payload != *own.0;
    }
    Ok(came)
}
