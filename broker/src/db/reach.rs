//! How far a piece of work can see: the second wall, kept by PostgreSQL.
//!
//! Queries name their tenant themselves. Should one forget, row-level security still shows it only
//! the rows within reach. SQLite has no such wall.

use diesel::sql_types::{Bool, Text};
use diesel::{RunQueryDsl, sql_query};

use crate::db::{Conn, DbError, cached};

/// Which tenants' rows a piece of work can see and write.
#[derive(Clone, Debug)]
pub struct Reach(String);

/// Why a piece of work crosses tenants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Across {
    /// A job settles, sends or counts for all of them.
    Job,
    /// It finds the tenant by a secret, a name or a membership.
    LookUp,
    /// It is about an account, which belongs to none of them.
    Account,
    /// The owner of the platform manages them.
    Platform,
    /// A command given on the host.
    CommandLine,
    /// A demo world is made.
    Demo,
}

impl Reach {
    /// The rows of one tenant, or of the tenants a user is a member of, by the id.
    pub fn of(id: &str) -> Self {
        Self(id.to_owned())
    }

    /// All rows.
    pub fn across(_why: Across) -> Self {
        Self("*".to_owned())
    }

    /// Lets `conn` reach so far: until the end of the transaction, or until it is told otherwise.
    pub(in crate::db) fn set(&self, conn: &mut Conn, in_transaction: bool) -> Result<(), DbError> {
        if let Conn::Postgres(inner) = conn {
            let set = sql_query("SELECT set_config('tessera.reach', $1, $2)")
                .bind::<Text, _>(&self.0)
                .bind::<Bool, _>(in_transaction);
            cached(set).execute(inner)?;
        }
        Ok(())
    }
}
