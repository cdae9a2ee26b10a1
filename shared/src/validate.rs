//! Field rules, checked in the browser before sending and on the server before anything happens.

use crate::error::FieldError;
use crate::networks::{MAX_NETWORKS, NotANetwork, parse_network};

/// Longest audience of an API.
pub const MAX_AUDIENCE: usize = 200;
/// Longest name of anything, in characters.
pub const MAX_NAME: usize = 80;
/// Longest reason or description, in characters.
pub const MAX_TEXT: usize = 1_000;
/// Longest e-mail address, in bytes (RFC 5321 §4.5.3.1.3).
pub const MAX_EMAIL: usize = 254;
/// Shortest new password, in characters. NIST SP 800-63B-4 §3.1.1.2 asks for 15 where a password is
/// the only factor and 8 beside a second one. Factors come and go while the password stays, so
/// there is one bound for everybody.
pub const MIN_PASSWORD: usize = 15;
/// Longest password, in characters.
pub const MAX_PASSWORD: usize = 256;
/// Longest lifetime anyone may ask for, in days.
pub const MAX_LIFETIME_DAYS: u32 = 1_825;
/// Longest time a delivery link may work, in hours: a week.
pub const MAX_DELIVERY_HOURS: u32 = 168;
/// Most scopes in one request.
pub const MAX_SCOPES: usize = 50;

/// A body that can tell what is wrong with it.
pub trait Validate {
    /// Adds an entry to `errors` for every broken rule.
    fn check(&self, errors: &mut Errors);

    /// All broken rules, or none.
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut errors = Errors::default();
        self.check(&mut errors);
        errors.into_result()
    }
}

/// Collects broken rules.
#[derive(Debug, Default)]
pub struct Errors(Vec<FieldError>);

