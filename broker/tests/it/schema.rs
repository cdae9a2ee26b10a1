//! Both databases have the same schema, and every migration can be taken back.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use tessera_broker::db::migrate;

use crate::support::{admin_url, create_database};

/// A column, as both databases describe it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    of_table: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Bool)]
    nullable: bool,
}

fn sqlite_columns(path: &str) -> BTreeSet<Column> {
    let mut conn = diesel::SqliteConnection::establish(path).unwrap();
    diesel::sql_query(
        "SELECT t.name AS of_table, c.name AS name, NOT (c.\"notnull\" OR c.pk > 0) AS nullable \
         FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE '\\_\\_%' ESCAPE '\\'",
    )
    .load::<Column>(&mut conn)
    .unwrap()
    .into_iter()
    .collect()
}

fn postgres_columns(url: &str) -> BTreeSet<Column> {
    let mut conn = diesel::PgConnection::establish(url).unwrap();
    diesel::sql_query(
        "SELECT table_name::text AS of_table, column_name::text AS name, is_nullable = 'YES' AS nullable \
         FROM information_schema.columns \
         WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_%'",
    )
    .load::<Column>(&mut conn)
    .unwrap()
    .into_iter()
    .collect()
}

#[test]
fn both_databases_have_the_same_tables_and_columns_and_give_them_back() {
    let (sqlite_names, postgres_names) = migrate::names().unwrap();
    assert_eq!(sqlite_names, postgres_names);
    let numbers = sqlite_names.iter().map(|name| name.split('_').next().unwrap());
    let numbers: BTreeSet<&str> = numbers.collect();
    assert_eq!(
        numbers.len(),
        sqlite_names.len(),
        "of two with one number only one runs: {sqlite_names:?}"
    );

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("schema.db").to_string_lossy().into_owned();
    let (sqlite, postgres) = (format!("sqlite://{path}"), create_database(&admin_url()).0);
    for url in [&sqlite, &postgres] {
        assert_eq!(migrate::run(url).unwrap().len(), sqlite_names.len());
        assert!(migrate::run(url).unwrap().is_empty());
    }
    let made = sqlite_columns(&path);
    assert!(made.len() > 50);
    assert_eq!(made, postgres_columns(&postgres));

    for url in [&sqlite, &postgres] {
        migrate::revert_all(url).unwrap();
    }
    assert_eq!(sqlite_columns(&path), BTreeSet::new());
    assert_eq!(postgres_columns(&postgres), BTreeSet::new());
    for url in [&sqlite, &postgres] {
        migrate::run(url).unwrap();
    }
    assert_eq!(sqlite_columns(&path), made);
}
