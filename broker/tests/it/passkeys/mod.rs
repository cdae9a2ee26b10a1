//! Passkeys: adding and removing them, and showing them after the password, for a step-up and with
//! nothing else.

mod attacks;
mod bad_ones;

use diesel::prelude::*;
use futures_util::future::join_all;
use serde_json::{Value, json};
use tessera_broker::auth::Actor;
use tessera_broker::config::{Config, Limits, SecondFactor};
use tessera_broker::db::schema::users;
use tessera_broker::outcome::Refusal;
use tessera_shared::instant::Span;

use crate::on_both;
use crate::support::client::Client;
use crate::support::factor::{begin, enrol, finish};
use crate::support::passkey::{ADD, Act, BACKED_UP, BACKUP_ELIGIBLE, BEGIN, Passkey, add, add_as};
use crate::support::world::{PASSWORD, World, text};
use crate::support::{TestApp, everything};

const EMAIL: &str = "agent@support.example";
const FACTORS: &str = "/api/v1/me/factors";

/// The first passkey of the caller, as the broker lists it.
async fn listed(caller: &Client) -> Value {
    caller.get(FACTORS).await.expect(200)["passkeys"]["items"][0].clone()
}

/// A path about the passkey.
fn path(passkey: &Value, act: &str) -> String {
    format!("{ADD}/{}/{act}", text(&passkey["id"]))
}

/// Signs in with a passkey and nothing else.
async fn sign_in(app: &TestApp, passkey: &Passkey) -> u16 {
    let (question, browser) = Act::Alone.ask(&Client::anonymous(&app.base)).await;
    Act::Alone
        .show(&browser, &passkey.answer(app, &question))
        .await
        .status
        .as_u16()
}

