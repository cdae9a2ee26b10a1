//! Second factors: adding an app, signing in with it or a recovery code, and half sessions.

use diesel::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};
use tessera_broker::auth::Actor;
use tessera_broker::config::{Config, Limits, SecondFactor};
use tessera_broker::db::schema::totp_factors;
use tessera_broker::http::gate::Access;
use tessera_broker::http::route::Route;
use tessera_broker::outcome::Refusal;
use tessera_broker::people::service::{add_member, create_user};
use tessera_broker::routes;
use tessera_broker::tenancy::{SystemJob, TenantScope};
use tessera_broker::tenants::service::create_tenant_row;
use tessera_shared::dto::tenants::CreateTenant;
use tessera_shared::instant::Span;
use tessera_shared::permission::Role;

use crate::on_both;
use crate::support::client::{Answer, Client};
use crate::support::factor::{begin, enrol, finish, half};
use crate::support::world::{PASSWORD, World, text};
use crate::support::{TestApp, everything};

const EMAIL: &str = "agent@support.example";
const FACTORS: &str = "/api/v1/me/factors";
const CODES: &str = "/api/v1/me/factors/recovery-codes";

async fn call(caller: &Client, route: &Route) -> Answer {
    let path = crate::matrix::objects::Objects::random().fill(route.path);
    match route.method.as_ref().map(actix_web::http::Method::as_str) {
        Some("POST") => caller.post(&path, &json!({})).await,
        Some("DELETE") => caller.send(Method::DELETE, &path, None, "").await,
        _ => caller.get(&path).await,
    }
}

/// Routes that people call with a session.
fn of_people() -> Vec<Route> {
    let people = |access| !matches!(access, Access::Public | Access::Partner | Access::Gateway);
    let routes: Vec<Route> = routes::all().into_iter().filter(|route| people(route.access)).collect();
    assert!(routes.len() > 40, "only {}", routes.len());
    routes
}

fn wrong(answer: Answer) {
    let body = answer.expect(422);
    assert_eq!(
        (text(&body["errors"][0]["pointer"]), text(&body["errors"][0]["code"])),
        ("/code".into(), "wrong".into())
    );
}

