//! Answers that are not good, each refused for its own reason, with no session and no row.

use diesel::prelude::*;
use serde_json::{Value, json};
use tessera_broker::db::schema::audit_events;
use tessera_broker::outcome::Refusal;
use tessera_shared::instant::Span;

use super::{EMAIL, listed, path};
use crate::on_both;
use crate::support::client::Client;
use crate::support::factor::begin;
use crate::support::passkey::{Act, BACKED_UP, BACKUP_ELIGIBLE, PRESENT, Passkey, Said, VERIFIED, add, add_as, base64};
use crate::support::world::World;
use crate::support::{TestApp, everything};

/// Rows that only a good answer changes: a refused one is written down, and its challenge is gone.
pub async fn rows(app: &TestApp) -> Vec<(&'static str, i64)> {
    let mut counts = app.row_counts().await;
    counts.retain(|(table, _)| !["audit_events", "answered_challenges", "outbox"].contains(table));
    counts
}

/// Why the last answer was refused, as the trail has it.
pub async fn reason(app: &TestApp) -> String {
    let facts = app.app.db.read(everything(), |conn| {
        let newest = audit_events::table.order(audit_events::id.desc());
        let facts: String = newest.select(audit_events::facts).first(conn)?;
        Ok::<_, Refusal>(facts)
    });
    let facts: Value = serde_json::from_str(&facts.await.unwrap()).unwrap();
    facts["because"].as_str().unwrap_or_default().to_owned()
}

/// Changes what is said.
type Lie = fn(&mut Said);

fn lies() -> Vec<(&'static str, Lie)> {
    vec![
        ("made for another act", |said| {
            said.says("type", json!("webauthn.create"));
        }),
        ("made on another page", |said| {
            said.says("origin", json!("http://evil.example"));
        }),
        ("made on another page", |said| {
            said.says("origin", json!("https://localhost"));
        }),
        ("made on another page", |said| {
            let origin = said.client["origin"]
                .as_str()
                .unwrap()
                .replace("localhost", "sub.localhost");
            said.says("origin", json!(origin));
        }),
        ("made on another page", |said| {
            let origin = format!("{}0", said.client["origin"].as_str().unwrap());
            said.says("origin", json!(origin));
        }),
        ("made inside another page", |said| said.says("crossOrigin", json!(true))),
        ("made inside another page", |said| {
            said.says("topOrigin", said.client["origin"].clone());
        }),
        ("made for another host", |said| said.is_for("evil.example")),
        ("made for another host", |said| said.is_for("sub.localhost")),
        ("nobody was there", |said| said.flags = VERIFIED),
        ("person not verified", |said| said.flags = PRESENT),
        ("flags about backups do not fit", |said| said.flags |= BACKED_UP),
        ("flags about backups do not fit", |said| said.flags |= BACKUP_ELIGIBLE),
        ("unreadable", |said| said.flags |= 1 << 1),
        ("unreadable", |said| said.behind = vec![0xa0]),
        ("unreadable", |said| said.flags |= 1 << 7),
        ("unreadable", |said| {
            said.flags |= 1 << 7;
            said.behind = vec![0xbf, 0xff];
        }),
        ("unreadable", |said| said.client = json!(["webauthn.get"])),
        ("unreadable", |said| said.says("challenge", json!("???"))),
        ("no challenge of this session, or an old one", |said| {
            said.client["challenge"] = json!(base64([7; 56]));
        }),
        ("no challenge of this session, or an old one", |said| {
            said.says("challenge", json!(""));
        }),
        ("names another account", |said| {
            said.user = Some("usr_01kar8zv4we008007jggzcc86j".to_owned());
        }),
        ("nobody has it", |said| said.id = vec![1; 1_023]),
        ("counter did not go up; it may have been copied", |said| said.count = 9),
        ("counter did not go up; it may have been copied", |said| said.count = 3),
        ("counter did not go up; it may have been copied", |said| said.count = 0),
    ]
}

/// Changes what is sent.
type Break = fn(&mut Value);

