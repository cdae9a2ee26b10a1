//! The parts of a running broker, wired together.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::{HttpRequest, web};
use tessera_shared::dto::queue::Topic;
use tokio::sync::{Notify, broadcast};

use crate::act::{Change, Effect, Tx};
use crate::auth::limits::Limits;
use crate::auth::password::Passwords;
use crate::clock::SharedClock;
use crate::config::Config;
use crate::db::{Across, Db, Reach, migrate};
use crate::exports::Exports;
use crate::gateways::feeds::Feeds;
use crate::gateways::index::GatewayIndex;
use crate::http::cursor;
use crate::http::reports::PolicyReports;
use crate::issuers::keyring::Keyring;
use crate::issuers::status::StatusLists;
use crate::keys::{Keys, SecretKey};
use crate::notifications::catcher::MailCatcher;
use crate::outcome::{Outcome, Refusal};
use crate::sso::discovery::Discovery;
use crate::tenants::my_overview::Recent;
use crate::tenants::picture::Pictures;
use crate::tokens::index::TokenIndex;
use crate::tokens::secret::Digester;
use crate::tokens::usage::Usage;

/// Everything a handler or a job can reach.
pub struct App {
    /// Settings.
    pub config: Config,
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: SharedClock,
    /// Keys by purpose.
    pub keys: Keys,
    /// Password hashing in its bounded pool.
    pub passwords: Passwords,
    /// Overviews over all tenants of a person, of the last seconds.
    pub recent_overviews: Recent,
    /// Draws logos in its turn.
    pub pictures: Pictures,
    /// Digests of what service accounts show.
    pub digester: Digester,
    /// How often somebody may call.
    pub limits: Limits,
    /// What providers of sign-in say about themselves.
    pub discovery: Discovery,
    /// Live tokens, for checks without the database.
    pub tokens: TokenIndex,
    /// Gateway credentials, for checks without the database.
    pub gateways: GatewayIndex,
    /// Signing keys of the tenants.
    pub keyring: Keyring,
    /// Status lists of the tenants.
    pub status_lists: StatusLists,
    /// Counts of checks, waiting to be written down.
    pub usage: Usage,
    /// Tells open event streams what changed.
    pub changes: broadcast::Sender<Change>,
    /// How this node is called in receipts.
    pub node: String,
    /// Open feeds of gateways.
    pub feeds: Feeds,
    /// What browsers refused to do on the broker's pages.
    pub policy_reports: PolicyReports,
    /// Who has an export running.
    pub exports: Exports,
    /// Set when the broker is told to stop; answers that would go on for ever end then.
    stopping: AtomicBool,
    /// Wakes the outbox.
    pub outbox_wake: Notify,
    /// Catches mail instead of sending it; demo only.
    pub catcher: Option<MailCatcher>,
}

impl App {
    /// Opens database and keyring, brings the schema up to date and loads the indexes.
    pub fn start(config: Config, clock: SharedClock, master: &SecretKey, demo: bool) -> Outcome<Arc<Self>> {
        let url = config.database_url();
        for name in migrate::run(&url)? {
            tracing::info!(%name, "migrated");
        }
        let db = Db::open(&url)?;
        let (master, now) = (master.clone(), clock.now().millis());
        let keys = db.write_blocking(
            Reach::across(Across::Platform),
            move |conn| Keys::load(conn, &master, now).map_err(Refusal::internal),
            |_keys| {},
        )?;
        let app = Arc::new(Self {
            passwords: Passwords::new(keys.password_pepper.clone())?,
            recent_overviews: Recent::default(),
            pictures: Pictures::default(),
            digester: Digester::new(&keys.token_pepper),
            limits: Limits::new(&config.limits, &clock),
            discovery: Discovery::default(),
            tokens: TokenIndex::new(&keys, &clock),
            gateways: GatewayIndex::new(&keys, &clock),
            keyring: Keyring::default(),
            status_lists: StatusLists::default(),
            usage: Usage::default(),
            changes: broadcast::channel(1_024).0,
            node: config.node_name(),
            feeds: Feeds::default(),
            policy_reports: PolicyReports::default(),
            exports: Exports::default(),
            stopping: AtomicBool::new(false),
            outbox_wake: Notify::new(),
            catcher: demo.then(MailCatcher::default),
            config,
            db,
            clock,
            keys,
        });
        Ok(app)
    }