on_both! {
    async fn an_app_is_asked_for_after_the_password(app) {
        let world = World::make(&app).await;
        let elsewhere = Client::sign_in(&app.base, EMAIL, PASSWORD).await;
        let before = world.agent.outside();
        let (authenticator, here) = enrol(&app, &before).await;
        // Another secret for this session, and the end of all others.
        for gone in [&before, &elsewhere] {
            gone.get("/api/v1/me").await.refused(401);
        }
        here.get("/api/v1/me").await.expect(200);
        assert!(app.mail_to(EMAIL).await.contains("an authenticator app"));
        let factors = here.get(FACTORS).await.expect(200);
        assert_eq!((factors["recovery_codes_left"].as_u64(), authenticator.codes.len()), (Some(10), 10));

        let (answer, half) = begin(&app, EMAIL).await;
        assert!(answer.cookie("tessera-device").is_none(), "a password alone makes no device known");
        assert_eq!(answer.expect(200), json!({"totp": true, "passkey": false, "recovery_codes": true}));
        let done = finish(&half, &authenticator.code(&app, 0)).await;
        assert_eq!(done.status, 204, "{}", done.text);
        assert!(done.cookie("tessera-device").is_some());
        half.in_session(&done).get("/api/v1/me").await.expect(200);
        finish(&half, &authenticator.code(&app, 1)).await.refused(401);
    }

    async fn half_a_session_opens_nothing_but_the_second_step(app) {
        let world = World::make(&app).await;
        let (_authenticator, half) = half(&app, &world.agent.outside(), EMAIL).await;
        let half = half.in_tenant(world.halden);
        let before = app.row_counts().await;
        let mut open = Vec::new();
        for route in of_people() {
            if call(&half, &route).await.status != 401 {
                open.push(route.name);
            }
        }
        open.sort_unstable();
        assert_eq!(open, ["begin_second_factor_passkey", "finish_sign_in", "finish_sign_in_with_passkey"]);
        assert_eq!(app.row_counts().await, before);
    }

    async fn half_a_session_ends_after_five_minutes(app) {
        let world = World::make(&app).await;
        let (authenticator, half) = half(&app, &world.agent.outside(), EMAIL).await;
        app.clock.advance(Span::millis(5 * 60_000 - 1));
        wrong(finish(&half, "000000").await);
        app.clock.advance(Span::millis(1));
        finish(&half, &authenticator.code(&app, 0)).await.refused(401);
    }

    async fn a_code_is_good_once_and_none_before_it(app) {
        let world = World::make(&app).await;
        let (authenticator, first) = half(&app, &world.agent.outside(), EMAIL).await;
        // The code that confirmed the app was of the step before.
        wrong(finish(&first, &authenticator.code(&app, -1)).await);
        let code = authenticator.code(&app, 1);
        assert_eq!(finish(&first, &code).await.status, 204);
        let (_, second) = begin(&app, EMAIL).await;
        wrong(finish(&second, &code).await);
        wrong(finish(&second, &authenticator.code(&app, 0)).await);
        wrong(finish(&second, &authenticator.code(&app, 2)).await);
        app.clock.advance(Span::seconds(30));
        wrong(finish(&second, &code).await);
        assert_eq!(finish(&second, &authenticator.code(&app, 1)).await.status, 204);
    }

    async fn of_many_who_show_one_code_at_once_one_gets_in(app) {
        let world = World::make(&app).await;
        let (authenticator, _half) = half(&app, &world.agent.outside(), EMAIL).await;
        let mut halves = Vec::new();
        for _ in 0..8 {
            halves.push(begin(&app, EMAIL).await.1);
        }
        let code = authenticator.code(&app, 0);
        let answers = futures_util::future::join_all(halves.iter().map(|half| finish(half, &code))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 204).count(), 1);
    }

    async fn a_recovery_code_is_good_once(app) {
        let world = World::make(&app).await;
        let (authenticator, first) = half(&app, &world.agent.outside(), EMAIL).await;
        let code = &authenticator.codes[3];
        let done = finish(&first, &code.to_uppercase().replace('-', " ")).await;
        assert_eq!(done.status, 204, "{}", done.text);
        let here = first.in_session(&done);
        assert!(app.mail_to(EMAIL).await.contains("recovery code of your account was used"));
        assert_eq!(here.get(FACTORS).await.expect(200)["recovery_codes_left"], json!(9));
        let (_, second) = begin(&app, EMAIL).await;
        wrong(finish(&second, code).await);
        // New ones end the old ones.
        let made = here.post(CODES, &json!(null)).await.expect(200);
        wrong(finish(&second, &authenticator.codes[4]).await);
        assert_eq!(finish(&second, made["codes"][0].as_str().unwrap()).await.status, 204);
    }

    async fn a_removed_app_is_asked_for_no_longer(app) {
        let world = World::make(&app).await;
        let (authenticator, here) = enrol(&app, &world.agent.outside()).await;
        here.post("/api/v1/me/factors/totp", &json!(null)).await.refused(409);
        here.post("/api/v1/me/factors/totp/remove", &json!(null)).await.expect(204);
        assert!(app.mail_to(EMAIL).await.contains("no longer has an authenticator app"));
        assert_eq!(begin(&app, EMAIL).await.0.status, 204);
        here.post(CODES, &json!(null)).await.refused(409);
        // What was shown for the old one confirms no new one.
        here.post("/api/v1/me/factors/totp", &json!(null)).await.expect(200);
        let old = json!({"code": authenticator.code(&app, 0)});
        wrong(here.post("/api/v1/me/factors/totp/confirm", &old).await);
        assert_eq!(begin(&app, EMAIL).await.0.status, 204, "not confirmed is not asked for");
    }

    async fn a_stolen_password_does_not_buy_guesses(app) {
        let world = World::make(&app).await;
        let (authenticator, first) = half(&app, &world.agent.outside(), EMAIL).await;
        let device = finish(&first, &authenticator.code(&app, 0)).await.cookie("tessera-device").unwrap();
        for _ in 0..10 {
            // Signing in again in between does not take the count back.
            let (_, thief) = begin(&app, EMAIL).await;
            for _ in 0..10 {
                wrong(finish(&thief, "abcdef").await);
            }
        }
        app.clock.advance(Span::seconds(60));
        let login = json!({"email": EMAIL, "password": PASSWORD});
        let refused = Client::anonymous(&app.base).post("/api/v1/session", &login).await;
        assert_eq!(refused.refused(401), "wrong_credentials", "from a device nobody knows");
        let nobody = Client::anonymous(&app.base);
        let answer = nobody.with("cookie", &device).post("/api/v1/session", &login).await;
        let session = answer.cookie("tessera=").unwrap();
        let owner = nobody.with("cookie", &format!("{session}; {device}"));
        assert_eq!(finish(&owner, &authenticator.code(&app, 0)).await.status, 204, "the owner goes on");
    }

    async fn a_seed_at_rest_is_sealed_to_its_person(app) {
        let world = World::make(&app).await;
        let (authenticator, half) = half(&app, &world.agent.outside(), EMAIL).await;
        enrol(&app, &world.lead.outside()).await;
        let sealed = app.app.act(everything(), |tx| {
            let rows: Vec<(String, Vec<u8>)> = totp_factors::table
                .order(totp_factors::user_id)
                .select((totp_factors::user_id, totp_factors::sealed_seed))
                .load(&mut **tx)?;
            // Somebody who writes into the database gives each the other's.
            for (place, (user, _)) in rows.iter().enumerate() {
                diesel::update(totp_factors::table.find(user))
                    .set(totp_factors::sealed_seed.eq(&rows[1 - place].1))
                    .execute(&mut **tx)?;
            }
            Ok::<_, Refusal>(rows)
        });
        for (_, bytes) in sealed.await.unwrap() {
            assert!(!bytes.windows(8).any(|part| part == &authenticator.secret.as_bytes()[..8]));
        }
        finish(&half, &authenticator.code(&app, 0)).await.refused(500);
    }
}