impl Errors {
    /// All broken rules, or none.
    pub fn into_result(self) -> Result<(), Vec<FieldError>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }

    /// Records that `pointer` breaks the rule `code`.
    pub fn add(&mut self, pointer: &str, code: &str, detail: impl Into<String>) {
        self.0.push(FieldError {
            pointer: pointer.to_owned(),
            code: code.to_owned(),
            detail: detail.into(),
        });
    }

    /// Networks in CIDR notation, each once and in its canonical spelling.
    pub fn networks(&mut self, pointer: &str, networks: &[String]) {
        if networks.len() > MAX_NETWORKS {
            let detail = format!("Name at most {MAX_NETWORKS} networks.");
            self.add(pointer, "out_of_range", detail);
            return;
        }
        for (index, text) in networks.iter().enumerate() {
            let pointer = format!("{pointer}/{index}");
            match parse_network(text) {
                Ok(_) if networks.iter().take(index).any(|before| before == text) => {
                    self.add(&pointer, "repeated", "Name each network once.");
                }
                Ok(_) => {}
                Err(cause @ NotANetwork::Garbage) => self.add(&pointer, "not_a_network", cause.to_string()),
                Err(cause @ NotANetwork::Spelling(_)) => self.add(&pointer, "not_canonical", cause.to_string()),
            }
        }
    }

    /// A single line of text of 1 to `max` characters.
    pub fn line(&mut self, pointer: &str, text: &str, max: usize) {
        if text.trim().is_empty() {
            self.add(pointer, "required", "Fill this in.");
        } else if text.chars().count() > max {
            self.add(pointer, "too_long", format!("Use at most {max} characters."));
        } else if text.chars().any(is_hidden) || text.trim() != text {
            self.add(
                pointer,
                "bad_characters",
                "Use one line without hidden characters or spaces at the ends.",
            );
        }
    }

    /// Text of 1 to `max` characters; line breaks are fine.
    pub fn text(&mut self, pointer: &str, text: &str, max: usize) {
        if text.trim().is_empty() {
            self.add(pointer, "required", "Fill this in.");
        } else if text.chars().count() > max {
            self.add(pointer, "too_long", format!("Use at most {max} characters."));
        } else if text.chars().any(|c| is_hidden(c) && c != '\n') {
            self.add(pointer, "bad_characters", "Remove hidden characters.");
        }
    }

    /// Like [`Errors::text`], when there is one.
    pub fn optional_text(&mut self, pointer: &str, text: Option<&str>, max: usize) {
        if let Some(text) = text {
            self.text(pointer, text, max);
        }
    }

    /// What names an API in tokens (RFC 7519 §4.1.3). Gateways are told lists with spaces between, so
    /// a space in one would make it two.
    pub fn audience(&mut self, pointer: &str, audience: &str) {
        if !is_audience(audience) {
            let detail = "Use an identifier such as api.example.com/seats or https://api.example.com, without spaces.";
            self.add(pointer, "bad_characters", detail);
        }
    }

    /// A plain `local@domain` address.
    pub fn email(&mut self, pointer: &str, address: &str) {
        if !is_email(address) {
            self.add(pointer, "email", "Enter an e-mail address such as name@company.com.");
        }
    }

    /// A password for a new account; which characters it holds is nobody's business.
    pub fn new_password(&mut self, pointer: &str, password: &str) {
        let length = password.chars().count();
        if length < MIN_PASSWORD {
            let detail = format!("Use at least {MIN_PASSWORD} characters; a few words make a good password.");
            self.add(pointer, "too_short", detail);
        } else if length > MAX_PASSWORD {
            self.add(pointer, "too_long", format!("Use at most {MAX_PASSWORD} characters."));
        }
    }

    /// A short lower-case name for URLs.
    pub fn slug(&mut self, pointer: &str, text: &str) {
        if !is_slug(text) {
            self.add(
                pointer,
                "slug",
                "Use 2 to 40 lower-case letters, digits and single hyphens.",
            );
        }
    }

    /// A scope as RFC 6749 §3.3 allows, without quotes and at most 64 characters.
    pub fn scope(&mut self, pointer: &str, text: &str) {
        if !is_scope(text) {
            self.add(
                pointer,
                "scope",
                "Use letters, digits and . : _ - / such as orders:read.",
            );
        }
    }

    /// The rules of a part of a body, which lies at `pointer`.
    pub fn part(&mut self, pointer: &str, part: &impl Validate) {
        let found = part.validate().err().unwrap_or_default();
        self.0.extend(found.into_iter().map(|error| FieldError {
            pointer: format!("{pointer}{}", error.pointer),
            ..error
        }));
    }

    /// A number of days from 1 to `max`.
    pub fn days(&mut self, pointer: &str, days: u32, max: u32) {
        self.up_to(pointer, days, max, "days");
    }

    /// A number of hours from 1 to `max`.
    pub fn hours(&mut self, pointer: &str, hours: u32, max: u32) {
        self.up_to(pointer, hours, max, "hours");
    }

    fn up_to(&mut self, pointer: &str, number: u32, max: u32, of_what: &str) {
        if number == 0 || number > max {
            self.add(pointer, "out_of_range", format!("Choose 1 to {max} {of_what}."));
        }
    }

    /// A colour written `#rrggbb`.
    pub fn colour(&mut self, pointer: &str, text: &str) {
        if crate::accent::parse_hex(text).is_none() {
            self.add(pointer, "colour", "Write the colour as #rrggbb.");
        }
    }
}

/// 1 to 200 printable ASCII characters, without spaces and without what needs escaping in headers.
pub fn is_audience(audience: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'`');
    (1..=MAX_AUDIENCE).contains(&audience.len()) && audience.bytes().all(allowed)
}

/// Whether a character does not show, or makes others show in another order than they stand
/// (Unicode TR 36 §2.10.2): what people read would not be what is stored.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200B}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Whether `text` is a plain `local@domain` address that is safe in a mail header.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let local_ok = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b));
    text.len() <= MAX_EMAIL && local_ok && is_host(domain)
}

fn is_host(domain: &str) -> bool {
    domain.contains('.')
        && domain.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
}

/// Whether `text` is a domain of e-mail addresses, written in lower case.
pub fn is_domain(text: &str) -> bool {
    text.len() <= MAX_EMAIL && is_host(text) && !text.bytes().any(|b| b.is_ascii_uppercase())
}

