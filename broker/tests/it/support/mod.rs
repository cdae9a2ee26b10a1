//! A running broker with two tenants and everybody a test needs.

pub mod client;
pub mod contents;
pub mod factor;
pub mod link;
pub mod passkey;
pub mod play;
pub mod process;
pub mod signer;
pub mod timing;
pub mod world;

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;
use tessera_broker::app::App;
use tessera_broker::clock::{Clock, ManualClock, SystemClock};
use tessera_broker::config::{Config, Limits, SecondFactor, Session, SignIn};
use tessera_broker::db::{Across, Reach};
use tessera_broker::keys::SecretKey;
use tessera_shared::instant::Instant;

/// Where the clock of every test begins: 2026-11-24T08:00:00Z.
pub const START: Instant = Instant::from_millis(1_795_507_200_000);

/// The master key of every test.
const MASTER_KEY: [u8; 32] = [9; 32];

/// The same as the environment has it.
pub fn master_key_text() -> String {
    URL_SAFE_NO_PAD.encode(MASTER_KEY)
}

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    Sqlite,
    Postgres,
}

/// A broker on a free port, without the jobs that settle, send or write down.
pub struct TestApp {
    pub app: Arc<App>,
    pub clock: Arc<ManualClock>,
    pub base: String,
    _data: tempfile::TempDir,
    database: Option<(String, String)>,
}

/// The administrator's URL of the PostgreSQL under test, made by `scripts/with-postgres.sh`.
pub fn admin_url() -> String {
    std::env::var("TESSERA_TEST_POSTGRES_URL").expect("TESSERA_TEST_POSTGRES_URL: run the tests by `make rust-test`")
}

/// The reach of a test that looks at all rows.
pub fn everything() -> Reach {
    Reach::across(Across::Job)
}

pub fn create_database(admin: &str) -> (String, String) {
    let name = format!("t_{}", tessera_broker::random::base62(16).unwrap().to_lowercase());
    let mut conn = diesel::PgConnection::establish(admin).unwrap();
    diesel::sql_query(format!("CREATE DATABASE {name}"))
        .execute(&mut conn)
        .unwrap();
    let (head, query) = match admin.split_once('?') {
        Some((head, query)) => (head, format!("?{query}")),
        None => (admin, String::new()),
    };
    let root = head.rsplit_once('/').map_or(head, |(root, _)| root);
    (format!("{root}/{name}{query}"), name)
}

impl TestApp {
    /// Starts a broker with an empty database and settings that `change` has the last word on.
    pub async fn start_with(on: On, change: impl FnOnce(&mut Config)) -> Self {
        let data = tempfile::tempdir().unwrap();
        let database = (on == On::Postgres).then(|| create_database(&admin_url()));
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let mut config = Config {
            listen: base.trim_start_matches("http://").to_owned(),
            data: data.path().to_owned(),
            database: database.as_ref().map(|(url, _)| url.clone()),
            workers: Some(1),
            // Tests let months pass; nobody signs in again for that.
            session: Session {
                idle_minutes: 60 * 24 * 365 * 10,
                absolute_hours: 24 * 365 * 10,
                fresh_minutes: 60 * 24 * 365 * 10,
            },
            sign_in: SignIn {
                second_factor: SecondFactor::Offered,
            },
            // A test is one address, and some are louder than anybody.
            limits: Limits::NONE,
            ..Config::default()
        };
        change(&mut config);
        let clock = ManualClock::at(START);
        let shared = Arc::clone(&clock);
        let app = tokio::task::spawn_blocking(move || {
            let app = App::start(config, shared, &SecretKey::new(MASTER_KEY), true).unwrap();
            app.load_indexes().unwrap();
            app
        })
        .await
        .unwrap();
        let server = tessera_broker::http::server::serve(Arc::clone(&app), listener).unwrap();
        actix_web::rt::spawn(server);
        // Without news of changes a broker over PostgreSQL refuses every check.
        actix_web::rt::spawn(tessera_broker::tokens::sync::follow_changes(Arc::clone(&app)));
        Self {
            app,
            clock,
            base,
            _data: data,
            database,
        }
    }

