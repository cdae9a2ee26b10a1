//! A provider of sign-in on a free port, honest until a test twists it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use actix_web::http::header::AUTHORIZATION;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use aws_lc_rs::{digest, hmac};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD as BASE64};
use serde_json::{Value, json};
use tessera_broker::clock::{Clock, ManualClock};

pub const CLIENT: &str = "tessera";
pub const SECRET: &str = "the-secret-of-the-client";

/// How an ID token is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sign {
    #[default]
    Own,
    /// With a key that is not published.
    Other,
    /// Not at all.
    Not,
    /// With the published key as if it were a secret.
    PublicAsSecret,
}

/// What the token endpoint answers to a good code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tokens {
    #[default]
    Good,
    Redirect,
    Huge,
    Error,
    Away,
    Garbage,
    NotBearer,
    NoIdToken,
}

/// What a provider does otherwise than it should. Values lie over the honest ones; `null` takes one away.
#[derive(Clone, Debug)]
pub struct Twist {
    pub metadata: Value,
    pub header: Value,
    pub claims: Value,
    pub key: Value,
    pub more_keys: Vec<Value>,
    pub sign: Sign,
    pub tokens: Tokens,
}

impl Default for Twist {
    fn default() -> Self {
        Self {
            metadata: json!({}),
            header: json!({}),
            claims: json!({}),
            key: json!({}),
            more_keys: Vec::new(),
            sign: Sign::default(),
            tokens: Tokens::default(),
        }
    }
}

/// The person at the provider.
#[derive(Clone, Debug)]
pub struct Person {
    pub sub: &'static str,
    pub email: &'static str,
    pub groups: Vec<&'static str>,
}

/// What was asked for with a code.
struct Granted {
    person: Person,
    nonce: String,
    challenge: String,
    redirect_uri: String,
}

struct State {
    base: String,
    own: EcdsaKeyPair,
    other: EcdsaKeyPair,
    clock: Arc<ManualClock>,
    twist: Mutex<Twist>,
    granted: Mutex<HashMap<String, Granted>>,
}

/// The provider.
#[derive(Clone)]
pub struct Provider(Arc<State>);

fn lay_over(mut honest: Value, twist: &Value) -> Value {
    let object = honest.as_object_mut().unwrap();
    for (name, value) in twist.as_object().unwrap() {
        match value {
            Value::Null => drop(object.remove(name)),
            value => drop(object.insert(name.clone(), value.clone())),
        }
    }
    honest
}

fn hash(text: &str) -> Vec<u8> {
    digest::digest(&digest::SHA256, text.as_bytes()).as_ref().to_vec()
}

impl Provider {
    pub fn start(clock: &Arc<ManualClock>) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let pair = || EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        let state = Arc::new(State {
            base: format!("http://{}", listener.local_addr().unwrap()),
            own: pair(),
            other: pair(),
            clock: Arc::clone(clock),
            twist: Mutex::default(),
            granted: Mutex::default(),
        });
        let data = web::Data::from(Arc::clone(&state));
        let server = HttpServer::new(move || {
            App::new()
                .app_data(data.clone())
                .route("/.well-known/openid-configuration", web::get().to(metadata))
                .route("/keys", web::get().to(keys))
                .route("/token", web::post().to(token))
        });
        let server = server.workers(1).disable_signals().listen(listener).unwrap().run();
        actix_web::rt::spawn(server);
        Self(state)
    }

    pub fn issuer(&self) -> &str {
        &self.0.base
    }

    /// From now on; `Twist::default()` is honest again.
    pub fn twist(&self, twist: Twist) {
        *self.0.twist.lock().unwrap() = twist;
    }

    /// The person signs in at `address`; says the code the browser takes back.
    pub fn sign_in(&self, address: &str, person: &Person) -> String {
        let url = reqwest::Url::parse(address).unwrap();
        assert!(address.starts_with(&format!("{}/auth?", self.0.base)), "{address}");
        let query: HashMap<String, String> = url.query_pairs().into_owned().collect();
        assert_eq!((&*query["response_type"], &*query["client_id"]), ("code", CLIENT));
        assert_eq!(query["code_challenge_method"], "S256");
        assert!(query["scope"].split(' ').any(|scope| scope == "openid"));
        let code = tessera_broker::random::base62(20).unwrap();
        let granted = Granted {
            person: person.clone(),
            nonce: query["nonce"].clone(),
            challenge: query["code_challenge"].clone(),
            redirect_uri: query["redirect_uri"].clone(),
        };
        self.0.granted.lock().unwrap().insert(code.clone(), granted);
        code
    }
}

