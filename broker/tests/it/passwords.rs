//! Which passwords are taken, wherever somebody chooses one.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::on_both;
use crate::support::client::{Answer, Client};
use crate::support::play::fragment;
use crate::support::world::{PASSWORD, World};
use crate::support::{On, TestApp};

const EMAIL: &str = "agent@support.example";

/// The rules the answer says are broken, if it is a refusal of fields.
fn broken(answer: Answer) -> Vec<(String, String)> {
    let body = answer.expect(422);
    let errors = body["errors"].as_array().unwrap().iter();
    let text = |error: &Value, name: &str| error[name].as_str().unwrap().to_owned();
    errors
        .map(|error| (text(error, "pointer"), text(error, "code")))
        .collect()
}

fn one(pointer: &str, code: &str) -> Vec<(String, String)> {
    vec![(pointer.to_owned(), code.to_owned())]
}

/// Common, the own address, and the product's name, in any case.
const GUESSABLE: [&str; 3] = ["PasswordPassword", "Agent@Support.example", "Tessera Tessera"];

on_both! {
    async fn a_guessable_password_is_refused_wherever_one_is_chosen(app) {
        let world = World::make(&app).await;
        let nobody = Client::anonymous(&app.base);
        nobody.post("/api/v1/public/password-resets", &json!({"email": EMAIL})).await.expect(204);
        let reset = fragment(&app.mail_to(EMAIL).await);
        let invited = json!({"email": "agent@halden.example", "role": "customer_auditor"});
        world.admin.post("/api/v1/invites", &invited).await.expect(201);
        let invite = fragment(&app.mail_to("agent@halden.example").await);
        let here = world.agent.outside();
        let before = app.row_counts().await;
        for bad in GUESSABLE {
            let change = json!({"current": PASSWORD, "new": bad});
            assert_eq!(broken(here.post("/api/v1/me/password", &change).await), one("/new", "guessable"), "{bad}");
            let complete = json!({"code": reset, "password": bad});
            let answer = nobody.post("/api/v1/public/password-resets/complete", &complete).await;
            assert_eq!(broken(answer), one("/password", "guessable"), "{bad}");
        }
        for bad in ["PasswordPassword", "agent@halden.example", "Halden Rail 2026", "Rune Xylbrandt 1"] {
            let accept = json!({"code": invite, "name": "Rune Xylbrandt", "password": bad});
            let answer = nobody.post("/api/v1/public/invites/accept", &accept).await;
            assert_eq!(broken(answer), one("/password", "guessable"), "{bad}");
        }
        assert_eq!(app.row_counts().await, before, "nothing was used up");
    }

    async fn any_characters_make_a_password_and_spell_it_the_same_everywhere(app) {
        let world = World::make(&app).await;
        let long = "caf\u{e9} \u{9759}\u{304b} \u{1f980} where gulls sleep and old harbour walls hum under slow grey rain ".to_owned();
        assert!(long.chars().count() >= 64);
        let change = json!({"current": PASSWORD, "new": long});
        world.agent.outside().post("/api/v1/me/password", &change).await.expect(204);
        Client::sign_in(&app.base, EMAIL, &long.replace('\u{e9}', "e\u{301}")).await;
        let cut = json!({"email": EMAIL, "password": long.trim_end()});
        Client::anonymous(&app.base).post("/api/v1/session", &cut).await.refused(401);
    }
}

#[actix_web::test]
async fn the_command_line_takes_no_guessable_password_either() {
    let app = TestApp::start_with(On::Sqlite, |_config| {}).await;
    let create = |password: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tessera"))
            .args(["user", "create", "vera@tessera.example", "Vera Xylbrandt", "--data"])
            .arg(app.app.config.data.join("other"))
            .env_remove("TESSERA_TEST_POSTGRES_URL")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
        child.wait().unwrap().success()
    };
    for bad in ["too short\n", "PasswordPassword\n", "Vera Xylbrandt 1\n"] {
        assert!(!create(bad), "{bad}");
    }
    assert!(create("four quiet words walk\n"));
}