fn breaks() -> Vec<(&'static str, Break)> {
    vec![
        ("wrong signature", |body| {
            // A good signature, of something else.
            body["client_data"] = json!(base64(
                String::from_utf8(decode(&body["client_data"]))
                    .unwrap()
                    .replace("\"type\"", " \"type\"")
            ));
        }),
        ("wrong signature", |body| {
            body["signature"] = json!(base64([0x30, 6, 2, 1, 1, 2, 1, 1]));
        }),
        ("wrong signature", |body| body["signature"] = json!(base64([0; 64]))),
        ("unreadable", |body| {
            body["client_data"] = json!(base64("{\"type\":\"webauthn.get\""));
        }),
        ("unreadable", |body| body["client_data"] = json!("A")),
        ("unreadable", |body| body["authenticator_data"] = json!(base64([0; 36]))),
        ("unreadable", |body| body["id"] = json!("AB")),
    ]
}

fn decode(text: &Value) -> Vec<u8> {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(text.as_str().unwrap())
        .unwrap()
}

/// Bodies that no browser sends: refused before anything is looked at.
fn malformed(good: &Value) -> Vec<Value> {
    let with = |name: &str, value: Value| {
        let mut body = good.clone();
        body[name] = value;
        body
    };
    vec![
        with("id", json!(base64(vec![1; 1_024]))),
        with("id", json!("")),
        with("id", json!("a+b/")),
        with("signature", json!("AAAA====")),
        with("client_data", json!(base64(vec![1; 9_000]))),
        with("user_handle", json!(base64(vec![1; 65]))),
    ]
}

/// Who shows a passkey with a counter at 9 for `act`, and from where.
async fn stage(app: &TestApp, act: Act) -> (World, Passkey, Client) {
    let world = World::make(app).await;
    let (passkey, here, _) = add_as(app, &world.agent.outside(), |said| said.count = 9).await;
    let caller = match act {
        Act::SecondFactor => begin(app, EMAIL).await.1,
        Act::StepUp => here,
        Act::Alone => Client::anonymous(&app.base),
    };
    (world, passkey, caller)
}

async fn refused(app: &TestApp, act: Act, caller: &Client, body: &Value, because: &str) {
    let before = rows(app).await;
    let answer = act.show(caller, body).await;
    let status = if act == Act::Alone { 401 } else { 422 };
    assert_eq!(answer.status, status, "{act:?}, {because}: {}", answer.text);
    assert!(answer.cookie("tessera=").is_none(), "{act:?}, {because}");
    assert_eq!(reason(app).await, because, "{act:?}");
    assert_eq!(rows(app).await, before, "{act:?}, {because}");
}

