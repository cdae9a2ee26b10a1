//! An authenticator of passkeys with the browser around it, as a test has them: each says the truth
//! until the test changes it.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::TestApp;
use super::client::{Answer, Client};
use super::world::text;

pub const BEGIN: &str = "/api/v1/me/factors/passkeys/begin";
pub const ADD: &str = "/api/v1/me/factors/passkeys";

/// Its owner is there and verified.
pub const PRESENT: u8 = 1;
pub const VERIFIED: u8 = 1 << 2;
pub const BACKUP_ELIGIBLE: u8 = 1 << 3;
pub const BACKED_UP: u8 = 1 << 4;
const CREDENTIAL: u8 = 1 << 6;

pub fn base64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn bytes(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap().to_be_bytes();
    let head = match bytes.len() {
        0..24 => vec![0x40 | length[1]],
        24..256 => vec![0x58, length[1]],
        _ => vec![0x59, length[0], length[1]],
    };
    [head.as_slice(), bytes].concat()
}

fn word(word: &str) -> Vec<u8> {
    [&[0x60 | u8::try_from(word.len()).unwrap()], word.as_bytes()].concat()
}

/// A passkey.
pub struct Passkey {
    pair: EcdsaKeyPair,
    pub id: Vec<u8>,
    /// The account it was made for.
    pub user: String,
}

/// What is said of one answer.
#[derive(Clone)]
pub struct Said {
    /// By the browser.
    pub client: Value,
    /// For which host, by the authenticator.
    pub party: String,
    pub flags: u8,
    pub count: u32,
    pub id: Vec<u8>,
    pub user: Option<String>,
    /// The number of the key's algorithm, as CBOR.
    pub algorithm: Vec<u8>,
    pub format: &'static str,
    /// What the authenticator appends.
    pub behind: Vec<u8>,
}

impl Passkey {
    /// One for an account, before anybody knows it.
    pub fn make(user: &str) -> Self {
        Self {
            pair: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap(),
            id: tessera_broker::random::bytes::<24>().unwrap().to_vec(),
            user: user.to_owned(),
        }
    }

    fn say(&self, app: &TestApp, kind: &str, challenge: &Value, flags: u8) -> Said {
        Said {
            client: json!({
                "type": kind, "challenge": challenge, "origin": app.app.config.public_origin(), "crossOrigin": false,
            }),
            party: "localhost".to_owned(),
            flags,
            count: 0,
            id: self.id.clone(),
            user: Some(self.user.clone()),
            algorithm: vec![0x26],
            format: "none",
            behind: Vec::new(),
        }
    }

    /// What is said when it is made.
    pub fn to_be_made(&self, app: &TestApp, options: &Value) -> Said {
        let flags = PRESENT | VERIFIED | CREDENTIAL;
        self.say(app, "webauthn.create", &options["challenge"], flags)
    }

    /// What is said when it is shown.
    pub fn to_be_shown(&self, app: &TestApp, question: &Value) -> Said {
        self.say(app, "webauthn.get", &question["challenge"], PRESENT | VERIFIED)
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.pair.sign(&SystemRandom::new(), message).unwrap().as_ref().to_vec()
    }

    /// The public key.
    fn cose(&self, algorithm: &[u8]) -> Vec<u8> {
        let point = self.pair.public_key().as_ref();
        [
            &[0xa5, 0x01, 0x02, 0x03],
            algorithm,
            &[0x20, 0x01, 0x21],
            &bytes(&point[1..33]),
            &[0x22],
            &bytes(&point[33..]),
        ]
        .concat()
    }

