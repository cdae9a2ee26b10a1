//! The database: two verbs, [`Db::read`] and [`Db::write`], over SQLite or PostgreSQL.
//!
//! Nothing outside this folder takes a connection or starts a transaction. A write runs on a
//! writer thread together with the other writes that wait at that moment, each in a savepoint of
//! its own, so that one commit (one fsync) serves all of them; no answer leaves before that commit.
//!
//! A row is looked up by its key with `get_result`, not `first`: the bound `LIMIT` of `first` makes
//! SQLite plan the statement anew each time.

mod cached;
mod conn;
pub mod dialect;
mod error;
pub mod inspect;
pub mod migrate;
pub mod pattern;
mod reach;
pub mod schema;
mod wake;
mod writer;

use std::sync::Arc;

use diesel::r2d2::Pool;
use tokio::sync::{Notify, Semaphore};

pub use cached::cached;
pub(crate) use conn::STATEMENT_TIMEOUT;
pub use conn::{Backend, DbConnection as Conn};
pub use error::DbError;
pub use reach::{Across, Reach};

use crate::db::conn::ConnectionMaker;
use crate::db::wake::Sender;
use crate::db::writer::Writer;

const READERS: u32 = 8;

/// A handle on the database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    pool: Pool<ConnectionMaker>,
    maker: ConnectionMaker,
    sender: Sender,
    gate: Arc<Semaphore>,
    writer: Writer,
    backend: Backend,
}

impl Db {
    /// Opens the database at `url` (`sqlite://path` or `postgres://…`) and starts its writers.
    /// The schema must be current; see [`migrate::run`].
    pub fn open(url: &str) -> Result<Self, DbError> {
        let maker = ConnectionMaker::new(url)?;
        let backend = maker.backend();
        maker.try_connect()?;
        let writers = match backend {
            Backend::Sqlite => 1,
            Backend::Postgres => 4,
        };
        let pool = Pool::builder()
            .max_size(READERS + writers)
            .min_idle(Some(1))
            .connection_timeout(std::time::Duration::from_secs(6))
            .test_on_check_out(false)
            .build(maker.clone())
            .map_err(|cause| DbError::Unavailable(cause.to_string()))?;
        let sender = Sender::new()?;
        let permits = usize::try_from(READERS).unwrap_or(1);
        Ok(Self {
            writer: Writer::start(&pool, writers, &sender)?,
            sender,
            pool,
            maker,
            gate: Arc::new(Semaphore::new(permits)),
            backend,
        })
    }

    /// Which database this is.
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// Wakes whoever waits for `news` soon after another node committed something, for as long as `news`
    /// lives. On SQLite nobody else writes, and nothing is ever told.
    pub fn wake_on_commits(&self, news: &Arc<Notify>) -> Result<(), DbError> {
        match self.backend {
            Backend::Sqlite => Ok(()),
            Backend::Postgres => wake::listen(self.maker.clone(), self.sender.clone(), news),
        }
    }

    /// Runs `work` on a connection of its own, off the caller's thread. `work` must not write.
    pub async fn read<T, E, F>(&self, reach: Reach, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let permit = Arc::clone(&self.gate)
            .acquire_owned()
            .await
            .map_err(|closed| DbError::Unavailable(closed.to_string()))?;
        let db = self.clone();
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            db.read_blocking(reach, work)
        })
        .await
        .map_err(|cause| DbError::Broken(cause.to_string()))?
    }

    /// Like [`Db::read`], on the caller's thread: for jobs and the command line.
    #[expect(clippy::disallowed_methods, reason = "the one place that takes a connection to read")]
    pub fn read_blocking<T, E, F>(&self, reach: Reach, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E>,
        E: From<DbError>,
    {
        let mut conn = self
            .pool
            .get()
            .map_err(|cause| DbError::Unavailable(cause.to_string()))?;
        reach.set(&mut conn, false)?;
        work(&mut conn)
    }

    /// Runs `work` in a transaction and returns after its commit. `after` runs on the writer's
    /// thread right behind the commit and before the answer, even when the caller has gone away.
    pub async fn write<T, E, F, A>(&self, reach: Reach, work: F, after: A) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        A: FnOnce(&T) + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.writer
            .submit(reach, work, after)
            .await
            .map_err(|gone| DbError::Unavailable(gone.to_string()))?
    }

    /// Like [`Db::write`], waiting on the caller's thread: for jobs and the command line.
    pub fn write_blocking<T, E, F, A>(&self, reach: Reach, work: F, after: A) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        A: FnOnce(&T) + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.writer
            .submit(reach, work, after)
            .blocking_recv()
            .map_err(|gone| DbError::Unavailable(gone.to_string()))?
    }
}