async fn every_attack(app: &TestApp, act: Act) {
    let (world, passkey, caller) = stage(app, act).await;
    for (because, lie) in lies() {
        let (question, asked) = act.ask(&caller).await;
        let mut said = passkey.to_be_shown(app, &question);
        said.count = 10;
        lie(&mut said);
        refused(app, act, &asked, &passkey.shown(&said), because).await;
        if !matches!(because, "unreadable" | "no challenge of this session, or an old one") {
            // Its challenge is gone, whatever comes now.
            said = passkey.to_be_shown(app, &question);
            said.count = 10;
            refused(app, act, &asked, &passkey.shown(&said), "challenge answered before").await;
        }
    }
    for (because, change) in breaks() {
        let (question, asked) = act.ask(&caller).await;
        let mut said = passkey.to_be_shown(app, &question);
        said.count = 10;
        let mut body = passkey.shown(&said);
        change(&mut body);
        refused(app, act, &asked, &body, because).await;
    }
    let (question, asked) = act.ask(&caller).await;
    let mut said = passkey.to_be_shown(app, &question);
    said.count = 10;
    let good = passkey.shown(&said);
    let before = app.row_counts().await;
    for body in malformed(&good) {
        act.show(&asked, &body).await.refused(422);
    }
    assert_eq!(app.row_counts().await, before);

    // Another one's key under this one's id, and another one's passkey.
    let (theirs, there, _) = add(app, &world.lead.outside()).await;
    let (question, asked) = act.ask(&caller).await;
    refused(
        app,
        act,
        &asked,
        &theirs.shown(&passkey.to_be_shown(app, &question)),
        "wrong signature",
    )
    .await;
    let (question, asked) = act.ask(&caller).await;
    if act == Act::Alone {
        let mut said = passkey.to_be_shown(app, &question);
        said.user = None;
        refused(app, act, &asked, &passkey.shown(&said), "names another account").await;
    } else {
        refused(app, act, &asked, &theirs.answer(app, &question), "of another account").await;
    }

    // A challenge of another person, of the same one elsewhere, and of another act.
    let none = "no challenge of this session, or an old one";
    let (of_lead, _) = Act::StepUp.ask(&there).await;
    let (elsewhere, _) = Act::SecondFactor.ask(&begin(app, EMAIL).await.1).await;
    let (alone, _) = Act::Alone.ask(&Client::anonymous(&app.base)).await;
    for question in [of_lead, elsewhere, alone] {
        let (_, asked) = act.ask(&caller).await;
        refused(app, act, &asked, &passkey.answer(app, &question), none).await;
    }
    let (question, asked) = act.ask(&caller).await;
    if act == Act::Alone {
        refused(
            app,
            act,
            &Client::anonymous(&app.base),
            &passkey.answer(app, &question),
            none,
        )
        .await;
    }

    // After all that the good one is good; up to the last moment, and once.
    let mut said = passkey.to_be_shown(app, &question);
    said.count = 10;
    let good = passkey.shown(&said);
    if act != Act::SecondFactor {
        app.clock.advance(Span::millis(5 * 60_000 - 1));
    }
    let done = act.show(&asked, &good).await;
    assert_eq!(done.status, 204, "{act:?}: {}", done.text);
}

on_both! {
    async fn no_lie_gets_past_the_second_step(app) {
        every_attack(&app, Act::SecondFactor).await;
    }

    async fn no_lie_makes_a_session_fresh(app) {
        every_attack(&app, Act::StepUp).await;
    }

    async fn no_lie_signs_in(app) {
        every_attack(&app, Act::Alone).await;
    }

    async fn a_challenge_is_over_after_five_minutes(app) {
        let world = World::make(&app).await;
        let (passkey, here, _) = add(&app, &world.agent.outside()).await;
        for (act, caller) in [(Act::StepUp, here), (Act::Alone, Client::anonymous(&app.base))] {
            let (question, asked) = act.ask(&caller).await;
            app.clock.advance(Span::minutes(5));
            let shown = passkey.answer(&app, &question);
            refused(&app, act, &asked, &shown, "no challenge of this session, or an old one").await;
        }
    }

    async fn a_copied_passkey_is_told_to_its_owner(app) {
        let (_world, passkey, caller) = stage(&app, Act::Alone).await;
        let (question, asked) = Act::Alone.ask(&caller).await;
        let mut said = passkey.to_be_shown(&app, &question);
        said.count = 9;
        refused(&app, Act::Alone, &asked, &passkey.shown(&said), "counter did not go up; it may have been copied").await;
        assert!(app.mail_to(EMAIL).await.contains("there is a copy of it"));
    }

    async fn a_removed_passkey_is_nobodys(app) {
        let (_world, passkey, here) = stage(&app, Act::StepUp).await;
        let (_second, here, _) = add(&app, &here).await;
        let first = listed(&here).await;
        here.post(&path(&first, "remove"), &json!(null)).await.expect(204);
        for (act, caller) in [
            (Act::StepUp, here),
            (Act::SecondFactor, begin(&app, EMAIL).await.1),
            (Act::Alone, Client::anonymous(&app.base)),
        ] {
            let (question, asked) = act.ask(&caller).await;
            let mut said = passkey.to_be_shown(&app, &question);
            said.count = 10;
            refused(&app, act, &asked, &passkey.shown(&said), "nobody has it").await;
        }
    }
}