/// Whether `text` can be the issuer of an OpenID provider (OpenID Connect Discovery 1.0 §3): https,
/// without user, query and fragment. Plain http is for a provider on the same host, in tests.
pub fn is_issuer(text: &str) -> bool {
    let rest = match text.strip_prefix("https://") {
        Some(rest) => rest,
        None => match text.strip_prefix("http://") {
            Some(rest) if is_loopback(rest) => rest,
            _ => return false,
        },
    };
    let plain = |byte: u8| byte.is_ascii_graphic() && !b"?#@\\\"<>^`{|}".contains(&byte);
    text.len() <= MAX_AUDIENCE && !rest.is_empty() && !rest.starts_with('/') && rest.bytes().all(plain)
}

fn is_loopback(rest: &str) -> bool {
    let authority = rest.split('/').next().unwrap_or_default();
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => authority,
    };
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

/// First path segments of the single-page app and the broker, which no tenant may take as slug.
pub const RESERVED_SLUGS: &[&str] = &[
    "api", "apis", "assets", "audit", "d", "demo", "gateway", "gateways", "healthz", "join", "login", "mail",
    "members", "oauth2", "overview", "partners", "platform", "problems", "queue", "readyz", "requests", "review",
    "settings", "sso", "tokens",
];

/// Whether `text` is 2 to 40 lower-case letters, digits and single inner hyphens, and free to use.
pub fn is_slug(text: &str) -> bool {
    (2..=40).contains(&text.len())
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !RESERVED_SLUGS.contains(&text)
}

/// Whether `text` is a scope name.
pub fn is_scope(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b".:_-/".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn audiences() {
        for good in [
            "https://api.halden.example/seats",
            "api.halden.example/seats",
            "urn:seats#v1",
        ] {
            assert!(is_audience(good), "{good}");
        }
        for bad in ["", "https://a https://b", "a\tb", "https://ä", "a\"b", &"x".repeat(201)] {
            assert!(!is_audience(bad), "{bad}");
        }
    }

    #[test]
    fn hidden_characters() {
        assert!("a\u{202e}b\u{200b}\u{feff}\n".chars().filter(|c| is_hidden(*c)).count() == 4);
        assert!(!"Straße ﻋربي é👍🏽".chars().any(is_hidden));
    }

    #[test]
    fn addresses() {
        for good in ["a@b.co", "first.last+tag@sub.example.com"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "a@b.co\r\nBcc: x@y.zz",
            "a b@c.de",
            "@b.co",
            "a..b@c.de",
            "a@-b.co",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn issuers_are_https_or_of_this_host() {
        for good in [
            "https://login.example.com",
            "https://login.example.com/realms/one/",
            "http://127.0.0.1:9000",
            "http://localhost",
            "http://[::1]:9000/x",
        ] {
            assert!(is_issuer(good), "{good}");
        }
        for bad in [
            "",
            "login.example.com",
            "https://",
            "https:///x",
            "http://login.example.com",
            "http://127.0.0.1.evil.example",
            "http://localhost@evil.example",
            "https://a.example?x",
            "https://a.example#x",
        ] {
            assert!(!is_issuer(bad), "{bad}");
        }
    }

    #[test]
    fn slugs() {
        assert!(is_slug("halden-rail"));
        for bad in ["A", "a", "-ab", "ab-", "a--b", "api", "ünder", "a/b"] {
            assert!(!is_slug(bad), "{bad}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_part_points_into_it() {
        struct Part;
        impl Validate for Part {
            fn check(&self, errors: &mut Errors) {
                errors.line("/name", "", MAX_NAME);
            }
        }
        let mut errors = Errors::default();
        errors.part("/api", &Part);
        assert_eq!(errors.0.first().unwrap().pointer, "/api/name");
    }

    #[test]
    fn a_line_has_no_line_break() {
        let mut errors = Errors::default();
        errors.line("/name", "one\ntwo", MAX_NAME);
        assert_eq!(errors.0.len(), 1);
    }
}
