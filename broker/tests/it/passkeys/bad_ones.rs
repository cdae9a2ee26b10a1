//! Passkeys that are not taken, each for its own reason, and nothing changes.

use serde_json::{Value, json};
use tessera_shared::instant::Span;

use super::attacks::{reason, rows};
use super::{EMAIL, listed};
use crate::on_both;
use crate::support::TestApp;
use crate::support::client::Client;
use crate::support::passkey::{ADD, Act, BACKED_UP, BEGIN, PRESENT, Passkey, Said, VERIFIED, add, base64};
use crate::support::world::{PASSWORD, World, text};

/// Changes what is said.
type Lie = fn(&mut Said);

const CREDENTIAL: u8 = 1 << 6;

fn lies() -> Vec<(&'static str, Lie)> {
    vec![
        ("made for another act", |said| said.says("type", json!("webauthn.get"))),
        ("made for another act", |said| said.flags = PRESENT | VERIFIED),
        ("made on another page", |said| {
            said.says("origin", json!("http://evil.example"));
        }),
        ("made on another page", |said| {
            let origin = said.client["origin"]
                .as_str()
                .unwrap()
                .replace("localhost", "sub.localhost");
            said.says("origin", json!(origin));
        }),
        ("made inside another page", |said| said.says("crossOrigin", json!(true))),
        ("made for another host", |said| said.is_for("evil.example")),
        ("nobody was there", |said| said.flags = VERIFIED | CREDENTIAL),
        ("person not verified", |said| said.flags = PRESENT | CREDENTIAL),
        ("flags about backups do not fit", |said| said.flags |= BACKED_UP),
        // ES384, and EdDSA over a curve it has nothing to do with.
        ("kind of key not offered", |said| said.algorithm = vec![0x38, 0x22]),
        ("kind of key not offered", |said| said.algorithm = vec![0x27]),
        ("statement about the authenticator not asked for", |said| {
            said.format = "fido-u2f";
        }),
        ("unreadable", |said| said.behind = vec![0xa0]),
        ("unreadable", |said| said.flags |= 1 << 7),
        ("unreadable", |said| said.id = Vec::new()),
        ("unreadable", |said| said.client = json!("webauthn.create")),
        ("no challenge of this session, or an old one", |said| {
            said.client["challenge"] = json!(base64([7; 56]));
        }),
    ]
}

async fn refused(app: &TestApp, caller: &Client, body: &Value, because: &str) {
    let before = rows(app).await;
    let answer = caller.post(ADD, body).await;
    assert_eq!(answer.status, 422, "{because}: {}", answer.text);
    assert!(answer.cookie("tessera=").is_none(), "{because}");
    assert_eq!(reason(app).await, because);
    assert_eq!(rows(app).await, before, "{because}");
}

on_both! {
    async fn no_lie_adds_a_passkey(app) {
        let world = World::make(&app).await;
        let here = world.agent.outside();
        let user = text(&here.get("/api/v1/me").await.expect(200)["id"]);
        let passkey = Passkey::make(&user);
        let begin = async || here.post(BEGIN, &json!(null)).await.expect(200);
        for (because, lie) in lies() {
            let mut said = passkey.to_be_made(&app, &begin().await);
            lie(&mut said);
            let body = passkey.made(&said);
            if said.id.is_empty() {
                // Without an id there is nothing to look at.
                here.post(ADD, &body).await.refused(422);
                continue;
            }
            refused(&app, &here, &body, because).await;
        }
        let good = passkey.made(&passkey.to_be_made(&app, &begin().await));
        let with = |name: &str, value: String| {
            let mut body = good.clone();
            body[name] = json!(value);
            body
        };
        // Nothing of this can be read, down to the bytes of CBOR.
        for object in [&[][..], &[0xa0], &[0xbf, 0xff], &[0xa3, 1, 1, 2, 2, 3, 3], &[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]] {
            let options = begin().await;
            let mut body = passkey.made(&passkey.to_be_made(&app, &options));
            body["attestation_object"] = json!(base64(object));
            if object.is_empty() {
                here.post(ADD, &body).await.refused(422);
            } else {
                refused(&app, &here, &body, "unreadable").await;
            }
        }
        refused(&app, &here, &with("client_data", base64("{}")), "unreadable").await;
        refused(&app, &here, &with("client_data", "A".to_owned()), "unreadable").await;
        let before = app.row_counts().await;
        for body in [
            with("id", base64(vec![1; 1_024])),
            with("id", "a+b/".to_owned()),
            with("name", String::new()),
            with("name", "x".repeat(81)),
            with("attestation_object", base64(vec![1; 9_000])),
        ] {
            here.post(ADD, &body).await.refused(422);
        }
        assert_eq!(app.row_counts().await, before);
        // Another id than the authenticator's; then its challenge is gone.
        refused(&app, &here, &with("id", base64([5; 24])), "unreadable").await;
        refused(&app, &here, &good, "challenge answered before").await;
    }

    async fn a_challenge_adds_one_passkey_to_one_account_in_one_session(app) {
        let world = World::make(&app).await;
        let (lead, agent) = (world.lead.outside(), world.agent.outside());
        let none = "no challenge of this session, or an old one";
        let user = text(&agent.get("/api/v1/me").await.expect(200)["id"]);
        let passkey = Passkey::make(&user);
        let elsewhere = Client::sign_in(&app.base, EMAIL, PASSWORD).await;
        for other in [&lead, &elsewhere] {
            let options = other.post(BEGIN, &json!(null)).await.expect(200);
            refused(&app, &agent, &passkey.made(&passkey.to_be_made(&app, &options)), none).await;
        }
        let (question, _) = Act::Alone.ask(&Client::anonymous(&app.base)).await;
        refused(&app, &agent, &passkey.made(&passkey.to_be_made(&app, &question)), none).await;
        let options = agent.post(BEGIN, &json!(null)).await.expect(200);
        app.clock.advance(Span::minutes(5));
        refused(&app, &agent, &passkey.made(&passkey.to_be_made(&app, &options)), none).await;
    }

    async fn a_passkey_is_of_one_account(app) {
        let world = World::make(&app).await;
        let (theirs, there, _) = add(&app, &world.lead.outside()).await;
        let agent = world.agent.outside();
        // Whoever knows the id, and even the key, does not get it, nor does its owner twice.
        for caller in [&agent, &there] {
            let options = caller.post(BEGIN, &json!(null)).await.expect(200);
            refused(&app, caller, &theirs.made(&theirs.to_be_made(&app, &options)), "registered already").await;
        }
        assert_eq!(listed(&agent).await, Value::Null);
        let (question, asked) = Act::Alone.ask(&Client::anonymous(&app.base)).await;
        let done = Act::Alone.show(&asked, &theirs.answer(&app, &question)).await;
        let who = asked.in_session(&done).get("/api/v1/me").await.expect(200);
        assert_eq!(who["id"], json!(theirs.user));
    }
}
