//! Connections to either database: chosen by URL scheme, with the settings each needs.

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::pg::PgConnection;
use diesel::r2d2::{ManageConnection, R2D2Connection};
use diesel::sqlite::SqliteConnection;
use diesel::{Connection, RunQueryDsl};

use crate::db::dialect::CACHE_KIBIBYTES;
use crate::db::error::DbError;
use crate::db::pattern::teach_lower;

/// A connection to one of the two databases.
#[derive(diesel::MultiConnection)]
pub enum DbConnection {
    /// The embedded database.
    Sqlite(SqliteConnection),
    /// The server database.
    Postgres(PgConnection),
}

/// Which of the two databases is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// The embedded database.
    Sqlite,
    /// The server database.
    Postgres,
}

/// The bundled SQLite must contain the fix of the WAL-reset race (3.51.3), which could lose
/// committed writes.
const OLDEST_SQLITE: i32 = 3_051_003;

/// `busy_timeout` first: the statements after it may themselves have to wait.
const SQLITE_SETTINGS: &[&str] = &[
    "PRAGMA busy_timeout = 5000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
];

/// How long one statement may take on PostgreSQL.
pub const STATEMENT_TIMEOUT: &str = "SET statement_timeout = '30s'";

const POSTGRES_SETTINGS: &[&str] = &[
    "SET synchronous_commit = on",
    STATEMENT_TIMEOUT,
    "SET lock_timeout = '5s'",
    "SET idle_in_transaction_session_timeout = '30s'",
    "SET application_name = 'tessera'",
];

/// Makes connections for the pool.
#[derive(Clone)]
pub struct ConnectionMaker {
    url: String,
    backend: Backend,
}

impl ConnectionMaker {
    /// Chooses the database by the scheme of `url`.
    pub fn new(url: &str) -> Result<Self, DbError> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            Ok(Self {
                url: path.to_owned(),
                backend: Backend::Sqlite,
            })
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Ok(Self {
                url: url.to_owned(),
                backend: Backend::Postgres,
            })
        } else {
            Err(DbError::BadUrl)
        }
    }

    /// Which database the URL names.
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// Connects once as the login itself, with all its rights: for migrations, and for an error
    /// message that names the cause.
    pub fn try_connect(&self) -> Result<DbConnection, DbError> {
        match self.backend {
            Backend::Sqlite => connect_sqlite(&self.url),
            Backend::Postgres => connect_postgres(&self.url),
        }
    }
}

fn connect_sqlite(path: &str) -> Result<DbConnection, DbError> {
    let mut conn = SqliteConnection::establish(path)
        .map_err(|cause| DbError::Unavailable(format!("cannot open {path}: {cause}")))?;
    for setting in SQLITE_SETTINGS {
        conn.batch_execute(setting)?;
    }
    conn.batch_execute(&format!("PRAGMA cache_size = -{CACHE_KIBIBYTES}"))?;
    teach_lower(&mut conn)?;
    let version = libsqlite3_version(&mut conn)?;
    if version < OLDEST_SQLITE {
        return Err(DbError::Broken(format!(
            "SQLite {version} is too old; this build needs at least {OLDEST_SQLITE}"
        )));
    }
    Ok(DbConnection::Sqlite(conn))
}

fn libsqlite3_version(conn: &mut SqliteConnection) -> Result<i32, DbError> {
    let text: String =
        diesel::select(diesel::dsl::sql::<diesel::sql_types::Text>("sqlite_version()")).get_result(conn)?;
    let mut parts = text.split('.').map(|part| part.parse::<i32>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    Ok(next() * 1_000_000 + next() * 1_000 + next())
}

/// Gives up the rights of the login for those of the role that owns nothing, where the login may
/// take it, so that row-level security binds an owner and a superuser as well.
const TAKE_ROLE: &str = "DO $$ BEGIN \
     IF to_regrole('tessera_app') IS NOT NULL AND pg_has_role(session_user, 'tessera_app', 'MEMBER') \
     THEN SET ROLE tessera_app; END IF; \
     EXCEPTION WHEN insufficient_privilege THEN NULL; END $$";

fn connect_postgres(url: &str) -> Result<DbConnection, DbError> {
    let mut conn = PgConnection::establish(url)
        .map_err(|cause| DbError::Unavailable(format!("cannot reach PostgreSQL: {cause}")))?;
    for setting in POSTGRES_SETTINGS {
        conn.batch_execute(setting)?;
    }
    Ok(DbConnection::Postgres(conn))
}

impl ManageConnection for ConnectionMaker {
    type Connection = DbConnection;
    type Error = DbError;

    fn connect(&self) -> Result<DbConnection, DbError> {
        match self.backend {
            Backend::Sqlite => connect_sqlite(&self.url),
            Backend::Postgres => {
                let mut conn = connect_postgres(&self.url)?;
                conn.batch_execute(TAKE_ROLE)?;
                Ok(conn)
            }
        }
    }

    fn is_valid(&self, conn: &mut DbConnection) -> Result<(), DbError> {
        conn.ping().map_err(DbError::from)
    }

    fn has_broken(&self, conn: &mut DbConnection) -> bool {
        std::thread::panicking() || conn.is_broken()
    }
}

/// Starts the outermost transaction. On SQLite it takes the write lock at once: a deferred
/// transaction that reads first fails at its first write, whatever `busy_timeout` says.
pub fn begin(conn: &mut DbConnection) -> Result<(), DbError> {
    match conn {
        DbConnection::Sqlite(inner) => {
            AnsiTransactionManager::begin_transaction_sql(inner, "BEGIN IMMEDIATE")?;
        }
        DbConnection::Postgres(inner) => AnsiTransactionManager::begin_transaction(inner)?,
    }
    Ok(())
}
