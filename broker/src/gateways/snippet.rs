//! Configuration to paste into a gateway. The files are the ones the interop tests run.
//!
//! In a file, `{{BROKER}}` stands for host and port of the broker, `{{HOST}}` and `{{PORT}}` for each
//! alone, `{{AUTHORITY}}` for what goes into `Host` and `{{SCHEME}}` for `http` or `https`. A line with
//! `{{TLS}}` is for brokers behind https only, one with `{{PLAIN}}` for the others.
//!
//! Of the gateway there are `{{GATEWAY_ID}}`, `{{ENVIRONMENT}}`, `{{AUDIENCE}}` if it is bound to one, and
//! `{{SCOPES}}`, all that it requires; a line with `{{EACH_SCOPE}}` stands there once for each of them. Of
//! its tenant there are `{{SLUG}}` and `{{ISSUER}}`.
//!
//! What remains in double braces is the operator's to replace.

use tessera_shared::dto::gateways::{Gateway, GatewaySnippet, SnippetFile};
use tessera_shared::words::{GatewayMode, GatewayProduct};
use url::Url;

use crate::issuers::names;

/// What there is for a product; a product may have several.
struct Template {
    product: GatewayProduct,
    way: &'static str,
    mode: GatewayMode,
    files: Files,
}

/// Names and texts.
type Files = &'static [(&'static str, &'static str)];

macro_rules! files {
    ($folder:literal, $($name:literal),+) => {
        &[$(($name, include_str!(concat!("../../snippets/", $folder, "/", $name)))),+]
    };
}

const fn asks_first(product: GatewayProduct, way: &'static str, files: Files) -> Template {
    Template {
        product,
        way,
        mode: GatewayMode::ForwardAuth,
        files,
    }
}

const fn verifies(product: GatewayProduct, way: &'static str, files: Files) -> Template {
    Template {
        product,
        way,
        mode: GatewayMode::LocalJwt,
        files,
    }
}

const TEMPLATES: &[Template] = &[
    asks_first(GatewayProduct::Nginx, "auth_request", files!("nginx", "nginx.conf")),
    asks_first(GatewayProduct::Envoy, "ext_authz", files!("envoy", "envoy.yaml")),
    asks_first(
        GatewayProduct::Traefik,
        "ForwardAuth",
        files!("traefik", "tessera.yml", "traefik.yml"),
    ),
    asks_first(GatewayProduct::Caddy, "reverse_proxy", files!("caddy", "Caddyfile")),
    asks_first(
        GatewayProduct::Haproxy,
        "Lua",
        files!("haproxy", "haproxy.cfg", "tessera.lua"),
    ),
    Template {
        product: GatewayProduct::Apache,
        way: "mod_auth_openidc",
        mode: GatewayMode::Introspection,
        files: files!("apache", "tessera.conf", "tessera.lua"),
    },
    asks_first(GatewayProduct::Kong, "pre-function", files!("kong", "kong.yml")),
    asks_first(GatewayProduct::Apisix, "forward-auth", files!("apisix", "apisix.yaml")),
    verifies(GatewayProduct::Envoy, "jwt_authn", files!("envoy", "jwt.yaml")),
    verifies(
        GatewayProduct::Haproxy,
        "jwt_verify",
        files!("haproxy", "jwt.cfg", "tessera-keys.sh"),
    ),
    verifies(
        GatewayProduct::Apache,
        "mod_auth_openidc",
        files!("apache", "jwt.conf", "jwt.lua"),
    ),
];

/// What there is for a gateway of the tenant with the short name `slug`, which learns from the broker at `origin` in
/// its own way, in the order of the products.
pub fn snippets(origin: &str, slug: &str, gateway: &Gateway) -> Vec<GatewaySnippet> {
    let broker = Broker::at(origin);
    let templates = TEMPLATES.iter().filter(|template| template.mode == gateway.mode);
    templates
        .map(|template| GatewaySnippet {
            product: template.product,
            way: template.way.to_owned(),
            mode: gateway.mode,
            files: template
                .files
                .iter()
                .map(|(name, text)| SnippetFile {
                    name: (*name).to_owned(),
                    text: bind(&broker.fill(text), &names::issuer_at(origin, slug), slug, gateway),
                })
                .collect(),
        })
        .collect()
}

