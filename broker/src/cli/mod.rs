//! The command line.

mod admin;
mod doctor;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Parser, Subcommand};

use crate::app::App;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::keys::{self, SecretKey};
use crate::outcome::{Outcome, Refusal};
use crate::{demo, telemetry};

/// Broker of API access tokens for many customers.
#[derive(Debug, Parser)]
#[command(name = "tessera", version)]
struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

/// Settings that every command takes; they lie above file and environment.
#[derive(Args, Debug)]
struct Settings {
    /// Settings file (TOML); tessera.example.toml explains every key.
    #[arg(long, global = true, env = "TESSERA_CONFIG")]
    config: Option<PathBuf>,
    /// Folder of the embedded database and the master key.
    #[arg(long, global = true)]
    data: Option<PathBuf>,
    /// sqlite://path or postgres://user:password@host/name.
    #[arg(long, global = true)]
    database: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the broker.
    Serve(serve::Serve),
    /// Bring the database schema up to date.
    Migrate,
    /// Look at an installation: database, isolation, keys, mail.
    Doctor,
    /// Fill an empty database with a demo world.
    Demo(DemoArgs),
    /// Create tenants.
    #[command(subcommand)]
    Tenant(admin::TenantCommand),
    /// Create users and memberships.
    #[command(subcommand)]
    User(admin::UserCommand),
    /// Print the version.
    Version,
}

#[derive(Args, Debug)]
struct DemoArgs {
    /// How many tenants.
    #[arg(long, default_value_t = 300)]
    tenants: u32,
    /// How many tokens over all tenants.
    #[arg(long, default_value_t = 20_000)]
    tokens: u32,
    /// The same seed makes the same world.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Runs the command the process was started with.
pub fn run() -> ExitCode {
    match execute(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            complain(&cause);
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "the command line's own answer")]
fn complain(cause: &Refusal) {
    eprintln!("tessera: {cause}");
}

#[expect(clippy::print_stdout, reason = "the command line's own answer")]
fn say(text: &str) {
    println!("{text}");
}

#[expect(
    clippy::disallowed_methods,
    reason = "the environment is handed to the settings, here only"
)]
fn execute(cli: Cli) -> Outcome<()> {
    let mut config = Config::load(cli.settings.config.as_deref(), std::env::vars()).map_err(Refusal::internal)?;
    if let Some(data) = cli.settings.data {
        config.data = data;
    }
    if cli.settings.database.is_some() {
        config.database = cli.settings.database;
    }
    match cli.command {
        Command::Version => say(concat!("tessera ", env!("CARGO_PKG_VERSION"))),
        Command::Serve(args) => {
            args.lay_over(&mut config);
            telemetry::start(&config);
            return serve::serve(config, &args);
        }
        Command::Migrate => {
            prepare(&config)?;
            let ran = crate::db::migrate::run(&config.database_url())?;
            say(&format!("{} migrations ran", ran.len()));
        }
        Command::Doctor => {
            let in_environment = std::env::var_os("TESSERA_MASTER_KEY").is_some();
            return doctor::doctor(&config, in_environment);
        }
        Command::Demo(args) => {
            telemetry::start(&config);
            let app = open(config, true)?;
            let size = demo::service::DemoSize {
                tenants: args.tenants,
                tokens: args.tokens,
                to_issue: 0,
                ending_soon: 0,
            };
            let world = demo::service::build(&app, size, args.seed)?;
            for login in &world.logins {
                say(&format!(
                    "{:<28} {:<24} {}",
                    login.email,
                    login.password,
                    demo::service::what(login)
                ));
            }
        }
        Command::Tenant(command) => return admin::tenant(&open(config, false)?, command),
        Command::User(command) => return admin::user(&open(config, false)?, command),
    }
    Ok(())
}

/// Makes the data folder.
fn prepare(config: &Config) -> Outcome<()> {
    std::fs::create_dir_all(&config.data).map_err(Refusal::internal)
}

/// The master key: from the environment, or from a file the first start makes.
#[expect(
    clippy::disallowed_methods,
    reason = "the master key is no setting and is read once, here"
)]
fn master_key(config: &Config) -> Outcome<SecretKey> {
    match std::env::var("TESSERA_MASTER_KEY") {
        Ok(text) => {
            tracing::warn!("the master key comes from the environment, where other processes may see it");
            keys::parse_master(&text).map_err(Refusal::internal)
        }
        Err(_unset) => keys::master_from_file(&config.data.join("master.key")).map_err(Refusal::internal),
    }
}

/// Opens the app without serving.
fn open(config: Config, demo: bool) -> Outcome<Arc<App>> {
    prepare(&config)?;
    let master = master_key(&config)?;
    App::start(config, Arc::new(SystemClock), &master, demo)
}
