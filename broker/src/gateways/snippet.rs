//! Configuration to paste into a gateway. The file is the one the interop tests run.

const NGINX: &str = include_str!("../../snippets/nginx.conf");

/// What a check over TLS needs besides: the broker's certificate is verified for its name.
const TLS: &str = "proxy_ssl_server_name on;
        proxy_ssl_name {{HOST}};
        proxy_ssl_verify on;
        proxy_ssl_trusted_certificate /etc/ssl/certs/ca-certificates.crt;";

/// nginx in front of an API, asking the broker at `origin`. Credential, listening port and
/// upstream stay as placeholders.
pub fn nginx(origin: &str) -> String {
    let Some(broker) = origin.strip_prefix("https://") else {
        let broker = origin.trim_start_matches("http://");
        return NGINX.replace("        # {{TLS}}\n", "").replace("{{BROKER}}", broker);
    };
    let (host, server) = match broker.rsplit_once(':') {
        Some((host, _port)) => (host, broker.to_owned()),
        None => (broker, format!("{broker}:443")),
    };
    NGINX
        .replace("# {{TLS}}", &TLS.replace("{{HOST}}", host))
        .replace("proxy_pass http://tessera/", "proxy_pass https://tessera/")
        .replace("server {{BROKER}};", &format!("server {server};"))
        .replace("{{BROKER}}", broker)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateways::verify::IDENTITY_HEADERS;

    #[test]
    fn the_snippet_sets_every_identity_header() {
        let text = nginx("http://localhost:8080").to_lowercase();
        assert!(text.contains("server localhost:8080;"));
        for header in IDENTITY_HEADERS {
            assert!(text.contains(&format!("proxy_set_header {header} ")), "{header}");
        }
    }

    #[test]
    fn only_what_the_operator_knows_is_left_open() {
        for origin in [
            "http://localhost:8080",
            "https://tokens.example.com",
            "https://tokens.example.com:8443",
        ] {
            let text = nginx(origin);
            let open: std::collections::BTreeSet<&str> = text
                .split("{{")
                .skip(1)
                .filter_map(|rest| rest.split("}}").next())
                .collect();
            assert_eq!(Vec::from_iter(open), ["CREDENTIAL", "LISTEN", "UPSTREAM"], "{origin}");
        }
    }

    #[test]
    fn over_tls_the_brokers_name_is_verified() {
        let text = nginx("https://tokens.example.com");
        assert!(text.contains("server tokens.example.com:443;"));
        assert!(text.contains("proxy_pass https://tessera/gateway/verify;"));
        assert!(text.contains("proxy_ssl_name tokens.example.com;"));
        assert!(text.contains("proxy_ssl_verify on;"));
    }
}
