//! Calls to providers: https, no redirects, five seconds, 64 KiB.

use std::sync::OnceLock;
use std::time::Duration;

use oauth2::{HttpRequest, HttpResponse, http};
use reqwest::redirect::Policy;
use reqwest::{Client, Request, Response};
use url::{Host, Url};

/// Largest answer.
const MAX_ANSWER: usize = 64 * 1024;
/// How long a whole call may take.
const TIME: Duration = Duration::from_secs(5);

/// Why a call brought nothing.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// No answer in time.
    #[error("no answer: {0}")]
    Silent(#[from] reqwest::Error),
    /// An answer of another status than 200; a redirect is one.
    #[error("status {0}")]
    Status(u16),
    /// More than 64 KiB.
    #[error("the answer is too large")]
    TooLarge,
    /// The call or its answer cannot be written in HTTP.
    #[error("http: {0}")]
    Shape(#[from] http::Error),
}

/// The client of all calls, made at the first one.
#[derive(Default)]
pub struct Fetcher(OnceLock<Client>);

impl Fetcher {
    /// Reads a document.
    pub async fn get(&self, address: &Url) -> Result<Vec<u8>, FetchError> {
        let answer = self.client()?.get(address.clone()).send().await?;
        match answer.status().as_u16() {
            200 => read(answer).await,
            other => Err(FetchError::Status(other)),
        }
    }

    /// Sends a call of the OAuth library. Its answer may be an error, but no redirect.
    pub async fn send(&self, call: HttpRequest) -> Result<HttpResponse, FetchError> {
        let answer = self.client()?.execute(Request::try_from(call)?).await?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        if status.is_redirection() {
            return Err(FetchError::Status(status.as_u16()));
        }
        let mut given = http::Response::builder().status(status).body(read(answer).await?)?;
        *given.headers_mut() = headers;
        Ok(given)
    }

    fn client(&self) -> Result<&Client, FetchError> {
        if let Some(client) = self.0.get() {
            return Ok(client);
        }
        let made = Client::builder()
            .redirect(Policy::none())
            .timeout(TIME)
            .connect_timeout(TIME)
            // A connection belongs to the worker that opened it.
            .pool_max_idle_per_host(0)
            .user_agent(concat!("tessera/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(self.0.get_or_init(|| made))
    }
}

async fn read(mut answer: Response) -> Result<Vec<u8>, FetchError> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        if body.len() + chunk.len() > MAX_ANSWER {
            return Err(FetchError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// An address a provider may have: https, or plain http on this very host where `plain` allows it.
pub fn address(text: &str, plain: bool) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let right = match url.scheme() {
        "https" => true,
        "http" => plain && is_loopback(&url),
        _ => false,
    };
    let clean = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    (right && clean).then_some(url)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_and_this_host() {
        assert!(address("https://login.example.com/token", false).is_some());
        assert!(address("http://127.0.0.1:9000/token", true).is_some());
        for (bad, plain) in [
            ("http://127.0.0.1:9000/token", false),
            ("http://login.example.com/token", true),
            ("http://localhost.evil.example/", true),
            ("https://user@login.example.com/", false),
            ("https://login.example.com/#x", false),
            ("file:///etc/passwd", true),
            ("/token", true),
        ] {
            assert!(address(bad, plain).is_none(), "{bad}");
        }
    }
}
