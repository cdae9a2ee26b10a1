//! A browser that goes to a provider and comes back, and what is found afterwards.

use diesel::prelude::*;
use reqwest::redirect::Policy;
use reqwest::{Client as Http, Response};
use serde_json::{Value, json};
use tessera_broker::db::schema::{audit_events, identities, sessions, users};
use tessera_broker::outcome::Refusal;

use super::provider::{CLIENT, Person, Provider, SECRET};
use crate::support::client::Client;
use crate::support::world::text;
use crate::support::{TestApp, everything};

pub const PROVIDERS: &str = "/api/v1/platform/providers";

/// A provider as its owner adds it.
pub fn settings(provider: &Provider, domains: &[&str], mappings: &Value) -> Value {
    json!({
        "name": "Halden login", "issuer": provider.issuer(), "client_id": CLIENT, "scopes": "openid email profile",
        "groups_claim": "groups", "domains": domains, "mappings": mappings, "enabled": true,
    })
}

/// Adds it; says its id.
pub async fn add(owner: &Client, tenant: Option<String>, settings: &Value) -> String {
    let body = json!({"tenant": tenant, "client_secret": SECRET, "settings": settings});
    text(&owner.post(PROVIDERS, &body).await.expect(201)["id"])
}

/// A sign-in that has begun in one browser.
#[derive(Clone)]
pub struct Begun {
    pub address: String,
    pub cookie: String,
    pub state: String,
}

/// Where a browser ended.
#[derive(Debug)]
pub struct Ended {
    pub location: String,
    pub cookies: Vec<String>,
}

impl Ended {
    /// The session's cookie, if there is one.
    pub fn session(&self) -> Option<String> {
        let mut pairs = self.cookies.iter().filter_map(|line| line.split(';').next());
        pairs
            .find(|pair| pair.starts_with("tessera=") && *pair != "tessera=")
            .map(str::to_owned)
    }

    /// What the sign-in page says, if the browser ended there.
    pub fn problem(&self) -> Option<String> {
        let query = self.location.strip_prefix("/login?problem=")?;
        query.split('&').next().map(str::to_owned)
    }
}

/// Asks for a way to a provider.
pub async fn begin(app: &TestApp, body: &Value) -> Begun {
    let answer = Client::anonymous(&app.base).post("/api/v1/sso/start", body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    assert!(
        cookie.contains("HttpOnly; SameSite=Lax; Path=/; Max-Age=600"),
        "{cookie}"
    );
    let address = text(&answer.json()["url"]);
    let url = reqwest::Url::parse(&address).unwrap();
    let state = url
        .query_pairs()
        .find(|(name, _)| name == "state")
        .unwrap()
        .1
        .into_owned();
    Begun {
        cookie: cookie.split(';').next().unwrap().to_owned(),
        address,
        state,
    }
}

/// Comes back from another site with `query`.
pub async fn come_back(app: &TestApp, provider: &str, cookie: Option<&str>, query: &[(&str, &str)]) -> Ended {
    let http = Http::builder().redirect(Policy::none()).build().unwrap();
    let url = format!("{}/sso/{provider}/callback", app.base);
    let url = reqwest::Url::parse_with_params(&url, query).unwrap();
    let mut call = http
        .get(url)
        .header("sec-fetch-site", "cross-site")
        .header("sec-fetch-mode", "navigate");
    if let Some(cookie) = cookie {
        call = call.header("cookie", cookie);
    }
    ended(call.send().await.unwrap())
}

fn ended(answer: Response) -> Ended {
    assert_eq!(answer.status(), 303);
    let text = |value: &reqwest::header::HeaderValue| value.to_str().unwrap().to_owned();
    Ended {
        location: text(&answer.headers()["location"]),
        cookies: answer.headers().get_all("set-cookie").iter().map(text).collect(),
    }
}

/// The whole way of an honest person.
pub async fn sign_in(app: &TestApp, provider: &Provider, id: &str, person: &Person) -> Ended {
    let begun = begin(app, &json!({"provider": id, "next": "/tokens?state=active"})).await;
    let code = provider.sign_in(&begun.address, person);
    come_back(
        app,
        id,
        Some(&begun.cookie),
        &[("code", &code), ("state", &begun.state)],
    )
    .await
}

/// Numbers of sessions, users and identities.
pub async fn counts(app: &TestApp) -> (i64, i64, i64) {
    let counts = app.app.db.read(everything(), |conn| {
        Ok::<_, Refusal>((
            sessions::table.count().get_result(conn)?,
            users::table.count().get_result(conn)?,
            identities::table.count().get_result(conn)?,
        ))
    });
    counts.await.unwrap()
}

/// Why the last sign-ins were refused, the newest first.
pub async fn reasons(app: &TestApp) -> Vec<String> {
    let facts = app.app.db.read(everything(), |conn| {
        let facts: Vec<String> = audit_events::table
            .filter(audit_events::action.eq("session.refused"))
            .order(audit_events::id.desc())
            .select(audit_events::facts)
            .load(conn)?;
        Ok::<_, Refusal>(facts)
    });
    let facts = facts.await.unwrap().into_iter();
    facts
        .map(|facts| text(&serde_json::from_str::<Value>(&facts).unwrap()["reason"]))
        .collect()
}
