//! Nodes over one PostgreSQL wake each other when something was committed.

use std::sync::Arc;
use std::time::Duration;

use diesel::RunQueryDsl;
use tessera_broker::db::{Conn, Db, DbError};
use tokio::sync::Notify;

use crate::support::{On, TestApp, everything};

/// Longer than any machine needs; a note that never comes is the only reason to wait so long.
const LONG: Duration = Duration::from_secs(30);

async fn woken(news: &Notify) {
    tokio::time::timeout(LONG, news.notified()).await.expect("never woken");
}

async fn commit(app: &TestApp, statement: &'static str) {
    let write = move |conn: &mut Conn| diesel::sql_query(statement).execute(conn).map_err(DbError::from);
    app.app.db.write(everything(), write, |_| {}).await.unwrap();
}

#[actix_web::test]
async fn a_commit_wakes_another_node_also_after_its_connection_broke() {
    let app = TestApp::start_with(On::Postgres, |_config| {}).await;
    let other = Db::open(&app.app.config.database_url()).unwrap();
    let news = Arc::new(Notify::new());
    other.wake_on_commits(&news).unwrap();
    // It looks once by itself as soon as it listens.
    woken(&news).await;
    commit(&app, "SELECT 1").await;
    woken(&news).await;
    commit(
        &app,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
         WHERE datname = current_database() AND query LIKE 'LISTEN%'",
    )
    .await;
    // Of the commit itself, if the note came before the end, or of listening again.
    woken(&news).await;
    commit(&app, "SELECT 1").await;
    woken(&news).await;
}

#[actix_web::test]
async fn on_sqlite_nobody_else_writes_and_nobody_is_woken() {
    let app = TestApp::start_with(On::Sqlite, |_config| {}).await;
    let news = Arc::new(Notify::new());
    app.app.db.wake_on_commits(&news).unwrap();
    assert_eq!(Arc::strong_count(&news), 1);
    assert_eq!(Arc::weak_count(&news), 0, "no thread waits to tell");
}