impl State {
    fn key(&self) -> Value {
        // Uncompressed point: 4, x, y.
        let point = self.own.public_key().as_ref();
        let honest = json!({
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "first",
            "x": BASE64.encode(&point[1..33]), "y": BASE64.encode(&point[33..]),
        });
        lay_over(honest, &self.twist.lock().unwrap().key)
    }

    fn id_token(&self, granted: &Granted, access_token: &str) -> String {
        let twist = self.twist.lock().unwrap().clone();
        let now = self.clock.now().unix_seconds();
        let person = &granted.person;
        let claims = json!({
            "iss": self.base, "aud": CLIENT, "sub": person.sub, "nonce": granted.nonce,
            "iat": now, "exp": now + 300, "at_hash": BASE64.encode(&hash(access_token)[..16]),
            "email": person.email, "email_verified": true, "name": "Ana Person", "groups": person.groups,
        });
        let header = lay_over(json!({"alg": "ES256", "kid": "first", "typ": "JWT"}), &twist.header);
        let part = |value: Value| BASE64.encode(value.to_string());
        let signed = format!("{}.{}", part(header), part(lay_over(claims, &twist.claims)));
        let by = |pair: &EcdsaKeyPair| {
            let signature = pair.sign(&aws_lc_rs::rand::SystemRandom::new(), signed.as_bytes());
            signature.unwrap().as_ref().to_vec()
        };
        let signature = match twist.sign {
            Sign::Own => by(&self.own),
            Sign::Other => by(&self.other),
            Sign::Not => Vec::new(),
            Sign::PublicAsSecret => {
                let key = hmac::Key::new(hmac::HMAC_SHA256, self.key().to_string().as_bytes());
                hmac::sign(&key, signed.as_bytes()).as_ref().to_vec()
            }
        };
        format!("{signed}.{}", BASE64.encode(signature))
    }
}

async fn metadata(state: web::Data<State>) -> HttpResponse {
    let at = |path: &str| format!("{}{path}", state.base);
    let honest = json!({
        "issuer": state.base, "authorization_endpoint": at("/auth"), "token_endpoint": at("/token"),
        "jwks_uri": at("/keys"), "end_session_endpoint": at("/end"),
    });
    HttpResponse::Ok().json(lay_over(honest, &state.twist.lock().unwrap().metadata))
}

async fn keys(state: web::Data<State>) -> HttpResponse {
    let mut keys = state.twist.lock().unwrap().more_keys.clone();
    keys.push(state.key());
    HttpResponse::Ok().json(json!({"keys": keys}))
}

/// A code works once, for who asked, with what was asked (RFC 6749 §4.1.3, RFC 7636 §4.6).
async fn token(state: web::Data<State>, req: HttpRequest, form: web::Form<HashMap<String, String>>) -> HttpResponse {
    let refused = || HttpResponse::BadRequest().json(json!({"error": "invalid_grant"}));
    let basic = format!("Basic {}", STANDARD.encode(format!("{CLIENT}:{SECRET}")));
    let shown = req.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    if shown != Some(&basic) || form.get("grant_type").map(String::as_str) != Some("authorization_code") {
        return HttpResponse::Unauthorized().json(json!({"error": "invalid_client"}));
    }
    let granted = form
        .get("code")
        .and_then(|code| state.granted.lock().unwrap().remove(code));
    let Some(granted) = granted else { return refused() };
    let verifier = form.get("code_verifier").map(|verifier| BASE64.encode(hash(verifier)));
    if verifier.as_ref() != Some(&granted.challenge) || form.get("redirect_uri") != Some(&granted.redirect_uri) {
        return refused();
    }
    let access_token = tessera_broker::random::base62(30).unwrap();
    let id_token = state.id_token(&granted, &access_token);
    let good = json!({"access_token": access_token, "token_type": "Bearer", "expires_in": 300, "id_token": id_token});
    let how = state.twist.lock().unwrap().tokens;
    match how {
        Tokens::Good => HttpResponse::Ok().json(good),
        Tokens::Redirect => HttpResponse::TemporaryRedirect()
            .insert_header(("location", "/token"))
            .finish(),
        Tokens::Huge => HttpResponse::Ok().json(lay_over(good, &json!({"padding": "x".repeat(70_000)}))),
        Tokens::Error => refused(),
        Tokens::Away => HttpResponse::ServiceUnavailable().finish(),
        Tokens::Garbage => HttpResponse::Ok().content_type("text/html").body("<html>"),
        Tokens::NotBearer => HttpResponse::Ok().json(lay_over(good, &json!({"token_type": "mac"}))),
        Tokens::NoIdToken => HttpResponse::Ok().json(lay_over(good, &json!({"id_token": null}))),
    }
}
