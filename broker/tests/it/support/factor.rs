//! An authenticator app, as a person has it.

use aws_lc_rs::hmac;
use serde_json::json;
use tessera_broker::clock::Clock;

use super::TestApp;
use super::client::{Answer, Client};
use super::world::{PASSWORD, text};

const BASE32: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What the app knows.
pub struct Authenticator {
    key: hmac::Key,
    /// Recovery codes, as they were shown.
    pub codes: Vec<String>,
    /// The seed as it was shown.
    pub secret: String,
}

impl Authenticator {
    /// The app after it read `secret`.
    pub fn new(secret: &str) -> Self {
        let bits: Vec<u8> = secret
            .chars()
            .map(|c| u8::try_from(BASE32.find(c).unwrap()).unwrap())
            .collect();
        let mut seed = Vec::new();
        for eight in bits.chunks(8) {
            let number = eight
                .iter()
                .fold(0_u64, |number, bits| (number << 5) | u64::from(*bits));
            seed.extend_from_slice(&number.to_be_bytes()[3..]);
        }
        Self {
            key: hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &seed),
            codes: Vec::new(),
            secret: secret.to_owned(),
        }
    }

    /// What it shows so many half minutes from now.
    pub fn code(&self, app: &TestApp, steps: i64) -> String {
        let step = app.clock.now().millis().div_euclid(30_000) + steps;
        let tag = hmac::sign(&self.key, &step.to_be_bytes());
        let offset = usize::from(tag.as_ref()[19] & 15);
        let four: [u8; 4] = tag.as_ref()[offset..offset + 4].try_into().unwrap();
        format!("{:06}", (u32::from_be_bytes(four) & 0x7FFF_FFFF) % 1_000_000)
    }
}

/// Adds an app to the account of `caller`, who goes on in another session.
pub async fn enrol(app: &TestApp, caller: &Client) -> (Authenticator, Client) {
    let begun = caller.post("/api/v1/me/factors/totp", &json!(null)).await.expect(200);
    let mut authenticator = Authenticator::new(&text(&begun["secret"]));
    let code = json!({"code": authenticator.code(app, -1)});
    let answer = caller.post("/api/v1/me/factors/totp/confirm", &code).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let codes = answer.json()["codes"].as_array().unwrap().clone();
    authenticator.codes = codes.iter().map(text).collect();
    (authenticator, caller.in_session(&answer))
}

/// Signs in with the password alone.
pub async fn begin(app: &TestApp, email: &str) -> (Answer, Client) {
    let nobody = Client::anonymous(&app.base);
    let answer = nobody
        .post("/api/v1/session", &json!({"email": email, "password": PASSWORD}))
        .await;
    let client = nobody.in_session(&answer);
    (answer, client)
}

/// Half a session of the account behind `caller`, which gets an app.
pub async fn half(app: &TestApp, caller: &Client, email: &str) -> (Authenticator, Client) {
    let (authenticator, _caller) = enrol(app, caller).await;
    let (answer, half) = begin(app, email).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    (authenticator, half)
}

/// Shows a code to finish signing in.
pub async fn finish(half: &Client, code: &str) -> Answer {
    half.post("/api/v1/session/second-factor", &json!({"code": code})).await
}
