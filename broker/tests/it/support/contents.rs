//! What stands in the whole database, told by a hash a table.

use std::collections::BTreeMap;

use aws_lc_rs::digest;
use diesel::prelude::*;
use diesel::sql_types::Text;
use tessera_broker::db::Conn;
use tessera_broker::outcome::Refusal;

use super::{TestApp, everything};

#[derive(QueryableByName)]
struct Table {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    text: String,
}

/// Every table with its columns as one SQL expression.
const SQLITE_TABLES: &str = "SELECT t.name AS name, group_concat('quote(' || c.name || ')', '||') AS text \
     FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
     WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' GROUP BY t.name";
const POSTGRES_TABLES: &str = "SELECT tablename::text AS name, 'x::text' AS text FROM pg_tables \
     WHERE schemaname = current_schema()";

fn content_of(table: &Table, aggregate: &str) -> String {
    let (name, row) = (&table.name, &table.text);
    format!(
        "SELECT '{name}' AS name, coalesce((SELECT {aggregate} FROM (SELECT {row} AS line FROM {name} x ORDER BY 1) y), '') AS text"
    )
}

/// A hash over the content of each table. Equal maps mean that no row anywhere differs.
pub type Contents = BTreeMap<String, String>;

impl TestApp {
    /// What stands in all tables now, whichever there are.
    pub async fn contents(&self) -> Contents {
        let read = |conn: &mut Conn| {
            let (tables, aggregate) = match conn {
                Conn::Sqlite(_) => (SQLITE_TABLES, "group_concat(line, char(10))"),
                Conn::Postgres(_) => (POSTGRES_TABLES, "string_agg(line, chr(10))"),
            };
            let tables: Vec<Table> = diesel::sql_query(tables).load(conn)?;
            assert!(tables.len() > 20, "only {} tables", tables.len());
            let queries: Vec<String> = tables.iter().map(|table| content_of(table, aggregate)).collect();
            Ok::<_, Refusal>(diesel::sql_query(queries.join(" UNION ALL ")).load::<Table>(conn)?)
        };
        let tables = self.app.db.read(everything(), read).await.unwrap();
        let hash = |text: String| format!("{:?}", digest::digest(&digest::SHA256, text.as_bytes()));
        tables.into_iter().map(|table| (table.name, hash(table.text))).collect()
    }
}