/// Fills in what is known of the gateway and its tenant.
fn bind(text: &str, issuer: &str, slug: &str, gateway: &Gateway) -> String {
    const EACH: &str = "{{EACH_SCOPE}}";
    let mut bound = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if line.contains(EACH) {
            bound.extend(gateway.required_scopes.iter().map(|scope| line.replace(EACH, scope)));
        } else {
            bound.push_str(line);
        }
    }
    let bound = bound
        .replace("{{GATEWAY_ID}}", &gateway.id.to_string())
        .replace("{{ENVIRONMENT}}", gateway.environment.as_str())
        .replace("{{SCOPES}}", &gateway.required_scopes.join(" "))
        .replace("{{SLUG}}", slug)
        .replace("{{ISSUER}}", issuer);
    match &gateway.audience {
        Some(audience) if audience.bytes().all(is_plain) => bound.replace("{{AUDIENCE}}", audience),
        _ => bound,
    }
}

/// Whether a character stands for itself between the quotes of every configuration. The operator writes an audience
/// that has others, as the product wants them.
const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'.' | b':' | b'_' | b'-' | b'/' | b'~' | b'?' | b'=' | b'@' | b'+' | b'#'
        )
}

/// Where the broker is, in the pieces that configurations need.
struct Broker {
    tls: bool,
    authority: String,
    host: String,
    port: u16,
}

impl Broker {
    fn at(origin: &str) -> Self {
        let tls = origin.starts_with("https://");
        let (_, authority) = origin.split_once("://").unwrap_or(("", origin));
        let url = Url::parse(origin).ok();
        Self {
            tls,
            authority: authority.to_owned(),
            host: url.as_ref().and_then(Url::host_str).unwrap_or(authority).to_owned(),
            port: url.and_then(|url| url.port()).unwrap_or(if tls { 443 } else { 80 }),
        }
    }

