//! Settings: a TOML file, `TESSERA_…` variables on top, flags above both. Unknown keys are refused.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use ipnet::IpNet;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use tessera_shared::instant::Span;

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read {path}: {cause}")]
    Read {
        /// Which file.
        path: String,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The file or a variable does not fit.
    #[error("settings: {0}")]
    Shape(String),
}

/// All settings. `tessera.example.toml` explains each.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Address to listen on.
    pub listen: String,
    /// Folder of the embedded database, the master key and `demo.json`.
    pub data: PathBuf,
    /// `sqlite://path` or `postgres://…`; the default is a file in `data`.
    pub database: Option<String>,
    /// What people type to reach the broker; goes into links of mails.
    pub public_url: Option<String>,
    /// `human` or `json`.
    pub log_format: LogFormat,
    /// Which events are logged, in the form of `RUST_LOG`.
    pub log: String,
    /// Worker threads; the default is one per core.
    pub workers: Option<usize>,
    /// What this node is called where several share a database; the default is host and port.
    pub node: Option<String>,
    /// Mail.
    pub mail: Mail,
    /// Signing in.
    pub sign_in: SignIn,
    /// Sessions.
    pub session: Session,
    /// How often somebody may call.
    pub limits: Limits,
    /// Proxies whose `X-Forwarded-For` is believed, as networks (CIDR); in a variable, separated
    /// by commas.
    #[serde(deserialize_with = "networks")]
    pub trusted_proxies: Vec<IpNet>,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For a terminal.
    Human,
    /// One JSON object a line.
    Json,
}

/// Where mail goes.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mail {
    /// `smtp://host:port`, `smtps://user:password@host` and so on; none keeps mail in the outbox.
    pub smtp: Option<String>,
    /// Sender of every mail.
    pub from: String,
}

/// What people have to show to sign in.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignIn {
    /// Of people with a role in support or on the platform.
    pub second_factor: SecondFactor,
}

/// Whether somebody may do without a second factor.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum SecondFactor {
    /// They may add one and do nothing else before.
    Required,
    /// They may have one.
    Offered,
}

/// How long sessions last.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Session {
    /// A session ends after this many minutes without use.
    pub idle_minutes: u32,
    /// A session ends after this many hours in any case.
    pub absolute_hours: u32,
    /// Dangerous acts ask who one is when it was proven longer ago than this many minutes.
    pub fresh_minutes: u32,
}

/// Calls per minute; 0 is no limit. Each number is also how many may come at once.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Changes asked for by somebody at one address who is not signed in.
    pub public_per_minute: u32,
    /// Calls of one signed-in user or service account.
    pub user_per_minute: u32,
    /// Sign-ins tried from one address.
    pub sign_in_per_minute: u32,
    /// Sign-ins tried for one account from devices it has never signed in from; from a known
    /// device it is the same number again.
    pub sign_in_account_per_minute: u32,
    /// Sign-ins tried for all accounts together from unknown devices.
    pub sign_in_all_per_minute: u32,
    /// Letters somebody who is not signed in may have sent to one address.
    pub letters_per_minute: u32,
    /// Tokens that are not good, asked about by one gateway.
    pub bad_tokens_per_minute: u32,
    /// Calls of the token and revocation endpoints from one address.
    pub machine_per_minute: u32,
    /// Clients at one address that did not show who they are, or no token that is good.
    pub failed_clients_per_minute: u32,
}

impl Limits {
    /// No limits at all, for simulations.
    pub const NONE: Self = Self {
        public_per_minute: 0,
        user_per_minute: 0,
        sign_in_per_minute: 0,
        sign_in_account_per_minute: 0,
        sign_in_all_per_minute: 0,
        letters_per_minute: 0,
        bad_tokens_per_minute: 0,
        machine_per_minute: 0,
        failed_clients_per_minute: 0,
    };
}

impl Session {
    /// The idle bound in milliseconds.
    pub fn idle_ms(&self) -> i64 {
        i64::from(self.idle_minutes) * 60_000
    }

    /// How long a proof of who one is counts for dangerous acts.
    pub fn fresh(&self) -> Span {
        Span::minutes(i64::from(self.fresh_minutes))
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".to_owned(),
            data: PathBuf::from("./data"),
            database: None,
            public_url: None,
            log_format: LogFormat::Human,
            log: "info".to_owned(),
            workers: None,
            node: None,
            mail: Mail::default(),
            sign_in: SignIn::default(),
            session: Session::default(),
            limits: Limits::default(),
            trusted_proxies: Vec::new(),
        }
    }
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            smtp: None,
            from: "Tessera <tessera@localhost>".to_owned(),
        }
    }
}

impl Default for SignIn {
    fn default() -> Self {
        Self {
            second_factor: SecondFactor::Required,
        }
    }
}

impl Default for Session {
    fn default() -> Self {
        Self {
            idle_minutes: 30,
            absolute_hours: 12,
            fresh_minutes: 5,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            public_per_minute: 120,
            user_per_minute: 6_000,
            sign_in_per_minute: 30,
            sign_in_account_per_minute: 10,
            sign_in_all_per_minute: 600,
            letters_per_minute: 5,
            bad_tokens_per_minute: 6_000,
            machine_per_minute: 6_000,
            failed_clients_per_minute: 120,
        }
    }
}

