//! One gateway on trial: what was expected of each case and what came of it.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tessera_broker::clock::{Clock, SystemClock};
use tessera_broker::gateways::snippet::snippets;
use tessera_broker::gateways::verify::IDENTITY_HEADERS;
use tessera_broker::issuers::names::{issuer, issuer_at};
use tessera_shared::dto::gateways::{Gateway, GatewaySnippet, SnippetFile};
use tessera_shared::instant::Span;
use tessera_shared::words::{GatewayMode, GatewayProduct};

use super::api::{Api, Reached};
use super::cast::Cast;
use super::deviations::{in_our_words, instead, untried};
use super::door::Door;
use super::edge::{Edge, Site};
use super::jwt;
use super::tls::Authority;
use super::wire::{Call, Reply};
use crate::support::client::Client;
use crate::support::world::{World, text};
use crate::support::{On, TestApp};

/// A client's call may not wait longer for a broker that is in trouble.
const BOUND: Duration = Duration::from_secs(5);

/// What a client claims to be.
pub const EVIL: &str = "evil";

/// A gateway with everything around it.
pub struct Trial {
    pub product: GatewayProduct,
    pub mode: GatewayMode,
    pub app: TestApp,
    pub world: World,
    pub owner: Client,
    pub cast: Cast,
    pub door: Door,
    pub api: Api,
    pub edge: Edge,
    pub gateway: Gateway,
    pub credential: String,
    /// What the API has to learn about who calls with the good token.
    pub truth: Vec<(&'static str, String)>,
    cases: Vec<String>,
    wrong: Vec<String>,
}

impl Trial {
    /// Broker, API and gateway, all real and all running.
    pub async fn begin(product: GatewayProduct, mode: GatewayMode) -> Self {
        // The one that refuses to ask in clear.
        let secure = product == GatewayProduct::Apache;
        let authority = Authority::new();
        let door = Door::new(|address| secure.then(|| authority.acceptor(&address.ip().to_string())));
        let address = door.address();
        // The configuration it shows leads to the door.
        let app = TestApp::start_with(On::Sqlite, |config| config.listen = address).await;
        door.leads_to(&app.base);
        let verifies = mode == GatewayMode::LocalJwt;
        if verifies {
            // It has a clock of its own. The customers have had their first keys for a while.
            app.clock.set(SystemClock.now());
            app.clock.advance(Span::minutes(-15));
        }
        let world = World::make(&app).await;
        let owner = World::platform_owner(&app).await;
        let mut cast = Cast::make(&app, &world).await;
        let api = Api::start();
        let (gateway, credential) = add_gateway(&world, mode).await;
        let path = format!("/api/v1/gateways/{gateway}");
        let gateway: Gateway = serde_json::from_value(world.agent.get(&path).await.expect(200)).unwrap();
        let shown = world.agent.get(&format!("{path}/snippets")).await.expect(200);
        let shown: Vec<GatewaySnippet> = serde_json::from_value(shown["items"].clone()).unwrap();
        let truth = if verifies {
            cast.exchange(&app).await;
            app.clock.set(SystemClock.now());
            cast.exchange(&app).await;
            jwt::truth(&app, &cast.good.secret)
        } else {
            truth(&app, &credential, &cast.good.secret).await
        };
        let files = if secure {
            files_at(&app, &world, &format!("https://{}", door.address()), &gateway, product)
        } else {
            files(shown, product)
        };
        let site = Site {
            credential: &credential,
            upstream_port: api.port,
            trusted: Some(&authority),
        };
        let edge = Edge::start(product, &files, &site, &[401]).await;
        door.take_asked();
        api.take();
        Self {
            product,
            mode,
            app,
            world,
            owner,
            cast,
            door,
            api,
            edge,
            gateway,
            credential,
            truth,
            cases: Vec::new(),
            wrong: Vec::new(),
        }
    }

    /// Sends a call; says the answer and what reached the API.
    pub async fn send(&self, call: &Call) -> (Reply, Vec<Reached>) {
        let reply = call.send(self.edge.port).await;
        (reply, self.api.take())
    }

    /// Sends a call and compares what came of it.
    pub async fn case(&mut self, case: &str, call: &Call, expected: &str) {
        let begun = Instant::now();
        let (reply, reached) = self.send(call).await;
        let mut outcome = self.outcome(&reply, &reached);
        if begun.elapsed() > BOUND {
            outcome.push_str(", after too long");
        }
        self.compare(case, &outcome, expected);
    }

    /// Sends a call that has to be refused, however.
    pub async fn refuses(&mut self, case: &str, call: &Call) {
        let (reply, reached) = self.send(call).await;
        let refused = reached.is_empty() && (400..600).contains(&reply.status);
        let outcome = if refused {
            "refused".to_owned()
        } else {
            self.outcome(&reply, &reached)
        };
        self.compare(case, &outcome, "refused");
    }

    /// What came of a case has to be what is expected, or what is known of this product.
    pub fn compare(&mut self, case: &str, outcome: &str, expected: &str) {
        self.cases.push(case.to_owned());
        let wanted = instead((self.product, self.mode), case).unwrap_or(expected);
        if outcome != wanted {
            self.wrong.push(format!("{case}: {outcome} (expected: {wanted})"));
        }
    }

