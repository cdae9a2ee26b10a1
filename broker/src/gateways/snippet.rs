//! Configuration to paste into a gateway. The file is the one the interop tests run.

const NGINX: &str = include_str!("../../snippets/nginx.conf");

/// nginx in front of an API, asking the broker at `origin`.
pub fn nginx(origin: &str) -> String {
    let broker = origin.trim_start_matches("http://").trim_start_matches("https://");
    NGINX.replace("{{BROKER}}", broker)
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
}