on_both! { |config: &mut Config| config.limits = Limits { sign_in_account_per_minute: 3, ..Limits::NONE };
    async fn wrong_codes_are_slowed_down(app) {
        World::make(&app).await;
        let admin = Client::sign_in(&app.base, "admin@quay.example", PASSWORD).await;
        let (_authenticator, half) = half(&app, &admin, "admin@quay.example").await;
        // Three sign-ins from nowhere known have filled the account's bucket.
        finish(&half, "000000").await.refused(429);
    }
}

/// A member of a tenant with `role`, not signed in.
async fn member(app: &TestApp, email: &'static str, role: Role) {
    let hash = app.app.passwords.hash_blocking(PASSWORD).unwrap();
    app.app
        .act(everything(), move |tx| {
            let actor = Actor::system("test");
            let slug = role.as_str().replace('_', "-");
            let tenant = CreateTenant {
                name: slug.clone(),
                slug,
                accent: "#0f766e".to_owned(),
            };
            let tenant = create_tenant_row(tx, &actor, &tenant)?;
            let id = create_user(tx, &actor, email, "Odd", &hash, None)?;
            let scope = TenantScope::for_job(SystemJob::CommandLine, tenant);
            add_member(tx, &scope, &actor, (id, "Odd"), role)
        })
        .await
        .unwrap();
}

fn required(config: &mut Config) {
    config.sign_in.second_factor = SecondFactor::Required;
}

on_both! { required;
    async fn who_needs_a_factor_can_add_one_and_nothing_else(app) {
        let owner = World::platform_owner(&app).await;
        assert_eq!(owner.get("/api/v1/me").await.expect(200)["must_enrol"], json!(true));
        let mut open = Vec::new();
        for route in of_people().iter().filter(|route| route.name != "sign_out") {
            let answer = call(&owner, route).await;
            match (answer.status.as_u16(), answer.json()["code"].as_str()) {
                (403, Some("enrol_first")) => {}
                // Half a session is none of these.
                (401, _) if route.access == Access::Halfway => {}
                _ => open.push(route.name),
            }
        }
        open.sort_unstable();
        let adding = ["add_passkey", "begin_passkey", "begin_totp", "confirm_totp"];
        let else_open = ["begin_passkey_step_up", "get_me", "list_factors", "step_up"];
        let mut expected = [adding, else_open].concat();
        expected.sort_unstable();
        assert_eq!(open, expected);
        let (_authenticator, owner) = enrol(&app, &owner).await;
        let me: Value = owner.get("/api/v1/me").await.expect(200);
        assert_eq!(me["must_enrol"], json!(false));
        owner.get("/api/v1/platform/tenants").await.expect(200);
        // The last one stays.
        owner.post("/api/v1/me/factors/totp/remove", &json!(null)).await.refused(409);
    }

    async fn support_needs_a_factor_and_customers_do_not(app) {
        for (email, role, must) in [
            ("a@support.example", Role::SupportAgent, true),
            ("b@support.example", Role::SupportLead, true),
            ("c@halden.example", Role::CustomerAdmin, false),
            ("d@halden.example", Role::CustomerAuditor, false),
        ] {
            member(&app, email, role).await;
            let caller = Client::sign_in(&app.base, email, PASSWORD).await;
            let me = caller.get("/api/v1/me").await.expect(200);
            assert_eq!(me["must_enrol"], json!(must), "{role}");
        }
    }
}