    /// An answer in words: `passed`, a refusal by its status and challenge, and whatever should not be.
    pub fn outcome(&self, reply: &Reply, reached: &[Reached]) -> String {
        match reached {
            [] => in_our_words((self.product, self.mode), refusal(reply)),
            [call] if reply.headers.get("x-api").is_some() => {
                let known = self.known(call);
                let status = if reply.status == 200 {
                    String::new()
                } else {
                    format!(" with {}", reply.status)
                };
                format!("passed{status}{known}")
            }
            _ => format!("REACHED THE API {} times, {}", reached.len(), reply.status),
        }
    }

    /// What the API was told that is not so.
    fn known(&self, call: &Reached) -> String {
        let mut wrong = String::new();
        for (header, value) in &self.truth {
            let told = call.headers.all(header);
            let right = told == [value] || (value.is_empty() && told.is_empty());
            if !right {
                wrong.push_str(&format!(", {header}: {told:?}"));
            }
        }
        for (name, value) in &call.headers.0 {
            let plain = name.replace('_', "-");
            if plain.starts_with("x-tessera-") && !self.truth.iter().any(|(header, _)| header == name) {
                wrong.push_str(&format!(", {name}: {value:?}"));
            }
            // The next on the way would drop them.
            if plain == "connection" && value.to_lowercase().contains("x-tessera-") {
                wrong.push_str(&format!(", {name}: {value:?}"));
            }
            if plain == "authorization" || plain == "x-gateway-key" || value.contains("tsr_") {
                wrong.push_str(&format!(", the API sees {name}"));
            }
        }
        wrong
    }

    /// Waits until a call with the good token passes again.
    pub async fn recovers(&mut self, case: &str) {
        let call = Call::get("/").bearer(&self.cast.good.secret);
        self.comes_to(case, &call, "passed").await;
    }

    /// Sends a call again and again until this comes of it.
    pub async fn comes_to(&mut self, case: &str, call: &Call, expected: &str) {
        let begun = Instant::now();
        let mut last = String::new();
        while begun.elapsed() < Duration::from_secs(15) {
            let (reply, reached) = self.send(call).await;
            last = self.outcome(&reply, &reached);
            if last == expected {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.compare(case, &last, expected);
    }

    /// Starts the gateway anew with the broker at `origin`.
    pub async fn restart(&mut self, origin: &str, trusted: &Authority, statuses: &[u16]) {
        let site = Site {
            credential: &self.credential,
            upstream_port: self.api.port,
            trusted: Some(trusted),
        };
        let files = files_at(&self.app, &self.world, origin, &self.gateway, self.product);
        self.edge = Edge::start(self.product, &files, &site, statuses).await;
        self.api.take();
    }

    /// The verdict.
    pub fn end(self) {
        let untried = untried((self.product, self.mode), &self.cases);
        assert!(untried.is_empty(), "nothing tries {untried:?}");
        let (product, mode, log) = (self.product, self.mode, self.edge.log());
        assert!(
            self.wrong.is_empty(),
            "{product} {mode}:\n{}\n{log}",
            self.wrong.join("\n")
        );
    }
}

/// Adds the gateway on trial; says its id and its credential.
async fn add_gateway(world: &World, mode: GatewayMode) -> (String, String) {
    let body = json!({
        "name": "edge-real", "place": "Oslo", "environment": "production", "mode": mode,
        "audience": "https://api.halden.example/seats", "required_scopes": ["seats:read"],
    });
    let made = world.agent.post("/api/v1/gateways", &body).await.expect(201);
    (text(&made["gateway"]["id"]), text(&made["credential"]))
}

/// The files for a product whose way to the broker is `origin`. What the broker is called as an issuer stays.
fn files_at(
    app: &TestApp,
    world: &World,
    origin: &str,
    gateway: &Gateway,
    product: GatewayProduct,
) -> Vec<SnippetFile> {
    let mut files = files(snippets(origin, world.slug, gateway), product);
    for file in &mut files {
        let (there, here) = (issuer_at(origin, world.slug), issuer(&app.app, world.slug));
        file.text = file.text.replace(&format!("\"{there}\""), &format!("\"{here}\""));
    }
    files
}

/// The files for a product.
fn files(snippets: Vec<GatewaySnippet>, product: GatewayProduct) -> Vec<SnippetFile> {
    let mut snippets = snippets.into_iter().filter(|snippet| snippet.product == product);
    snippets.next().unwrap().files
}

/// A refusal by status and challenge.
fn refusal(reply: &Reply) -> String {
    let challenge = reply.headers.all("www-authenticate");
    match challenge.as_slice() {
        [] => reply.status.to_string(),
        challenges => format!("{} {}", reply.status, challenges.join(" + ")),
    }
}

/// What the broker itself says about a token.
async fn truth(app: &TestApp, credential: &str, token: &str) -> Vec<(&'static str, String)> {
    let gateway = Client::anonymous(&app.base).with("x-gateway-key", credential);
    let answer = gateway
        .with("authorization", &format!("Bearer {token}"))
        .get("/gateway/verify")
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let value = |header: &str| answer.headers[header].to_str().unwrap().to_owned();
    IDENTITY_HEADERS
        .into_iter()
        .map(|header| (header, value(header)))
        .collect()
}

/// What an agent or the owner does about something.
pub fn because() -> Value {
    json!({"reason": "A test says so."})
}
