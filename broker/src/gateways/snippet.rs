//! Configuration to paste into a gateway. The files are the ones the interop tests run.
//!
//! In a file, `{{BROKER}}` stands for host and port of the broker, `{{HOST}}` and `{{PORT}}` for each
//! alone, `{{AUTHORITY}}` for what goes into `Host`, `{{SCHEME}}` for `http` or `https` and
//! `{{GATEWAY_ID}}` for the gateway's id. A line with `{{TLS}}` is for brokers behind https only, one with
//! `{{PLAIN}}` for the others. What remains in double braces is the operator's to replace.

use tessera_shared::dto::gateways::{GatewaySnippet, SnippetFile};
use tessera_shared::ids::GatewayId;
use tessera_shared::words::{GatewayMode, GatewayProduct};
use url::Url;

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
];

/// What there is for the gateway `id` that asks the broker at `origin` in this way, in the order of the products.
pub fn snippets(origin: &str, id: GatewayId, mode: GatewayMode) -> Vec<GatewaySnippet> {
    let broker = Broker::at(origin);
    let id = id.to_string();
    let templates = TEMPLATES.iter().filter(|template| template.mode == mode);
    templates
        .map(|template| GatewaySnippet {
            product: template.product,
            way: template.way.to_owned(),
            mode,
            files: template
                .files
                .iter()
                .map(|(name, text)| SnippetFile {
                    name: (*name).to_owned(),
                    text: broker.fill(text).replace("{{GATEWAY_ID}}", &id),
                })
                .collect(),
        })
        .collect()
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

    use super::*;
    use crate::gateways::verify::IDENTITY_HEADERS;

    const ORIGINS: [&str; 4] = [
        "http://localhost:8080",
        "http://tokens.example.com",
        "https://tokens.example.com",
        "https://tokens.example.com:8443",
    ];

    /// Every configuration as one text, with its name.
    fn all(origin: &str) -> Vec<(String, String)> {
        let modes = GatewayMode::ALL.iter();
        let snippets = modes.flat_map(|mode| snippets(origin, GatewayId::from_u128(7), *mode));
        snippets
            .map(|snippet| {
                let texts: Vec<String> = snippet.files.into_iter().map(|file| file.text).collect();
                (format!("{} {}", snippet.product, snippet.way), texts.join("\n"))
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
                assert!(open.contains("CREDENTIAL"), "{name}: {open:?}");
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

    /// The pages people read, with their names.
    const PAGES: [(&str, &str); 2] = [
        ("docs/gateways.md", include_str!("../../../docs/gateways.md")),
        ("README.md", include_str!("../../../README.md")),
    ];

    #[test]
    fn the_documentation_names_every_file_and_repeats_none() {
        for template in TEMPLATES {
            for (name, text) in template.files {
                let link = format!("(../broker/snippets/{}/{name})", template.product);
                assert!(PAGES[0].1.contains(&link), "{link}");
                let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| line.len() > 20).collect();
                for (page, prose) in PAGES {
                    let repeated: Vec<&&str> = lines.iter().filter(|line| prose.contains(**line)).collect();
                    assert!(repeated.is_empty(), "{page} repeats {name}: {repeated:?}");
                }
            }
        }
    }
}
