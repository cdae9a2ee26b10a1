//! The broker as passkeys know it.

use tessera_shared::error::ErrorCode;
use url::{Host, Url};

use crate::config::Config;
use crate::outcome::{Outcome, Refusal};

/// The relying party (WebAuthn §4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its id: the host of the broker's address.
    pub id: String,
    /// The origin its pages have.
    pub origin: String,
}

impl Party {
    /// The party at the configured address. None where browsers make no passkeys: at an address
    /// without a name, and on plain http (WebAuthn §5.1.2, Secure Contexts §3.1), which is fine on
    /// one's own machine.
    pub fn of(config: &Config) -> Option<Self> {
        let url = Url::parse(&config.public_origin()).ok()?;
        let Some(Host::Domain(host)) = url.host() else {
            return None;
        };
        let own_machine = host == "localhost" || host.ends_with(".localhost");
        let secure = url.scheme() == "https" || (url.scheme() == "http" && own_machine);
        secure.then(|| Self {
            id: host.to_owned(),
            origin: url.origin().ascii_serialization(),
        })
    }

    /// The same, or why there is none.
    pub fn required(config: &Config) -> Outcome<Self> {
        Self::of(config).ok_or_else(|| {
            let detail = "Passkeys need an address with a name and https; this broker has none.";
            Refusal::new(ErrorCode::NotPossible, detail)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(url: &str) -> Option<(String, String)> {
        let config = Config {
            public_url: Some(url.to_owned()),
            ..Config::default()
        };
        Party::of(&config).map(|party| (party.id, party.origin))
    }

    #[test]
    fn a_party_has_the_name_of_its_host() {
        for (url, id, origin) in [
            ("https://Broker.Example/", "broker.example", "https://broker.example"),
            ("https://broker.example:443", "broker.example", "https://broker.example"),
            (
                "https://broker.example:8443",
                "broker.example",
                "https://broker.example:8443",
            ),
            (
                "https://bücher.example",
                "xn--bcher-kva.example",
                "https://xn--bcher-kva.example",
            ),
            ("http://localhost:8080", "localhost", "http://localhost:8080"),
        ] {
            assert_eq!(at(url), Some((id.to_owned(), origin.to_owned())), "{url}");
        }
        let own = Party::of(&Config::default()).unwrap();
        assert_eq!(
            (own.id.as_str(), own.origin.as_str()),
            ("localhost", "http://localhost:8080")
        );
    }

    #[test]
    fn without_a_name_or_https_there_is_none() {
        for url in [
            "https://192.0.2.7",
            "https://[2001:db8::1]:8443",
            "http://127.0.0.1:8080",
            "http://broker.example",
            "nonsense",
        ] {
            assert_eq!(at(url), None, "{url}");
        }
    }
}
