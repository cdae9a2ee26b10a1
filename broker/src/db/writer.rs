//! Group commit: writes that wait together commit together.
//!
//! A writer thread takes all waiting work (up to a bound), opens one transaction, runs each piece
//! in its own savepoint, commits once, and only then lets the answers go. A piece that fails rolls
//! back to its savepoint and does not disturb the others. When the shared commit itself fails,
//! every piece of the batch is told so and nothing of it happened.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use diesel::connection::TransactionManager;
use diesel::r2d2::Pool;
use tokio::sync::oneshot;

use crate::db::conn::{ConnectionMaker, DbConnection as Conn, begin};
use crate::db::error::DbError;
use crate::db::reach::Reach;
use crate::db::wake::{Sender, wake_others};

type Manager = <Conn as diesel::Connection>::TransactionManager;

/// Waiting writes beyond this are refused at once instead of piling up.
const QUEUE: usize = 4_096;
/// Most pieces in one transaction: bounds how long the first of them waits for the last.
const BATCH: usize = 128;

trait Work: Send {
    /// How far it can see.
    fn reach(&self) -> &Reach;
    /// Runs inside the transaction; says whether its changes shall stay.
    fn run(&mut self, conn: &mut Conn) -> bool;
    /// Learns whether the transaction was committed and answers the caller.
    fn finish(self: Box<Self>, committed: Result<(), DbError>);
}

struct Piece<T, E, F, A> {
    reach: Reach,
    work: Option<F>,
    after: A,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F, A> Work for Piece<T, E, F, A>
where
    F: FnOnce(&mut Conn) -> Result<T, E> + Send,
    A: FnOnce(&T) + Send,
    T: Send,
    E: From<DbError> + Send,
{
    fn reach(&self) -> &Reach {
        &self.reach
    }

    fn run(&mut self, conn: &mut Conn) -> bool {
        let Some(work) = self.work.take() else {
            return false;
        };
        let result = catch_unwind(AssertUnwindSafe(|| work(conn)))
            .unwrap_or_else(|_panic| Err(DbError::Broken("a write panicked".to_owned()).into()));
        let keep = result.is_ok();
        self.result = Some(result);
        keep
    }

    fn finish(self: Box<Self>, committed: Result<(), DbError>) {
        let result = match (self.result, committed) {
            (Some(Err(refused)), _) => Err(refused),
            (_, Err(cause)) => Err(cause.into()),
            (Some(Ok(value)), Ok(())) => {
                (self.after)(&value);
                Ok(value)
            }
            (None, Ok(())) => Err(DbError::Broken("a write did not run".to_owned()).into()),
        };
        // The caller may have gone away; the change stands all the same.
        drop(self.reply.send(result));
    }
}

/// Hands work to the writer threads; cheap to clone.
#[derive(Clone)]
pub struct Writer {
    queue: SyncSender<Box<dyn Work>>,
}

impl Writer {
    /// Starts `threads` writers over `pool`. They end when the last handle is dropped.
    pub fn start(pool: &Pool<ConnectionMaker>, threads: u32, sender: &Sender) -> Result<Self, DbError> {
        let (queue, waiting) = sync_channel(QUEUE);
        let waiting = Arc::new(Mutex::new(waiting));
        for number in 0..threads {
            let (pool, waiting, sender) = (pool.clone(), Arc::clone(&waiting), sender.clone());
            std::thread::Builder::new()
                .name(format!("db-writer-{number}"))
                .spawn(move || write_loop(&pool, &waiting, &sender))
                .map_err(|cause| DbError::Unavailable(cause.to_string()))?;
        }
        Ok(Self { queue })
    }

    /// Queues `work`; the receiver gets its result after the commit.
    pub fn submit<T, E, F, A>(&self, reach: Reach, work: F, after: A) -> oneshot::Receiver<Result<T, E>>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        A: FnOnce(&T) + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let (reply, receiver) = oneshot::channel();
        let piece = Piece {
            reach,
            work: Some(work),
            after,
            result: None,
            reply,
        };
        if let Err(TrySendError::Full(piece) | TrySendError::Disconnected(piece)) = self.queue.try_send(Box::new(piece))
        {
            piece.finish(Err(DbError::Busy("too many writes wait".to_owned())));
        }
        receiver
    }
}

fn write_loop(pool: &Pool<ConnectionMaker>, waiting: &Mutex<Receiver<Box<dyn Work>>>, sender: &Sender) {
    loop {
        let batch = {
            let queue = waiting.lock().unwrap_or_else(PoisonError::into_inner);
            let Ok(first) = queue.recv() else { return };
            let mut batch = vec![first];
            while batch.len() < BATCH
                && let Ok(next) = queue.try_recv()
            {
                batch.push(next);
            }
            batch
        };
        commit_batch(pool, batch, sender);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that takes a connection to write"
)]
fn commit_batch(pool: &Pool<ConnectionMaker>, mut batch: Vec<Box<dyn Work>>, sender: &Sender) {
    let mut conn = pool.get().map_err(|cause| DbError::Unavailable(cause.to_string()));
    let committed = match &mut conn {
        Ok(conn) => run_batch(conn, &mut batch),
        Err(cause) => Err(cause.clone()),
    };
    if let Err(cause) = &committed {
        tracing::warn!(%cause, writes = batch.len(), "a batch of writes was not committed");
    }
    for piece in batch {
        piece.finish(committed.clone());
    }
    if let (Ok(()), Ok(mut conn)) = (committed, conn) {
        wake_others(&mut conn, sender);
    }
}

fn run_batch(conn: &mut Conn, batch: &mut [Box<dyn Work>]) -> Result<(), DbError> {
    begin(conn)?;
    let ran = batch.iter_mut().try_for_each(|piece| run_piece(conn, piece.as_mut()));
    match ran {
        Ok(()) => Manager::commit_transaction(conn).map_err(DbError::from),
        Err(cause) => {
            drop(Manager::rollback_transaction(conn));
            Err(cause)
        }
    }
}

fn run_piece(conn: &mut Conn, piece: &mut dyn Work) -> Result<(), DbError> {
    Manager::begin_transaction(conn)?;
    // Each piece says it anew: none inherits what its neighbour could see.
    piece.reach().set(conn, true)?;
    if piece.run(conn) {
        Manager::commit_transaction(conn)?;
    } else {
        Manager::rollback_transaction(conn)?;
    }
    Ok(())
}