    /// The body that adds it.
    pub fn made(&self, said: &Said) -> Value {
        let length = u16::try_from(said.id.len()).unwrap().to_be_bytes();
        let mut data = said.head();
        if said.flags & CREDENTIAL != 0 {
            data.extend([&[0; 16], length.as_slice(), &said.id, &self.cose(&said.algorithm)].concat());
        }
        data.extend(&said.behind);
        let client = said.client.to_string();
        let statement = match said.format {
            "packed" => {
                let signed = [data.as_slice(), digest(&SHA256, client.as_bytes()).as_ref()].concat();
                [
                    &[0xa2],
                    word("alg").as_slice(),
                    &said.algorithm,
                    &word("sig"),
                    &bytes(&self.sign(&signed)),
                ]
                .concat()
            }
            _ => vec![0xa0],
        };
        let object = [
            &[0xa3],
            word("fmt").as_slice(),
            &word(said.format),
            &word("attStmt"),
            &statement,
            &word("authData"),
            &bytes(&data),
        ]
        .concat();
        json!({
            "name": "Laptop", "id": base64(&said.id), "client_data": base64(client),
            "attestation_object": base64(object),
        })
    }

    /// What shows it.
    pub fn shown(&self, said: &Said) -> Value {
        let client = said.client.to_string();
        let data = [said.head(), said.behind.clone()].concat();
        let signed = [data.as_slice(), digest(&SHA256, client.as_bytes()).as_ref()].concat();
        json!({
            "id": base64(&said.id), "client_data": base64(client), "authenticator_data": base64(&data),
            "signature": base64(self.sign(&signed)), "user_handle": said.user.as_ref().map(base64),
        })
    }

    /// The same for a question, with nothing but the truth.
    pub fn answer(&self, app: &TestApp, question: &Value) -> Value {
        self.shown(&self.to_be_shown(app, question))
    }
}

impl Said {
    /// The browser says something else.
    pub fn says(&mut self, name: &str, value: Value) {
        self.client[name] = value;
    }

    /// The authenticator says another host.
    pub fn is_for(&mut self, host: &str) {
        host.clone_into(&mut self.party);
    }

    fn head(&self) -> Vec<u8> {
        let party = digest(&SHA256, self.party.as_bytes());
        [party.as_ref(), &[self.flags], &self.count.to_be_bytes()].concat()
    }
}

/// Adds a passkey to the account of `caller`, who goes on in another session.
pub async fn add(app: &TestApp, caller: &Client) -> (Passkey, Client, Value) {
    add_as(app, caller, |_said| ()).await
}

/// The same, after `change` of what is said.
pub async fn add_as(app: &TestApp, caller: &Client, change: impl FnOnce(&mut Said)) -> (Passkey, Client, Value) {
    let user = text(&caller.get("/api/v1/me").await.expect(200)["id"]);
    let passkey = Passkey::make(&user);
    let options = caller.post(BEGIN, &json!(null)).await.expect(200);
    let mut said = passkey.to_be_made(app, &options);
    change(&mut said);
    let answer = caller.post(ADD, &passkey.made(&said)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let added = answer.json();
    (passkey, caller.in_session(&answer), added)
}

/// What a passkey is shown for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    SecondFactor,
    StepUp,
    Alone,
}

impl Act {
    fn paths(self) -> (&'static str, &'static str) {
        match self {
            Self::SecondFactor => (
                "/api/v1/session/second-factor/passkey/begin",
                "/api/v1/session/second-factor/passkey",
            ),
            Self::StepUp => ("/api/v1/session/step-up/passkey", "/api/v1/session/step-up"),
            Self::Alone => ("/api/v1/session/passkey/begin", "/api/v1/session/passkey"),
        }
    }

    /// Has the caller asked; without a session they come back with the cookie they got.
    pub async fn ask(self, caller: &Client) -> (Value, Client) {
        let answer = caller.post(self.paths().0, &json!(null)).await;
        let asked = match self {
            Self::Alone => caller.with("cookie", &answer.cookie("tessera-passkey=").unwrap()),
            _ => caller.clone(),
        };
        (answer.expect(200), asked)
    }

    pub async fn show(self, caller: &Client, shown: &Value) -> Answer {
        let body = match self {
            Self::StepUp => json!({"by": "passkey", "passkey": shown}),
            _ => shown.clone(),
        };
        caller.post(self.paths().1, &body).await
    }
}
