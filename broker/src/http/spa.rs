//! The built single-page app, embedded: hashed files for ever, the page itself never cached.

use actix_web::http::Method;
use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderValue, VARY,
};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::RustEmbed;

use crate::http::error::{problem, wrong_method};
use crate::outcome::Refusal;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../dist"]
struct Dist;

const PAGE: &str = "index.html";
const MISSING: &str = "<!doctype html><html lang=\"en\"><title>Tessera</title><p>The app was not \
     built into this broker. Build it with <code>make run</code>.</p></html>";

/// First segments that belong to machines: an unknown path there is a problem, not a page.
const MACHINES: &[&str] = &["api", "gateway", "oauth2", "problems"];

/// Everything no route took: a file of the app, or the page itself for one of its own paths.
pub async fn fallback(req: HttpRequest) -> HttpResponse {
    let path = req.path();
    if is_for_machines(path) {
        return problem(&req, &Refusal::not_found());
    }
    if !matches!(*req.method(), Method::GET | Method::HEAD) {
        return wrong_method(&req, "GET, HEAD");
    }
    let name = path.trim_start_matches('/');
    if !name.is_empty() && Dist::get(name).is_some() {
        return file(&req, name);
    }
    let looks_like_a_file = name.rsplit('/').next().is_some_and(|last| last.contains('.'));
    if looks_like_a_file {
        return problem(&req, &Refusal::not_found());
    }
    file(&req, PAGE)
}

fn is_for_machines(path: &str) -> bool {
    path.split('/').nth(1).is_some_and(|first| MACHINES.contains(&first))
}

fn file(req: &HttpRequest, name: &str) -> HttpResponse {
    let accepted = req
        .headers()
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let packed = [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .find_map(|(coding, suffix)| {
            let wanted = accepted
                .split(',')
                .any(|part| part.trim().split(';').next() == Some(coding));
            let packed = wanted.then(|| Dist::get(&format!("{name}{suffix}"))).flatten()?;
            Some((coding, packed))
        });
    let mut answer = HttpResponse::Ok();
    let data = match packed {
        Some((coding, packed)) => {
            answer.insert_header((CONTENT_ENCODING, HeaderValue::from_static(coding)));
            packed
        }
        None => match Dist::get(name) {
            Some(plain) => plain,
            None => {
                return HttpResponse::Ok()
                    .content_type("text/html; charset=utf-8")
                    .body(MISSING);
            }
        },
    };
    let caching = if is_hashed(name) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    answer
        .insert_header((CONTENT_TYPE, kind(name)))
        .insert_header((CACHE_CONTROL, caching))
        .insert_header((VARY, "accept-encoding"))
        .insert_header((ETAG, format!("\"{}\"", hex(&data.metadata.sha256_hash()))))
        .body(data.data.into_owned())
}

fn kind(name: &str) -> String {
    mime_guess::from_path(name).first_or_octet_stream().to_string()
}

/// Trunk writes a hash of at least 12 hex digits into the names of files that never change.
fn is_hashed(name: &str) -> bool {
    name.split(['-', '.', '_'])
        .any(|part| part.len() >= 12 && part.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().take(12).fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_may_begin_like_a_place_of_machines() {
        assert!(is_for_machines("/api") && is_for_machines("/gateway/x"));
        assert!(!is_for_machines("/") && !is_for_machines("/apis") && !is_for_machines("/gateways/x"));
    }

    #[test]
    fn browsers_are_told_what_they_get() {
        for (name, wanted) in [
            ("index.html", "text/html"),
            ("manifest.webmanifest", "application/manifest+json"),
            ("icons/icon-192.png", "image/png"),
            ("x", "application/octet-stream"),
        ] {
            assert_eq!(kind(name), wanted, "{name}");
        }
    }

    #[test]
    fn only_hashed_names_are_cached_for_ever() {
        assert!(is_hashed("tessera-frontend-3f9c0a1b2c3d4e5f_bg.wasm"));
        assert!(!is_hashed("index.html"));
        assert!(!is_hashed("inter-latin-wght.woff2"));
    }
}
