//! `tessera doctor`, and a broker whose login owns nothing.

use std::process::Command;

use diesel::prelude::*;

use crate::support::world::World;
use crate::support::{On, TestApp, admin_url};

/// What the doctor says: whether all is well, and its lines.
fn doctor(app: &TestApp, database: &str) -> (bool, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_tessera"))
        .args(["doctor", "--database", database, "--data"])
        .arg(&app.app.config.data)
        .env_remove("TESSERA_TEST_POSTGRES_URL")
        .output()
        .unwrap();
    (done.status.success(), String::from_utf8(done.stdout).unwrap())
}

fn line<'a>(lines: &'a str, about: &str) -> &'a str {
    let found = lines.lines().find(|line| line.split_whitespace().nth(1) == Some(about));
    found.unwrap_or_else(|| panic!("no {about} in {lines}"))
}

#[actix_web::test]
async fn an_embedded_database_is_looked_at() {
    let app = TestApp::start_with(On::Sqlite, |_config| {}).await;
    let url = app.app.config.database_url();
    let (well, lines) = doctor(&app, &url);
    assert!(well, "{lines}");
    assert!(line(&lines, "database").contains("SQLite 3."));
    assert!(line(&lines, "schema").starts_with("ok"));
    let (well, lines) = doctor(&app, "postgres://nobody@127.0.0.1:1/nothing");
    assert!(!well);
    assert!(line(&lines, "database").starts_with("FAIL"));
}

#[actix_web::test]
async fn a_login_that_owns_nothing_is_enough_and_one_that_owns_is_warned_of() {
    let app = TestApp::start_with(On::Postgres, |_config| {}).await;
    let url = app.app.config.database_url();
    let (well, lines) = doctor(&app, &url);
    assert!(well, "{lines}");
    assert!(line(&lines, "isolation").starts_with("ok"), "{lines}");
    assert!(
        line(&lines, "login").starts_with("warn") && lines.contains("IN ROLE tessera_app"),
        "{lines}"
    );

    let name = format!("l_{}", tessera_broker::random::base62(12).unwrap().to_lowercase());
    let mut admin = diesel::PgConnection::establish(&admin_url()).unwrap();
    let login = format!("CREATE ROLE {name} LOGIN IN ROLE tessera_app");
    diesel::sql_query(login).execute(&mut admin).unwrap();
    let own = url.replacen("tessera@", &format!("{name}@"), 1);
    let (well, lines) = doctor(&app, &own);
    assert!(well && line(&lines, "login").starts_with("ok"), "{lines}");
    // A broker starts and works with it, over the same database.
    let second = TestApp::start_with(On::Postgres, |config| config.database = Some(own.clone())).await;
    let world = World::make(&second).await;
    world.agent.get("/api/v1/tokens").await.expect(200);
    drop((app, second));
    let _ = diesel::sql_query(format!("DROP ROLE {name}")).execute(&mut admin);

    // A login that owns the database, makes the role, and works as it.
    let owner = format!("o_{}", tessera_broker::random::base62(12).unwrap().to_lowercase());
    for make in [
        format!("CREATE ROLE {owner} LOGIN CREATEROLE"),
        format!("CREATE DATABASE {owner} OWNER {owner}"),
    ] {
        diesel::sql_query(make).execute(&mut admin).unwrap();
    }
    let its = admin_url()
        .replacen("tessera@", &format!("{owner}@"), 1)
        .replacen("/postgres", &format!("/{owner}"), 1);
    let third = TestApp::start_with(On::Postgres, |config| config.database = Some(its.clone())).await;
    World::make(&third).await.agent.get("/api/v1/tokens").await.expect(200);
    let (well, lines) = doctor(&third, &its);
    assert!(well && line(&lines, "isolation").starts_with("ok"), "{lines}");
    assert!(line(&lines, "login").contains("owns the tables"), "{lines}");

    let missing = diesel::sql_query("CREATE DATABASE doctor_empty").execute(&mut admin);
    missing.unwrap();
    let app = TestApp::start_with(On::Sqlite, |_config| {}).await;
    let (well, lines) = doctor(&app, &admin_url().replacen("/postgres", "/doctor_empty", 1));
    assert!(!well && line(&lines, "schema").contains("tessera migrate"), "{lines}");
}