on_both! {
    async fn a_passkey_is_added_and_asked_for_after_the_password(app) {
        let world = World::make(&app).await;
        let elsewhere = Client::sign_in(&app.base, EMAIL, PASSWORD).await;
        let before = world.agent.outside();
        let options = before.post(BEGIN, &json!(null)).await.expect(200);
        assert_eq!(options["rp"], json!({"id": "localhost", "name": "Tessera"}));
        assert_eq!((&options["user"]["name"], &options["attestation"]), (&json!(EMAIL), &json!("none")));
        assert_eq!(options["excludeCredentials"], json!([]));
        let (passkey, here, added) = add(&app, &before).await;
        // Another secret for this session, the end of all others, and codes for when it is lost.
        for gone in [&before, &elsewhere] {
            gone.get("/api/v1/me").await.refused(401);
        }
        assert_eq!(added["codes"].as_array().unwrap().len(), 10);
        assert!(app.mail_to(EMAIL).await.contains("a passkey"));
        let known = listed(&here).await;
        assert_eq!((&known["name"], &known["used_at"]), (&json!("Laptop"), &json!(null)));
        assert_eq!(known["id"], added["passkey"]["id"]);

        let (answer, half) = begin(&app, EMAIL).await;
        assert!(answer.cookie("tessera-device").is_none());
        assert_eq!(answer.expect(200), json!({"totp": false, "passkey": true, "recovery_codes": true}));
        half.get("/api/v1/me").await.refused(401);
        let (question, half) = Act::SecondFactor.ask(&half).await;
        assert_eq!(question["allowCredentials"].as_array().unwrap().len(), 1);
        assert_eq!((&question["rpId"], &question["userVerification"]), (&json!("localhost"), &json!("required")));
        let shown = passkey.answer(&app, &question);
        let done = Act::SecondFactor.show(&half, &shown).await;
        assert_eq!(done.status, 204, "{}", done.text);
        assert!(done.cookie("tessera-device").is_some());
        let whole = half.in_session(&done);
        whole.get("/api/v1/me").await.expect(200);
        assert!(!listed(&whole).await["used_at"].is_null());
        Act::SecondFactor.show(&half, &shown).await.refused(401);
        // A recovery code stands in for it.
        let (_, half) = begin(&app, EMAIL).await;
        assert_eq!(finish(&half, &text(&added["codes"][0])).await.status, 204);
    }

    async fn a_passkey_alone_signs_in_and_nobody_learns_who_has_one(app) {
        let world = World::make(&app).await;
        let (passkey, _here, _) = add(&app, &world.agent.outside()).await;
        let (question, browser) = Act::Alone.ask(&Client::anonymous(&app.base)).await;
        assert_eq!(question["allowCredentials"], json!([]));
        let done = Act::Alone.show(&browser, &passkey.answer(&app, &question)).await;
        assert_eq!(done.status, 204, "{}", done.text);
        assert!(done.cookie("tessera-device").is_some());
        browser.in_session(&done).get("/api/v1/me/tenants").await.expect(200);
        // A passkey that nobody has gets the answer of a wrong one.
        let mut seen = Vec::new();
        for known in [true, false] {
            let (question, browser) = Act::Alone.ask(&Client::anonymous(&app.base)).await;
            let stranger = Passkey::make(&passkey.user);
            let mut said = stranger.to_be_shown(&app, &question);
            if known {
                said.id.clone_from(&passkey.id);
            }
            let answer = Act::Alone.show(&browser, &stranger.shown(&said)).await;
            assert_eq!(answer.status, 401);
            seen.push(answer.seen());
        }
        assert_eq!(seen[0], seen[1]);
    }

    async fn a_passkey_makes_a_session_fresh(app) {
        let world = World::make(&app).await;
        let (passkey, here, added) = add(&app, &world.agent.outside()).await;
        let refused = here.post("/api/v1/session/step-up", &json!({"by": "password", "proof": PASSWORD})).await.expect(422);
        assert_eq!(refused["errors"][0]["code"], "factor_needed");
        let (question, _) = Act::StepUp.ask(&here).await;
        // One proof, and the one that is named.
        let shown = passkey.answer(&app, &question);
        for body in [
            json!({"by": "passkey"}),
            json!({"by": "passkey", "proof": "x", "passkey": shown}),
            json!({"by": "code", "proof": "123456", "passkey": shown}),
            json!({"by": "password", "passkey": shown}),
        ] {
            here.post("/api/v1/session/step-up", &body).await.refused(422);
        }
        let fresh = Act::StepUp.show(&here, &passkey.answer(&app, &question)).await;
        assert_eq!(fresh.status, 204, "{}", fresh.text);
        here.get("/api/v1/me").await.refused(401);
        let here = here.in_session(&fresh);
        here.post(&path(&added["passkey"], "remove"), &json!(null)).await.expect(204);
    }

    async fn a_passkey_is_renamed_and_removed_by_its_owner(app) {
        let world = World::make(&app).await;
        let (passkey, here, added) = add(&app, &world.agent.outside()).await;
        let known = &added["passkey"];
        let name = |name: &str| json!({"name": name});
        for act in ["rename", "remove"] {
            world.lead.outside().post(&path(known, act), &name("Mine")).await.refused(404);
        }
        here.post(&path(known, "rename"), &name("")).await.refused(422);
        here.post(&path(known, "rename"), &name("Key on my ring")).await.expect(204);
        assert_eq!(listed(&here).await["name"], json!("Key on my ring"));
        let elsewhere = {
            let (question, browser) = Act::Alone.ask(&Client::anonymous(&app.base)).await;
            let done = Act::Alone.show(&browser, &passkey.answer(&app, &question)).await;
            Client::anonymous(&app.base).in_session(&done)
        };
        here.post(&path(known, "remove"), &json!(null)).await.expect(204);
        assert!(app.mail_to(EMAIL).await.contains("no longer has a passkey"));
        elsewhere.get("/api/v1/me").await.refused(401);
        here.post(&path(known, "remove"), &json!(null)).await.refused(404);
        let factors = here.get(FACTORS).await.expect(200);
        assert_eq!((&factors["passkeys"]["items"], &factors["recovery_codes_left"]), (&json!([]), &json!(0)));
        // It is asked for no longer, and good for nothing.
        assert_eq!(begin(&app, EMAIL).await.0.status, 204);
        assert_eq!(sign_in(&app, &passkey).await, 401);
    }

    async fn ten_are_enough(app) {
        let world = World::make(&app).await;
        let mut here = world.agent.outside();
        let mut codes = Vec::new();
        for _ in 0..10 {
            let added;
            (_, here, added) = add(&app, &here).await;
            codes.push(added["codes"].as_array().unwrap().len());
        }
        // Codes come with the first one, and stay.
        assert_eq!(codes, [10, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        here.post(BEGIN, &json!(null)).await.refused(409);
        let one = listed(&here).await;
        here.post(&path(&one, "remove"), &json!(null)).await.expect(204);
        let options = here.post(BEGIN, &json!(null)).await.expect(200);
        assert_eq!(options["excludeCredentials"].as_array().unwrap().len(), 9);
    }

    async fn app_and_passkey_stand_in_for_each_other(app) {
        let world = World::make(&app).await;
        let (authenticator, here) = enrol(&app, &world.agent.outside()).await;
        let (passkey, here, added) = add(&app, &here).await;
        assert_eq!(added["codes"], json!([]), "those of the app are good for both");
        let (answer, half) = begin(&app, EMAIL).await;
        assert_eq!(answer.expect(200), json!({"totp": true, "passkey": true, "recovery_codes": true}));
        assert_eq!(finish(&half, &authenticator.code(&app, 0)).await.status, 204);
        assert_eq!(sign_in(&app, &passkey).await, 204);
        here.post("/api/v1/me/factors/totp/remove", &json!(null)).await.expect(204);
        assert_eq!(here.get(FACTORS).await.expect(200)["recovery_codes_left"], json!(10));
        assert_eq!(begin(&app, EMAIL).await.0.expect(200)["totp"], json!(false));
    }

    async fn of_many_who_show_one_answer_at_once_one_gets_in(app) {
        let world = World::make(&app).await;
        let (passkey, _here, _) = add(&app, &world.agent.outside()).await;
        let (question, browser) = Act::Alone.ask(&Client::anonymous(&app.base)).await;
        let shown = passkey.answer(&app, &question);
        let answers = join_all((0..8).map(|_| Act::Alone.show(&browser, &shown))).await;
        let good = answers.iter().filter(|answer| answer.status == 204).count();
        let internal = answers.iter().filter(|answer| answer.status.is_server_error()).count();
        assert_eq!((good, internal), (1, 0));
    }

    async fn what_a_passkey_says_of_itself_is_kept(app) {
        let world = World::make(&app).await;
        let (passkey, here, _) = add_as(&app, &world.agent.outside(), |said| {
            said.flags |= BACKUP_ELIGIBLE;
            said.count = 7;
            said.format = "packed";
        }).await;
        assert_eq!(listed(&here).await["backed_up"], json!(false));
        let (question, browser) = Act::Alone.ask(&Client::anonymous(&app.base)).await;
        let mut said = passkey.to_be_shown(&app, &question);
        said.flags |= BACKUP_ELIGIBLE | BACKED_UP;
        said.count = 8;
        assert_eq!(Act::Alone.show(&browser, &passkey.shown(&said)).await.status, 204);
        assert_eq!(listed(&here).await["backed_up"], json!(true));
    }

    async fn nobody_is_kept_out_by_wrong_passwords(app) {
        let world = World::make(&app).await;
        let (passkey, _here, _) = add(&app, &world.agent.outside()).await;
        app.app.act(everything(), |tx| {
            diesel::update(users::table.filter(users::email.eq(EMAIL)))
                .set(users::failures.eq(100))
                .execute(&mut **tx)?;
            Ok::<_, Refusal>(())
        }).await.unwrap();
        let login = json!({"email": EMAIL, "password": PASSWORD});
        Client::anonymous(&app.base).post("/api/v1/session", &login).await.refused(401);
        assert_eq!(sign_in(&app, &passkey).await, 204);
        assert_eq!(begin(&app, EMAIL).await.0.status, 200, "and the count goes back");
    }

    async fn people_of_a_provider_are_let_in_by_it_alone(app) {
        let world = World::make(&app).await;
        let (passkey, here, _) = add(&app, &world.agent.outside()).await;
        app.app.act(everything(), |tx| {
            diesel::update(users::table.filter(users::email.eq(EMAIL)))
                .set(users::password_hash.eq(None::<String>))
                .execute(&mut **tx)?;
            Ok::<_, Refusal>(())
        }).await.unwrap();
        assert_eq!(sign_in(&app, &passkey).await, 401);
        // It still proves once more who they are.
        let (question, _) = Act::StepUp.ask(&here).await;
        assert_eq!(Act::StepUp.show(&here, &passkey.answer(&app, &question)).await.status, 204);
    }

    async fn whoever_runs_the_broker_forgets_all_passkeys(app) {
        let world = World::make(&app).await;
        let (passkey, _here, _) = add(&app, &world.agent.outside()).await;
        let (shared, user) = (std::sync::Arc::clone(&app.app), passkey.user.clone());
        let had = app.app.act(everything(), move |tx| {
            tessera_broker::factors::service::forget_factors(tx, &shared, &Actor::system("test"), &user, EMAIL)
        }).await;
        assert!(had.unwrap());
        assert!(app.mail_to(EMAIL).await.contains("no longer has a passkey"));
        assert_eq!((sign_in(&app, &passkey).await, begin(&app, EMAIL).await.0.status.as_u16()), (401, 204));
    }

    async fn answered_challenges_are_forgotten_when_they_are_over(app) {
        let world = World::make(&app).await;
        add(&app, &world.agent.outside()).await;
        let settle = || app.app.act(everything(), tessera_broker::factors::passkeys::settle_answered_challenges);
        assert_eq!(settle().await.unwrap(), 0);
        app.clock.advance(Span::minutes(5));
        assert_eq!(settle().await.unwrap(), 1);
    }
}

on_both! { |config: &mut Config| config.sign_in.second_factor = SecondFactor::Required;
    async fn who_needs_a_factor_can_begin_with_a_passkey(app) {
        let owner = World::platform_owner(&app).await;
        assert_eq!(owner.get("/api/v1/me").await.expect(200)["must_enrol"], json!(true));
        let (passkey, owner, added) = add(&app, &owner).await;
        assert_eq!(owner.get("/api/v1/me").await.expect(200)["must_enrol"], json!(false));
        owner.get("/api/v1/platform/tenants").await.expect(200);
        // The last one stays.
        owner.post(&path(&added["passkey"], "remove"), &json!(null)).await.refused(409);
        assert_eq!(sign_in(&app, &passkey).await, 204);
        let (_authenticator, owner) = enrol(&app, &owner).await;
        owner.post(&path(&added["passkey"], "remove"), &json!(null)).await.expect(204);
        owner.post("/api/v1/me/factors/totp/remove", &json!(null)).await.refused(409);
    }
}

on_both! { |config: &mut Config| config.public_url = Some("https://192.0.2.7".to_owned());
    async fn at_an_address_without_a_name_there_are_none(app) {
        let nobody = Client::anonymous(&app.base).on_page_of(Some("https://192.0.2.7"));
        let answer = nobody.post("/api/v1/session/passkey/begin", &json!(null)).await;
        assert!(answer.cookie("__Host-tessera-passkey").is_none());
        let body = answer.expect(409);
        assert!(text(&body["detail"]).contains("an address with a name"), "{body}");
    }
}

on_both! { |config: &mut Config| config.limits = Limits { sign_in_account_per_minute: 3, ..Limits::NONE };
    async fn wrong_passkeys_are_slowed_down(app) {
        let world = World::make(&app).await;
        let (passkey, _here, _) = add(&app, &world.agent.outside()).await;
        let mut seen = Vec::new();
        for _ in 0..4 {
            let (question, browser) = Act::Alone.ask(&Client::anonymous(&app.base)).await;
            let mut said = passkey.to_be_shown(&app, &question);
            said.is_for("other.example");
            seen.push(Act::Alone.show(&browser, &passkey.shown(&said)).await.status.as_u16());
        }
        assert_eq!(seen.last(), Some(&429), "{seen:?}");
    }
}