    /// Fills the indexes from the database. Checks are refused until this is done.
    pub fn load_indexes(self: &Arc<Self>) -> Outcome<()> {
        crate::gateways::service::load_index(self)?;
        crate::issuers::service::load_keyring(self)?;
        crate::tokens::load::load_index(self)
    }

    /// Ends open streams within a second, so that they do not hold up a stop in order.
    pub fn stop_streams(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Whether the broker was told to stop.
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// The app behind a request.
    pub fn of(req: &HttpRequest) -> Outcome<&Arc<Self>> {
        req.app_data::<web::Data<Self>>()
            .map(|data| &**data)
            .ok_or_else(|| Refusal::internal("the app is not mounted"))
    }

    /// Runs `work` as one change within `reach`: one transaction, then its effects in memory, then the answer.
    pub async fn act<T, F>(self: &Arc<Self>, reach: Reach, work: F) -> Outcome<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Outcome<T> + Send + 'static,
    {
        let (now, app) = (self.clock.now(), Arc::clone(self));
        let done = self
            .db
            .write(
                reach,
                move |conn| {
                    let mut tx = Tx::new(conn, now);
                    let value = work(&mut tx)?;
                    Ok::<_, Refusal>((value, tx.into_effects()))
                },
                move |(_, effects): &(T, Vec<Effect>)| app.apply(effects),
            )
            .await?;
        Ok(done.0)
    }

    /// Like [`App::act`], waiting on the caller's thread: for the command line.
    pub fn act_blocking<T, F>(self: &Arc<Self>, reach: Reach, work: F) -> Outcome<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Outcome<T> + Send + 'static,
    {
        let (now, app) = (self.clock.now(), Arc::clone(self));
        let done = self.db.write_blocking(
            reach,
            move |conn| {
                let mut tx = Tx::new(conn, now);
                let value = work(&mut tx)?;
                Ok::<_, Refusal>((value, tx.into_effects()))
            },
            move |(_, effects): &(T, Vec<Effect>)| app.apply(effects),
        )?;
        Ok(done.0)
    }

    /// Makes committed effects true in memory. Runs on the writer's thread, behind the commit and
    /// before the answer, so a revoked token is refused by the time its revocation is confirmed.
    fn apply(&self, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::Token(entry) => self.tokens.apply(entry),
                Effect::Gateway(entry) => self.gateways.apply(entry),
                Effect::Tenant(tenant, slug, status) => self.tokens.apply_tenant(*tenant, slug, *status),
                Effect::SigningKeys(keys) => self.keyring.apply(keys),
                Effect::Change(change) => self.tell(change.clone()),
                Effect::Outbox => self.outbox_wake.notify_one(),
            }
        }
    }

    /// Lets everybody here know of a committed change.
    pub fn tell(&self, change: Change) {
        if matches!(change.event.topic, Topic::Tokens | Topic::SigningKeys) {
            self.status_lists.changed(change.event.tenant);
        }
        // Nobody may be listening.
        drop(self.changes.send(change));
    }

    /// Cuts a list that was read one row too far: the rows of the page, and the last one's key
    /// when more follow.
    pub fn cut_page<T>(rows: &mut Vec<T>, limit: i64, key: impl Fn(&T) -> String) -> (Vec<T>, Option<String>) {
        let limit = usize::try_from(limit).unwrap_or(0);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let last = if more { rows.last().map(key) } else { None };
        (std::mem::take(rows), last)
    }

    /// The cursor for a page's last key.
    pub fn seal_cursor(&self, list: &str, owner: &str, last: Option<String>) -> Option<String> {
        last.map(|last| cursor::seal(&self.keys.cursor, list, owner, &last))
    }

    /// The key a caller's cursor stands for.
    pub fn open_cursor(&self, list: &str, owner: &str, cursor: Option<&str>) -> Outcome<Option<String>> {
        cursor
            .map(|cursor| cursor::open(&self.keys.cursor, list, owner, cursor))
            .transpose()
    }
}
