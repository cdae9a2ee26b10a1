//! The embedded schema migrations of both databases.

use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::db::conn::{ConnectionMaker, DbConnection};
use crate::db::error::DbError;

const SQLITE: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../migrations/postgres");

/// Any number, the same in every version: names the lock under which nodes migrate.
const LOCK: i64 = 0x7E55_E4A0;

fn broken(cause: impl std::fmt::Display) -> DbError {
    DbError::Broken(format!("migration: {cause}"))
}

/// Brings the schema at `url` up to date and names the migrations that ran.
/// Nodes that start together take turns on PostgreSQL.
pub fn run(url: &str) -> Result<Vec<String>, DbError> {
    let mut conn = ConnectionMaker::new(url)?.try_connect()?;
    match &mut conn {
        DbConnection::Sqlite(inner) => pending(inner, SQLITE),
        DbConnection::Postgres(inner) => {
            inner.batch_execute("SET statement_timeout = 0; SET lock_timeout = 0")?;
            diesel::sql_query(format!("SELECT pg_advisory_lock({LOCK})")).execute(inner)?;
            let ran = pending(inner, POSTGRES);
            diesel::sql_query(format!("SELECT pg_advisory_unlock({LOCK})")).execute(inner)?;
            ran
        }
    }
}

/// Takes every migration back, newest first. For tests: it deletes all data.
pub fn revert_all(url: &str) -> Result<(), DbError> {
    let mut conn = ConnectionMaker::new(url)?.try_connect()?;
    let reverted = match &mut conn {
        DbConnection::Sqlite(inner) => inner.revert_all_migrations(SQLITE).map(|_| ()),
        DbConnection::Postgres(inner) => inner.revert_all_migrations(POSTGRES).map(|_| ()),
    };
    reverted.map_err(broken)
}

fn pending<C, DB>(conn: &mut C, source: EmbeddedMigrations) -> Result<Vec<String>, DbError>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    EmbeddedMigrations: MigrationSource<DB>,
{
    let ran = conn.run_pending_migrations(source).map_err(broken)?;
    Ok(ran.iter().map(ToString::to_string).collect())
}

/// The names of the embedded migrations, for the parity test.
pub fn names() -> Result<(Vec<String>, Vec<String>), DbError> {
    let sqlite: Vec<Box<dyn Migration<diesel::sqlite::Sqlite>>> = SQLITE.migrations().map_err(broken)?;
    let postgres: Vec<Box<dyn Migration<diesel::pg::Pg>>> = POSTGRES.migrations().map_err(broken)?;
    Ok((
        sqlite.iter().map(|m| m.name().to_string()).collect(),
        postgres.iter().map(|m| m.name().to_string()).collect(),
    ))
}
