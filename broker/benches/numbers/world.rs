//! Worlds to measure in. Filling the large one takes minutes, so worlds on SQLite are kept for the
//! next run.

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use diesel::prelude::*;
use tessera_broker::app::App;
use tessera_broker::auth::Actor;
use tessera_broker::clock::SystemClock;
use tessera_broker::config::Config;
use tessera_broker::db::schema::tenants;
use tessera_broker::db::{Across, Reach};
use tessera_broker::demo::service::{DemoSize, build_watched};
use tessera_broker::keys::master_from_file;
use tessera_broker::people::service::{add_member, create_user};
use tessera_broker::tenancy::{SystemJob, TenantScope};
use tessera_shared::ids::TenantId;
use tessera_shared::permission::Role;

use crate::Arguments;
use crate::process::Server;

/// Somebody who is a member of every tenant: nobody's lists are longer.
pub const EVERYWHERE: &str = "everywhere@tessera.example";
/// An agent of the first tenants.
pub const AGENT: &str = "iris@tessera.example";
/// The password of both, as the demo gives it to everybody.
pub const PASSWORD: &str = "paper lanterns at noon";

/// About as many tokens in the index as the bars name; a quarter of a world's tokens is over.
pub const LARGE: DemoSize = DemoSize {
    tenants: 2_000,
    tokens: 1_290_000,
    to_issue: 0,
    ending_soon: 10,
};
pub const SMALL: DemoSize = DemoSize {
    tenants: 20,
    tokens: 12_900,
    to_issue: 0,
    ending_soon: 10,
};

/// A filled database and the keys to it.
pub struct World {
    pub folder: PathBuf,
    database: Option<String>,
}

impl World {
    /// The world of this size on SQLite, filled now or in an earlier run.
    pub fn on_sqlite(arguments: &Arguments, size: DemoSize) -> Self {
        let name = format!("{}-{}-{}", size.tenants, size.tokens, size.to_issue);
        let folder = arguments.cache.join(name);
        let world = Self { folder, database: None };
        let (mark, made_of) = (world.folder.join("filled"), format!("{size:?}\n{}", schema()));
        // An older schema is brought up to date by the broker itself; any other difference is another world.
        let kept = fs::read_to_string(&mark).is_ok_and(|kept| made_of.starts_with(&kept));
        if !kept {
            world.fill(size);
            fs::write(mark, made_of).unwrap();
        }
        world
    }

    /// A new world in an empty database of PostgreSQL.
    pub fn on_postgres(arguments: &Arguments, url: String, size: DemoSize) -> Self {
        let world = Self {
            folder: arguments.cache.join("postgres"),
            database: Some(url),
        };
        world.fill(size);
        world
    }

    /// A copy that may be changed.
    pub fn copy(&self, name: &str) -> Self {
        let folder = self.folder.with_file_name(name);
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(&folder).unwrap();
        for entry in fs::read_dir(&self.folder).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
        }
        Self {
            folder,
            database: self.database.clone(),
        }
    }

    fn fill(&self, size: DemoSize) {
        drop(fs::remove_dir_all(&self.folder));
        fs::create_dir_all(&self.folder).unwrap();
        let config = Config {
            data: self.folder.clone(),
            database: self.database.clone(),
            ..Config::default()
        };
        let master = master_from_file(&self.folder.join("master.key")).unwrap();
        let app = App::start(config, Arc::new(SystemClock), &master, true).unwrap();
        let samples = RefCell::new(String::new());
        let mut keep = |credential: &str, token: &str| {
            samples.borrow_mut().push_str(&format!("{credential} {token}\n"));
        };
        build_watched(&app, size, 1, &mut keep).unwrap();
        fs::write(self.folder.join("samples"), samples.into_inner()).unwrap();
        join_everywhere(&app);
        drop(app);
        // The writer's thread closes the database, and takes the log back into it, on its own time.
        while self.folder.join("tessera.db-wal").exists() {
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Up to `most` credentials of gateways, each with a token it lets through, from all over the
    /// world.
    pub fn samples(&self, most: usize) -> Vec<(String, String)> {
        let text = fs::read_to_string(self.folder.join("samples")).unwrap();
        let pairs = text.lines().map(|line| line.split_once(' ').unwrap());
        let step = (text.lines().count() / most).max(1);
        let own = |(credential, token): (&str, &str)| (credential.to_owned(), token.to_owned());
        pairs.step_by(step).take(most).map(own).collect()
    }

    /// A broker that serves this world.
    pub fn serve(&self, arguments: &Arguments) -> Server {
        self.serve_with(arguments, &self.log())
    }

    /// One more broker that serves this world.
    pub fn serve_as(&self, arguments: &Arguments, name: &str) -> Server {
        self.serve_with(arguments, &self.folder.join(format!("{name}.log")))
    }

    fn serve_with(&self, arguments: &Arguments, log: &Path) -> Server {
        let mut words = vec!["serve", "--data", self.folder.to_str().unwrap()];
        if let Some(url) = &self.database {
            words.extend(["--database", url.as_str()]);
        }
        Server::start(&arguments.broker, &words, log)
    }

    /// How many tokens the broker said it had loaded.
    pub fn tokens_loaded(&self) -> f64 {
        let log = fs::read_to_string(self.log()).unwrap();
        let plain: String = log
            .split("\u{1b}[")
            .map(|part| part.split_once('m').map_or(part, |(_, text)| text))
            .collect();
        let digits = plain
            .split_once("tokens=")
            .unwrap()
            .1
            .split_whitespace()
            .next()
            .unwrap();
        digits.parse().unwrap()
    }

    fn log(&self) -> PathBuf {
        self.folder.join("broker.log")
    }
}

fn join_everywhere(app: &Arc<App>) {
    let ids: Vec<String> = app
        .db
        .read_blocking(Reach::across(Across::Job), |conn| {
            let ids = tenants::table.select(tenants::id).load(conn);
            ids.map_err(tessera_broker::db::DbError::from)
        })
        .unwrap();
    let hash = app.passwords.hash_blocking(PASSWORD).unwrap();
    app.act_blocking(Reach::across(Across::Job), move |tx| {
        let actor = Actor::system("bench");
        let user = create_user(tx, &actor, EVERYWHERE, "Everywhere", &hash, None)?;
        for id in &ids {
            let tenant: TenantId = id.parse().unwrap();
            let scope = TenantScope::for_job(SystemJob::CommandLine, tenant);
            add_member(tx, &scope, &actor, (user, "Everywhere"), Role::SupportLead)?;
        }
        Ok(())
    })
    .unwrap();
}

/// What a kept world depends on.
fn schema() -> String {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations/sqlite"));
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().join("up.sql"))
        .collect();
    files.sort();
    files.iter().map(|file| fs::read_to_string(file).unwrap()).collect()
}
