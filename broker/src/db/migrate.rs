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
    // A login that owns nothing may not even ask to make the table of migrations.
    if pending(&mut conn)?.is_empty() {
        return Ok(Vec::new());
    }
    match &mut conn {
        DbConnection::Sqlite(inner) => run_pending(inner, SQLITE),
        DbConnection::Postgres(inner) => {
            inner.batch_execute("SET statement_timeout = 0; SET lock_timeout = 0")?;
            diesel::sql_query(format!("SELECT pg_advisory_lock({LOCK})")).execute(inner)?;
            let ran = run_pending(inner, POSTGRES);
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

/// The migrations that have not run, in their order.
pub fn pending(conn: &mut DbConnection) -> Result<Vec<String>, DbError> {
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Text)]
        text: String,
    }
    let table = match conn {
        DbConnection::Sqlite(_) => "SELECT name AS text FROM sqlite_schema WHERE name = '__diesel_schema_migrations'",
        DbConnection::Postgres(_) => {
            "SELECT tablename::text AS text FROM pg_tables \
             WHERE tablename = '__diesel_schema_migrations' AND schemaname = current_schema()"
        }
    };
    let mut ran = Vec::new();
    if !diesel::sql_query(table).load::<Row>(conn)?.is_empty() {
        let versions = "SELECT version AS text FROM __diesel_schema_migrations";
        ran = diesel::sql_query(versions).load::<Row>(conn)?;
    }
    let (sqlite, postgres) = names()?;
    let mut known = match conn {
        DbConnection::Sqlite(_) => sqlite,
        DbConnection::Postgres(_) => postgres,
    };
    // A version is what stands before the first underscore.
    let version = |name: &str| name.split('_').next().unwrap_or_default().to_owned();
    known.retain(|name| !ran.iter().any(|row| row.text == version(name)));
    Ok(known)
}

fn run_pending<C, DB>(conn: &mut C, source: EmbeddedMigrations) -> Result<Vec<String>, DbError>
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