/// A list of networks, or a text with commas between them.
fn networks<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<IpNet>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Texts {
        One(String),
        Many(Vec<String>),
    }
    let texts = match Texts::deserialize(from)? {
        Texts::One(text) => text.split(',').map(|part| part.trim().to_owned()).collect(),
        Texts::Many(texts) => texts,
    };
    let parse = |text: &String| {
        let address = || text.parse::<IpAddr>().map(IpNet::from);
        let net = text.parse::<IpNet>().or_else(|_not_a_net| address());
        net.map_err(|_cause| D::Error::custom(format!("{text:?} is no network such as 10.0.0.0/8")))
    };
    texts.iter().filter(|text| !text.is_empty()).map(parse).collect()
}

impl Config {
    /// Reads `file` (if any) and lays `variables` over it: `TESSERA_LISTEN`, and two underscores
    /// between a section and its key, `TESSERA_MAIL__SMTP`.
    pub fn load(file: Option<&Path>, variables: impl Iterator<Item = (String, String)>) -> Result<Self, ConfigError> {
        let text = match file {
            Some(path) => std::fs::read_to_string(path).map_err(|cause| ConfigError::Read {
                path: path.display().to_string(),
                cause,
            })?,
            None => String::new(),
        };
        let mut table: toml::Table = text
            .parse()
            .map_err(|cause: toml::de::Error| ConfigError::Shape(cause.to_string()))?;
        for (name, value) in variables {
            if let Some(path) = name.strip_prefix("TESSERA_") {
                overlay(&mut table, &path.to_lowercase(), value)?;
            }
        }
        table
            .try_into()
            .map_err(|cause: toml::de::Error| ConfigError::Shape(cause.to_string()))
    }

    /// The database's URL.
    pub fn database_url(&self) -> String {
        match &self.database {
            Some(url) => url.clone(),
            None => format!("sqlite://{}", self.data.join("tessera.db").display()),
        }
    }

    /// Scheme, host and port under which browsers reach the broker, without a slash at the end.
    pub fn public_origin(&self) -> String {
        match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!(
                "http://{}",
                self.listen
                    .replace("0.0.0.0", "localhost")
                    .replace("127.0.0.1", "localhost")
            ),
        }
    }

    /// What this node is called in receipts.
    pub fn node_name(&self) -> String {
        let host =
            || hostname::get().map_or_else(|_unnamed| "localhost".to_owned(), |name| name.to_string_lossy().into());
        let port = self.listen.rsplit_once(':').map_or("", |(_, port)| port);
        self.node.clone().unwrap_or_else(|| format!("{}:{port}", host()))
    }

    /// Whether browsers come over https; decides the cookie's name and flags.
    pub fn is_https(&self) -> bool {
        self.public_origin().starts_with("https://")
    }
}

/// Variables that set-up or tests use and that are no settings.
const NOT_SETTINGS: &[&str] = &["tools", "test_postgres_url", "master_key", "config"];

fn overlay(table: &mut toml::Table, path: &str, value: String) -> Result<(), ConfigError> {
    if NOT_SETTINGS.contains(&path) {
        return Ok(());
    }
    let value = match value.parse::<i64>() {
        Ok(number) => toml::Value::Integer(number),
        Err(_) => toml::Value::String(value),
    };
    match path.split_once("__") {
        None => {
            table.insert(path.to_owned(), value);
        }
        Some((section, key)) => {
            let section = table
                .entry(section)
                .or_insert_with(|| toml::Value::Table(toml::Table::new()));
            let Some(section) = section.as_table_mut() else {
                return Err(ConfigError::Shape(format!("{path} is no section")));
            };
            section.insert(key.to_owned(), value);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Config::load(None, variables.iter().map(owned))
    }

    #[test]
    fn variables_lie_over_defaults() {
        let config = load(&[
            ("TESSERA_LISTEN", "0.0.0.0:9"),
            ("TESSERA_SESSION__IDLE_MINUTES", "5"),
            ("HOME", "/"),
        ]);
        let config = config.unwrap();
        assert_eq!(config.listen, "0.0.0.0:9");
        assert_eq!(config.session.idle_minutes, 5);
    }

    #[test]
    fn unknown_keys_are_refused() {
        assert!(load(&[("TESSERA_LISTNE", "x")]).is_err());
        assert!(load(&[("TESSERA_MAIL__SMPT", "x")]).is_err());
    }

    #[test]
    fn trusted_proxies_are_networks_or_addresses() {
        let config = load(&[("TESSERA_TRUSTED_PROXIES", "10.0.0.0/8, 192.0.2.7,fd00::/8")]).unwrap();
        let nets: Vec<String> = config.trusted_proxies.iter().map(IpNet::to_string).collect();
        assert_eq!(nets, ["10.0.0.0/8", "192.0.2.7/32", "fd00::/8"]);
        assert!(load(&[("TESSERA_TRUSTED_PROXIES", "everybody")]).is_err());
    }

    #[test]
    fn the_example_file_is_the_default() {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../tessera.example.toml"));
        let example = Config::load(Some(path), std::iter::empty()).unwrap();
        assert_eq!(format!("{example:?}"), format!("{:?}", Config::default()));
    }
}