    fn fill(&self, text: &str) -> String {
        let (kept, dropped) = if self.tls {
            ("{{TLS}}", "{{PLAIN}}")
        } else {
            ("{{PLAIN}}", "{{TLS}}")
        };
        text.split_inclusive('\n')
            .filter(|line| !line.contains(dropped))
            .collect::<String>()
            .replace(kept, "")
            .replace("{{SCHEME}}", if self.tls { "https" } else { "http" })
            .replace("{{BROKER}}", &format!("{}:{}", self.host, self.port))
            .replace("{{AUTHORITY}}", &self.authority)
            .replace("{{HOST}}", &self.host)
            .replace("{{PORT}}", &self.port.to_string())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use tessera_shared::ids::GatewayId;
    use tessera_shared::instant::Instant;
    use tessera_shared::words::{Environment, GatewayHealth};

    use super::*;
    use crate::gateways::verify::IDENTITY_HEADERS;

    const ORIGINS: [&str; 4] = [
        "http://localhost:8080",
        "http://tokens.example.com",
        "https://tokens.example.com",
        "https://tokens.example.com:8443",
    ];

    fn gateway(mode: GatewayMode) -> Gateway {
        Gateway {
            id: GatewayId::from_u128(7),
            name: "edge-1".to_owned(),
            place: "Oslo".to_owned(),
            environment: Environment::Production,
            mode,
            audience: Some("https://api.halden.example/seats".to_owned()),
            required_scopes: vec!["seats:read".to_owned(), "seats:book".to_owned()],
            credentials: Vec::new(),
            health: GatewayHealth::Waiting,
            created_at: Instant::from_millis(0),
            credential_since: Instant::from_millis(0),
            last_seen_at: None,
            checks_24h: Vec::new(),
            refused_24h: 0,
            refusals_24h: Vec::new(),
        }
    }

    /// Every configuration as one text, with its name.
    fn all(origin: &str) -> Vec<(String, String)> {
        let modes = GatewayMode::ALL.iter();
        let snippets = modes.flat_map(|mode| snippets(origin, "halden-rail", &gateway(*mode)));
        snippets
            .map(|snippet| {
                let texts: Vec<String> = snippet.files.into_iter().map(|file| file.text).collect();
                (
                    format!("{} {} {}", snippet.product, snippet.mode, snippet.way),
                    texts.join("\n"),
                )
            })
            .collect()
    }

    #[test]
    fn every_product_has_configuration_for_one_way_at_least() {
        let with: BTreeSet<GatewayProduct> = TEMPLATES.iter().map(|template| template.product).collect();
        assert_eq!(with, GatewayProduct::ALL.iter().copied().collect());
    }

    #[test]
    fn every_identity_header_is_set() {
        for (name, text) in all("http://localhost:8080") {
            let text = text.to_lowercase();
            for header in IDENTITY_HEADERS {
                let named = text.match_indices(header);
                let whole = named.filter(|(at, _)| {
                    let after = text[at + header.len()..].chars().next();
                    !after.is_some_and(|after| after == '-' || after.is_alphanumeric())
                });
                assert!(whole.count() > 0, "{name}: {header}");
            }
        }
    }

    #[test]
    fn only_what_the_operator_knows_is_left_open() {
        let known = [
            "CREDENTIAL",
            "FOLDER",
            "INNER",
            "LISTEN",
            "UPSTREAM",
            "UPSTREAM_HOST",
            "UPSTREAM_PORT",
        ];
        for origin in ORIGINS {
            for (name, text) in all(origin) {
                let open: BTreeSet<&str> = text
                    .split("{{")
                    .skip(1)
                    .filter_map(|rest| rest.split("}}").next())
                    .collect();
                // Who verifies by itself asks for nothing that has to be paid with a credential.
                let asks = !name.contains(GatewayMode::LocalJwt.as_str());
                assert_eq!(open.contains("CREDENTIAL"), asks, "{name}: {open:?}");
                assert!(open.iter().all(|word| known.contains(word)), "{name}: {open:?}");
            }
        }
    }

    #[test]
    fn the_brokers_name_and_port_are_in_it() {
        for (origin, host, port) in [
            (ORIGINS[0], "localhost", "8080"),
            (ORIGINS[1], "tokens.example.com", "80"),
            (ORIGINS[2], "tokens.example.com", "443"),
            (ORIGINS[3], "tokens.example.com", "8443"),
        ] {
            let broker = Broker::at(origin);
            assert_eq!((broker.host.as_str(), broker.port.to_string().as_str()), (host, port));
            assert_eq!(
                broker.fill("a {{TLS}}b\n{{PLAIN}}c\n"),
                if origin.starts_with("https") { "a b\n" } else { "c\n" }
            );
            for (name, text) in all(origin) {
                assert!(text.contains(host), "{name}");
            }
        }
    }

    #[test]
    fn over_tls_the_brokers_certificate_is_verified() {
        for (name, text) in all("https://tokens.example.com") {
            assert!(!text.contains("http://tokens.example.com"), "{name}");
        }
        let all = all("https://tokens.example.com");
        let nginx = &all.iter().find(|(name, _)| name.starts_with("nginx")).unwrap().1;
        assert!(nginx.contains("server tokens.example.com:443;"));
        assert!(nginx.contains("proxy_pass https://tessera/gateway/verify;"));
        assert!(nginx.contains("proxy_ssl_name tokens.example.com;"));
        assert!(nginx.contains("proxy_ssl_verify on;"));
    }

    #[test]
    fn a_jwt_has_to_be_for_the_gateway() {
        let text = |gateway: &Gateway| {
            let all = snippets("https://tokens.example.com", "halden-rail", gateway);
            let files = all.into_iter().map(|snippet| {
                let texts: Vec<String> = snippet.files.into_iter().map(|file| file.text).collect();
                texts.concat()
            });
            files.collect::<Vec<_>>()
        };
        let mut gateway = gateway(GatewayMode::LocalJwt);
        for text in text(&gateway) {
            for needed in [
                "\"https://tokens.example.com/halden-rail\"",
                "\"https://api.halden.example/seats\"",
                "\"production\"",
                "https://tokens.example.com/oauth2/jwks/halden-rail",
                "seats:read",
                "seats:book",
            ] {
                assert!(text.contains(needed), "{needed} in {text}");
            }
        }
        // Nobody's quotes end early, and what is not known is not left out.
        for audience in [Some("urn:seats'$x%{y}".to_owned()), None] {
            gateway.audience = audience;
            for text in text(&gateway) {
                assert!(text.contains("\"{{AUDIENCE}}\"") && !text.contains("urn:"), "{text}");
            }
        }
        gateway.required_scopes.clear();
        for text in text(&gateway) {
            assert!(!text.contains("_SCOPE}}") && !text.contains("seats:read"), "{text}");
        }
    }

    /// The pages people read, with their names.
    const PAGES: [(&str, &str); 3] = [
        ("docs/gateways.md", include_str!("../../../docs/gateways.md")),
        (
            "docs/local-verification.md",
            include_str!("../../../docs/local-verification.md"),
        ),
        ("README.md", include_str!("../../../README.md")),
    ];

    #[test]
    fn the_documentation_names_every_file_and_repeats_none() {
        for template in TEMPLATES {
            for (name, text) in template.files {
                let link = format!("(../broker/snippets/{}/{name})", template.product);
                let page = usize::from(template.mode == GatewayMode::LocalJwt);
                assert!(PAGES[page].1.contains(&link), "{link}");
                let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| line.len() > 20).collect();
                for (page, prose) in PAGES {
                    let repeated: Vec<&&str> = lines.iter().filter(|line| prose.contains(**line)).collect();
                    assert!(repeated.is_empty(), "{page} repeats {name}: {repeated:?}");
                }
            }
        }
    }
}
