//! What the database says of itself and of the login that reaches it, for `tessera doctor`.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Bool, Text};

use crate::db::conn::{ConnectionMaker, DbConnection};
use crate::db::error::DbError;
use crate::db::migrate;

/// A look at a database; nothing is changed.
#[derive(Debug)]
pub struct Inspection {
    /// Product and version.
    pub version: String,
    /// Migrations that have not run.
    pub pending: Vec<String>,
    /// What only PostgreSQL has.
    pub login: Option<Login>,
}

/// The login of a PostgreSQL, and how the second wall stands.
#[derive(Debug, QueryableByName)]
pub struct Login {
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Whether row-level security passes it by: superuser or BYPASSRLS.
    #[diesel(sql_type = Bool)]
    pub bypasses: bool,
    /// Whether it owns tables, so that it could take the wall down.
    #[diesel(sql_type = Bool)]
    pub owns: bool,
    /// Whether it works as `tessera_app`.
    #[diesel(sql_type = Bool)]
    pub takes_role: bool,
    /// Tables of tenants without the wall, separated by commas.
    #[diesel(sql_type = Text)]
    pub unwalled: String,
}

#[derive(QueryableByName)]
struct Version {
    #[diesel(sql_type = Text)]
    version: String,
}

const LOGIN: &str = "SELECT session_user::text AS name, \
     (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user) AS bypasses, \
     EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tableowner = session_user) AS owns, \
     (to_regrole('tessera_app') IS NOT NULL AND pg_has_role(session_user, to_regrole('tessera_app'), 'MEMBER')) AS takes_role, \
     (SELECT coalesce(string_agg(c.relname, ', ' ORDER BY c.relname), '') FROM pg_class c \
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped \
       WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace \
       AND NOT (c.relrowsecurity AND c.relforcerowsecurity)) AS unwalled";

/// Looks at the database at `url` with the rights of its login.
pub fn inspect(url: &str) -> Result<Inspection, DbError> {
    let mut conn = ConnectionMaker::new(url)?.try_connect()?;
    let pending = migrate::pending(&mut conn)?;
    let (version, login) = match &mut conn {
        DbConnection::Sqlite(inner) => {
            let row: Version = sql_query("SELECT 'SQLite ' || sqlite_version() AS version").get_result(inner)?;
            (row.version, None)
        }
        DbConnection::Postgres(inner) => {
            let show = "SELECT 'PostgreSQL ' || current_setting('server_version') AS version";
            let row: Version = sql_query(show).get_result(inner)?;
            (row.version, Some(sql_query(LOGIN).get_result(inner)?))
        }
    };
    Ok(Inspection {
        version,
        pending,
        login,
    })
}