    /// How many rows every table has, of all that a call could add to or take from.
    pub async fn row_counts(&self) -> Vec<(&'static str, i64)> {
        use tessera_broker::db::schema;
        macro_rules! count {
            ($conn:ident, $($table:ident)+) => {
                vec![$((stringify!($table), schema::$table::table.count().get_result($conn)?)),+]
            };
        }
        let counts = self.app.db.read(everything(), |conn| {
            Ok::<_, tessera_broker::outcome::Refusal>(count!(conn,
                tenants logos users memberships invites sessions totp_factors recovery_codes passkeys saved_views answered_challenges password_resets identity_providers provider_domains provider_mappings identities
                provided_memberships returned_sign_ins partners apis api_scopes requests request_scopes decisions
                tokens deliveries gateways gateway_credentials service_accounts service_credentials access_tokens used_assertions signing_keys status_entries recalls receipts usage_hours refusal_hours audit_events outbox idempotency_keys changes))
        });
        counts.await.unwrap()
    }

    /// A broker in this process that starts over the same database, at the same time. It serves nobody.
    pub async fn started_again(&self) -> Arc<App> {
        let (config, clock) = (self.app.config.clone(), Arc::clone(&self.clock));
        let start = move || {
            let app = App::start(config, clock, &SecretKey::new(MASTER_KEY), true).unwrap();
            app.load_indexes().unwrap();
            app
        };
        tokio::task::spawn_blocking(start).await.unwrap()
    }

    /// Sets the clock to the system's time, as a broker in a process of its own has it.
    pub fn catch_up(&self) {
        let now = SystemClock.now();
        self.clock.advance(now - self.clock.now());
    }

    /// Sends what waits in the outbox into the catcher.
    pub async fn deliver_mail(&self) {
        let mailer = tessera_broker::notifications::mailer::Mailer::new(&self.app.config.mail).unwrap();
        while tessera_broker::notifications::outbox::send_due(&self.app, &mailer)
            .await
            .unwrap()
            > 0
        {}
    }

    /// The newest mail to an address.
    pub async fn mail_to(&self, address: &str) -> String {
        self.deliver_mail().await;
        let mails = self.app.catcher.as_ref().unwrap().all();
        let mail = mails.into_iter().find(|mail| mail.to == address);
        mail.unwrap_or_else(|| panic!("no mail to {address}")).text
    }
}

impl TestApp {
    /// Gives a table another name, so that the broker does not find it.
    pub async fn rename_table(&self, from: &str, to: &str) {
        let rename = diesel::sql_query(format!("ALTER TABLE {from} RENAME TO {to}"));
        if let Some((url, _)) = &self.database {
            // The broker itself does not own its tables.
            rename
                .execute(&mut diesel::PgConnection::establish(url).unwrap())
                .unwrap();
            return;
        }
        let renamed = self.app.act(everything(), move |tx| Ok(rename.execute(&mut **tx)?));
        renamed.await.unwrap();
    }

    /// Takes the PostgreSQL database away from the running broker.
    pub fn lose_database(&self) {
        if let Some((_, name)) = &self.database
            && let Ok(mut conn) = diesel::PgConnection::establish(&admin_url())
        {
            let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            let _ = diesel::sql_query(drop).execute(&mut conn);
        }
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.lose_database();
    }
}

/// Runs an async test body once on each database; a closure in front changes the settings.
#[macro_export]
macro_rules! on_both {
    ($(async fn $name:ident($app:ident) $body:block)+) => {
        $crate::on_both! { |_config| {}; $(async fn $name($app) $body)+ }
    };
    ($change:expr; $(async fn $name:ident($app:ident) $body:block)+) => {
        $(mod $name {
            use super::*;
            async fn body($app: $crate::support::TestApp) $body
            #[actix_web::test]
            async fn on_sqlite() {
                body($crate::support::TestApp::start_with($crate::support::On::Sqlite, $change).await).await;
            }
            #[actix_web::test]
            async fn on_postgres() {
                body($crate::support::TestApp::start_with($crate::support::On::Postgres, $change).await).await;
            }
        })+
    };
}
