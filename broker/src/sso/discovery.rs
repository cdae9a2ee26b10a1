//! What a provider says about itself (OpenID Connect Discovery 1.0), and its keys.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jsonwebtoken::jwk::Jwk;
use serde::Deserialize;
use tessera_shared::instant::{Instant, Span};
use url::Url;

use crate::sso::fetch::{FetchError, Fetcher, address};
use crate::sso::reason::Reason;

/// How long an answer is believed.
const FRESH: Span = Span::hours(1);
/// How soon keys are asked for again when a token names one that is not among them.
const AGAIN: Span = Span::minutes(1);

/// What is used of a provider's metadata.
pub struct Metadata {
    /// Who it is.
    pub issuer: String,
    /// Where the person goes.
    pub authorization: Url,
    /// Where codes become tokens.
    pub token: Url,
    /// Where its keys are.
    keys: Url,
    /// Where people sign out.
    pub end_session: Option<Url>,
    /// Whether its answers carry `iss` (RFC 9207).
    pub names_itself: bool,
    /// Whether it takes the client's secret in the body only.
    pub secret_in_body: bool,
}

#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    end_session_endpoint: Option<String>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct KeySet {
    keys: Vec<serde_json::Value>,
}

#[derive(Clone)]
struct Known {
    metadata: Arc<Metadata>,
    asked_at: Instant,
    keys: Option<(Arc<Vec<Jwk>>, Instant)>,
}

/// Asks providers and remembers their answers.
#[derive(Default)]
pub struct Discovery {
    /// Calls them.
    pub(in crate::sso) fetcher: Fetcher,
    known: Mutex<HashMap<String, Known>>,
}

impl Discovery {
    /// What `issuer` says about itself.
    pub(in crate::sso) async fn metadata(&self, issuer: &str, now: Instant) -> Result<Arc<Metadata>, Reason> {
        if let Some(known) = self.known(issuer)
            && now - known.asked_at < FRESH
        {
            return Ok(known.metadata);
        }
        let plain = issuer.starts_with("http://");
        let place = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let place = address(&place, plain).ok_or(Reason::BadMetadata)?;
        let body = self.fetcher.get(&place).await;
        let body = body.map_err(|cause| brought_nothing(&place, &cause, Reason::BadMetadata))?;
        let metadata = Arc::new(read_metadata(issuer, &body)?);
        let known = Known {
            metadata: Arc::clone(&metadata),
            asked_at: now,
            keys: None,
        };
        self.remember(issuer, known);
        Ok(metadata)
    }

    /// Its keys: those that are known, or fresh ones when `fits` finds none of these good.
    pub(in crate::sso) async fn keys(
        &self,
        metadata: &Metadata,
        now: Instant,
        fits: impl Fn(&[Jwk]) -> bool,
    ) -> Result<Arc<Vec<Jwk>>, Reason> {
        let known = self.known(&metadata.issuer);
        if let Some((keys, asked_at)) = known.as_ref().and_then(|known| known.keys.clone()) {
            let age = now - asked_at;
            if age < AGAIN || (age < FRESH && fits(&keys)) {
                return Ok(keys);
            }
        }
        let body = self.fetcher.get(&metadata.keys).await;
        let body = body.map_err(|cause| brought_nothing(&metadata.keys, &cause, Reason::BadKeys))?;
        let keys = Arc::new(read_keys(&body)?);
        if let Some(mut known) = known {
            known.keys = Some((Arc::clone(&keys), now));
            self.remember(&metadata.issuer, known);
        }
        Ok(keys)
    }

    fn known(&self, issuer: &str) -> Option<Known> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(issuer).cloned()
    }

    fn remember(&self, issuer: &str, what: Known) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(issuer.to_owned(), what);
    }
}

fn brought_nothing(place: &Url, cause: &FetchError, unfit: Reason) -> Reason {
    tracing::warn!(%place, %cause, "a provider of sign-in did not answer as it should");
    match cause {
        FetchError::Silent(_) | FetchError::Status(500..) => Reason::Unreachable,
        _ => unfit,
    }
}

fn read_metadata(issuer: &str, body: &[u8]) -> Result<Metadata, Reason> {
    let document: Document = serde_json::from_slice(body).map_err(|_cause| Reason::BadMetadata)?;
    if document.issuer != issuer {
        return Err(Reason::WrongMetadataIssuer);
    }
    let plain = issuer.starts_with("http://");
    let place = |text: &str| address(text, plain).ok_or(Reason::BadMetadata);
    let methods = document.token_endpoint_auth_methods_supported;
    let takes = |name: &str| methods.iter().flatten().any(|method| method == name);
    Ok(Metadata {
        issuer: document.issuer,
        authorization: place(&document.authorization_endpoint)?,
        token: place(&document.token_endpoint)?,
        keys: place(&document.jwks_uri)?,
        end_session: document.end_session_endpoint.and_then(|text| address(&text, plain)),
        names_itself: document.authorization_response_iss_parameter_supported,
        secret_in_body: takes("client_secret_post") && !takes("client_secret_basic"),
    })
}

/// Keys of kinds that nobody here knows are passed over.
fn read_keys(body: &[u8]) -> Result<Vec<Jwk>, Reason> {
    let set: KeySet = serde_json::from_slice(body).map_err(|_cause| Reason::BadKeys)?;
    let keys = set.keys.into_iter();
    Ok(keys.filter_map(|key| serde_json::from_value(key).ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(issuer: &str, change: impl FnOnce(&mut serde_json::Value)) -> Result<Metadata, Reason> {
        let mut document = serde_json::json!({
            "issuer": "https://login.example.com",
            "authorization_endpoint": "https://login.example.com/auth",
            "token_endpoint": "https://login.example.com/token",
            "jwks_uri": "https://login.example.com/keys",
        });
        change(&mut document);
        read_metadata(issuer, document.to_string().as_bytes())
    }

    #[test]
    fn a_provider_is_who_it_is_configured_as() {
        let issuer = "https://login.example.com";
        assert!(metadata(issuer, |_| {}).is_ok());
        let other = metadata("https://login.example.com/", |_| {}).err();
        assert_eq!(other, Some(Reason::WrongMetadataIssuer));
    }

    #[test]
    fn a_provider_on_https_has_no_endpoint_on_http() {
        let issuer = "https://login.example.com";
        for endpoint in ["authorization_endpoint", "token_endpoint", "jwks_uri"] {
            for bad in ["http://login.example.com/x", "http://127.0.0.1/x", "/x"] {
                let got = metadata(issuer, |document| document[endpoint] = bad.into()).err();
                assert_eq!(got, Some(Reason::BadMetadata), "{endpoint} {bad}");
            }
        }
    }

    #[test]
    fn the_secret_goes_into_the_body_only_where_nothing_else_is_taken() {
        let methods = |names: &[&str]| {
            let names = serde_json::json!(names);
            let made = metadata("https://login.example.com", |document| {
                document["token_endpoint_auth_methods_supported"] = names;
            });
            made.unwrap().secret_in_body
        };
        assert!(methods(&["client_secret_post"]));
        assert!(!methods(&["client_secret_post", "client_secret_basic"]));
        assert!(!methods(&[]));
    }
}
