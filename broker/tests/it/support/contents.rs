//! What stands in the whole database, told by a hash a table.

use std::collections::BTreeMap;

use aws_lc_rs::digest;
use diesel::prelude::*;
use diesel::sql_types::Text;
use tessera_broker::db::{Conn, DbError};

use super::{TestApp, everything};

#[derive(QueryableByName)]
struct Table {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    line: String,
    #[diesel(sql_type = Text)]
    columns: String,
}

#[derive(QueryableByName)]
struct Content {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    rows: String,
}

/// Every table with its row as one SQL expression, and its columns.
const SQLITE_TABLES: &str = "SELECT t.name AS name, group_concat('quote(' || c.name || ')', '||') AS line, \
     ',' || group_concat(c.name) || ',' AS columns \
     FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
     WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' GROUP BY t.name";
const POSTGRES_TABLES: &str = "SELECT table_name::text AS name, 'x::text' AS line, \
     ',' || string_agg(column_name, ',') || ',' AS columns \
     FROM information_schema.columns WHERE table_schema = current_schema() GROUP BY table_name";

/// Whose rows are left out.
#[derive(Clone, Copy)]
pub struct But<'a> {
    pub tenant: &'a str,
    pub user: &'a str,
}

impl Table {
    fn content(&self, aggregate: &str, but: Option<But<'_>>) -> String {
        let (name, row) = (&self.name, &self.line);
        let left_out = match but {
            Some(but) if name == "tenants" => format!("WHERE id <> '{}'", but.tenant),
            Some(but) if self.columns.contains(",tenant_id,") => {
                format!("WHERE tenant_id IS DISTINCT FROM '{}'", but.tenant)
            }
            Some(but) if name == "sessions" => format!("WHERE user_id <> '{}'", but.user),
            _ => String::new(),
        };
        format!(
            "SELECT '{name}' AS name, coalesce((SELECT {aggregate} FROM \
             (SELECT {row} AS line FROM {name} x {left_out} ORDER BY 1) y), '') AS \"rows\""
        )
    }
}

/// A hash over the content of each table. Equal maps mean that no row anywhere differs.
pub type Contents = BTreeMap<String, String>;

/// What stands in all tables now, whichever there are, but for the rows of somebody.
pub fn contents(conn: &mut Conn, but: Option<But<'_>>) -> Result<Contents, DbError> {
    let (tables, aggregate) = match conn {
        Conn::Sqlite(_) => (SQLITE_TABLES, "group_concat(line, char(10))"),
        Conn::Postgres(_) => (POSTGRES_TABLES, "string_agg(line, chr(10))"),
    };
    let tables: Vec<Table> = diesel::sql_query(tables).load(conn)?;
    assert!(tables.len() > 20, "only {} tables", tables.len());
    let queries: Vec<String> = tables.iter().map(|table| table.content(aggregate, but)).collect();
    let contents: Vec<Content> = diesel::sql_query(queries.join(" UNION ALL ")).load(conn)?;
    let hash = |text: String| format!("{:?}", digest::digest(&digest::SHA256, text.as_bytes()));
    Ok(contents
        .into_iter()
        .map(|table| (table.name, hash(table.rows)))
        .collect())
}

impl TestApp {
    /// What stands in all tables now.
    pub async fn contents(&self) -> Contents {
        self.app
            .db
            .read(everything(), |conn| contents(conn, None))
            .await
            .unwrap()
    }
}
