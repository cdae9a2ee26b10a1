//! `tessera doctor`: says what is wrong with an installation, and what to do about it.

use std::os::unix::fs::PermissionsExt;

use crate::cli::say;
use crate::config::Config;
use crate::db::inspect::{Inspection, Login, inspect};
use crate::outcome::{Outcome, Refusal};

/// How a check ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Good,
    Warning,
    Failure,
}

struct Check {
    mark: Mark,
    about: &'static str,
    text: String,
}

impl Check {
    fn good(about: &'static str, text: impl Into<String>) -> Self {
        Self::new(Mark::Good, about, text)
    }

    fn warning(about: &'static str, text: impl Into<String>) -> Self {
        Self::new(Mark::Warning, about, text)
    }

    fn failure(about: &'static str, text: impl Into<String>) -> Self {
        Self::new(Mark::Failure, about, text)
    }

    fn new(mark: Mark, about: &'static str, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { mark, about, text }
    }

    fn line(&self) -> String {
        let mark = match self.mark {
            Mark::Good => "ok",
            Mark::Warning => "warn",
            Mark::Failure => "FAIL",
        };
        format!("{mark:<5} {:<12} {}", self.about, self.text)
    }
}

/// Prints one line a check; fails when one of them did.
pub fn doctor(config: &Config, master_key_in_environment: bool) -> Outcome<()> {
    let mut checks = database(config);
    checks.push(master_key(config, master_key_in_environment));
    checks.push(public_url(config));
    checks.push(mail(config));
    for check in &checks {
        say(&check.line());
    }
    match checks.iter().filter(|check| check.mark == Mark::Failure).count() {
        0 => Ok(()),
        failures => Err(Refusal::internal(format!(
            "{failures} of {} checks failed",
            checks.len()
        ))),
    }
}

fn database(config: &Config) -> Vec<Check> {
    let url = config.database_url();
    let file = url.strip_prefix("sqlite://").map(std::path::Path::new);
    if file.is_some_and(|file| !file.exists()) {
        return vec![Check::warning(
            "database",
            "there is none yet; the first start makes it",
        )];
    }
    match inspect(&url) {
        Err(cause) => vec![Check::failure("database", cause.to_string())],
        Ok(found) => looked_at(&found),
    }
}

fn looked_at(found: &Inspection) -> Vec<Check> {
    let mut checks = vec![Check::good("database", &found.version)];
    checks.push(if found.pending.is_empty() {
        Check::good("schema", "current")
    } else {
        let text = format!("{} not run; run `tessera migrate`", found.pending.join(", "));
        Check::failure("schema", text)
    });
    match &found.login {
        None => checks.push(Check::good(
            "isolation",
            "by the broker's own queries; SQLite has no second wall",
        )),
        Some(login) if found.pending.is_empty() => checks.extend(walls(login)),
        Some(_) => {}
    }
    checks
}

fn walls(login: &Login) -> [Check; 2] {
    let wall = if login.unwalled.is_empty() {
        Check::good("isolation", "row-level security is forced on every table of customers")
    } else {
        Check::failure("isolation", format!("no row-level security on {}", login.unwalled))
    };
    let name = &login.name;
    let own_login = "give the broker a login of its own: \
         CREATE ROLE tessera_broker LOGIN PASSWORD '…' IN ROLE tessera_app; \
         and run `tessera migrate` with this one";
    let login = if login.bypasses && !login.takes_role {
        Check::failure("login", format!("{name} passes row-level security by; {own_login}"))
    } else if login.bypasses {
        let text = format!("{name} could pass row-level security by, and works as tessera_app; {own_login}");
        Check::warning("login", text)
    } else if login.owns {
        Check::warning(
            "login",
            format!("{name} owns the tables and could take the wall down; {own_login}"),
        )
    } else {
        Check::good("login", format!("{name} owns nothing and passes no policy by"))
    };
    [wall, login]
}

fn master_key(config: &Config, in_environment: bool) -> Check {
    const ABOUT: &str = "master key";
    if in_environment {
        let text = "from the environment, where other processes of the user may see it; a file of mode 0600 is safer";
        return Check::warning(ABOUT, text);
    }
    let path = config.data.join("master.key");
    let shown = path.display();
    match std::fs::metadata(&path) {
        Ok(about) if about.permissions().mode().trailing_zeros() >= 6 => {
            Check::good(ABOUT, format!("{shown}; keep a copy elsewhere"))
        }
        Ok(_) => Check::failure(ABOUT, format!("{shown} can be read by others: chmod 600 {shown}")),
        Err(_missing) => Check::warning(ABOUT, format!("{shown} is not there; the first start makes it")),
    }
}

fn public_url(config: &Config) -> Check {
    const ABOUT: &str = "public_url";
    let origin = config.public_origin();
    if config.is_https() {
        Check::good(ABOUT, origin)
    } else {
        let text = format!("{origin} is not https; put a proxy with TLS in front and set public_url");
        Check::warning(ABOUT, text)
    }
}

fn mail(config: &Config) -> Check {
    match &config.mail.smtp {
        Some(_) => Check::good("mail", format!("sent as {}", config.mail.from)),
        None => Check::warning("mail", "no mail.smtp is set; letters wait in the outbox"),
    }
}
