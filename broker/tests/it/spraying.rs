//! A few common passwords against many accounts: limited by address and over all, whoever they are
//! tried on, and nothing in an answer or in its time tells which accounts there are.

use serde_json::{Value, json};
use tessera_broker::config::{Config, Limits};

use crate::on_both;
use crate::support::client::{Answer, Client};
use crate::support::timing::alike;
use crate::support::world::{PASSWORD, World};
use crate::support::{TestApp, everything};

const SESSION: &str = "/api/v1/session";
const ASK_RESET: &str = "/api/v1/public/password-resets";
const EMAIL: &str = "agent@support.example";
const COMMON: [&str; 3] = ["Summer2026!", "password1", "Welcome123"];
const KNOWN: [&str; 6] = [
    EMAIL,
    "admin@halden.example",
    "auditor@halden.example",
    "stranger@support.example",
    "lead@support.example",
    "admin@quay.example",
];

/// An address as long as a known one that nobody has.
fn unknown(known: &str) -> String {
    format!("x{}", &known[1..])
}

fn login(email: &str, password: &str) -> Value {
    json!({"email": email, "password": password})
}

/// Somebody at an address of their own, behind the proxy the broker trusts.
fn at(app: &TestApp, address: &str) -> Client {
    Client::anonymous(&app.base).with("x-forwarded-for", address)
}

/// An address of the attacker's many.
fn one_of_many(number: usize) -> String {
    format!("198.51.{}.{}", number / 250, number % 250 + 1)
}

/// Seconds to wait, if the answer is a refusal for being too many.
fn wait(answer: Answer) -> u64 {
    let wait = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert_eq!(answer.refused(429), "too_many_requests");
    wait
}

/// A text without the number of seconds in it.
fn untimed(text: &str) -> String {
    text.replace(|letter: char| letter.is_ascii_digit(), "")
}

/// Known and unknown addresses by turns, each with each common password.
fn sprayed() -> impl Iterator<Item = (String, &'static str)> {
    let accounts = KNOWN.iter().flat_map(|known| [(*known).to_owned(), unknown(known)]);
    let accounts: Vec<String> = accounts.collect();
    COMMON
        .into_iter()
        .flat_map(move |password| accounts.clone().into_iter().map(move |email| (email, password)))
}

fn behind_a_proxy(config: &mut Config, limits: Limits) {
    config.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    config.limits = limits;
}

fn few_from_an_address(config: &mut Config) {
    behind_a_proxy(
        config,
        Limits {
            sign_in_per_minute: 8,
            ..Limits::NONE
        },
    );
}

on_both! { few_from_an_address;
    async fn one_address_gets_a_handful_of_tries_over_all_accounts(app) {
        let world = World::make(&app).await;
        let first = at(&app, "203.0.113.1").post(SESSION, &login(EMAIL, PASSWORD)).await;
        let device = first.cookie("tessera-device=").unwrap();
        let mut refused = Vec::new();
        let mut limited = Vec::new();
        for (email, password) in sprayed() {
            let answer = at(&app, "198.51.100.7").post(SESSION, &login(&email, password)).await;
            if refused.len() < 8 {
                refused.push(answer.seen());
                assert_eq!(answer.refused(401), "wrong_credentials");
            } else {
                let wait_told = |(name, _): &(String, String)| name != "retry-after";
                let (status, headers, text) = answer.seen();
                limited.push((status, headers.into_iter().filter(wait_told).collect::<Vec<_>>(), untimed(&text)));
                assert!((1..=8).contains(&wait(answer)));
            }
        }
        refused.dedup();
        limited.dedup();
        assert_eq!((refused.len(), limited.len()), (1, 1), "known and unknown are told alike");
        // Somebody with the whole of an IPv6 network is one caller as well.
        for number in 0..8 {
            let answer = at(&app, &format!("2001:db8:0:1::{number}")).post(SESSION, &login(&unknown(EMAIL), "x")).await;
            answer.refused(401);
        }
        wait(at(&app, "2001:db8:0:1:ffff::1").post(SESSION, &login(EMAIL, PASSWORD)).await);
        // The right password from there is not even looked at; from anywhere else it is, at once,
        // with or without a device that is known.
        wait(at(&app, "198.51.100.7").post(SESSION, &login(EMAIL, PASSWORD)).await);
        at(&app, "203.0.113.1").post(SESSION, &login(EMAIL, PASSWORD)).await.expect(204);
        at(&app, "203.0.113.2").with("cookie", &device).post(SESSION, &login(EMAIL, PASSWORD)).await.expect(204);
        world.agent.outside().get("/api/v1/me").await.expect(200);
    }
}

fn few_over_all(config: &mut Config) {
    let limits = Limits {
        sign_in_per_minute: 8,
        sign_in_account_per_minute: 10,
        sign_in_all_per_minute: 30,
        ..Limits::NONE
    };
    behind_a_proxy(config, limits);
}

on_both! { few_over_all;
    async fn many_addresses_get_no_further_than_all_together_may(app) {
        // Six sign-ins, from 127.0.0.1.
        World::make(&app).await;
        let first = at(&app, "203.0.113.1").post(SESSION, &login(EMAIL, PASSWORD)).await;
        let device = first.cookie("tessera-device=").unwrap();
        let mut tried = 0;
        let mut last = None;
        for (number, (email, password)) in sprayed().enumerate() {
            let answer = at(&app, &one_of_many(number)).post(SESSION, &login(&email, password)).await;
            match answer.status.as_u16() {
                401 => tried += 1,
                _ => last = Some(wait(answer)),
            }
        }
        // Every address came once and every account three times: only the sum was too much.
        assert_eq!(tried, 30 - 7);
        assert!((1..=3).contains(&last.unwrap()));
        wait(at(&app, "192.0.2.200").post(SESSION, &login("nobody@support.example", "x")).await);
        // Who comes from a known device notices nothing of it.
        at(&app, "203.0.113.1").with("cookie", &device).post(SESSION, &login(EMAIL, PASSWORD)).await.expect(204);
    }
}

fn patient(config: &mut Config) {
    behind_a_proxy(config, Limits::NONE);
}

/// Counts wrong passwords against every account, as if somebody had tried for weeks.
async fn failed_already(app: &TestApp, failures: i32) {
    use diesel::prelude::*;
    use tessera_broker::db::schema::users;
    let counted = app.app.act(everything(), move |tx| {
        Ok(diesel::update(users::table)
            .set(users::failures.eq(failures))
            .execute(&mut **tx)?)
    });
    assert_eq!(counted.await.unwrap(), KNOWN.len());
}

on_both! { patient;
    async fn who_stays_below_every_limit_runs_out_of_tries_at_each_account(app) {
        World::make(&app).await;
        let first = at(&app, "203.0.113.1").post(SESSION, &login(EMAIL, PASSWORD)).await;
        let device = first.cookie("tessera-device=").unwrap();
        failed_already(&app, 98).await;
        for (number, (email, password)) in sprayed().enumerate() {
            at(&app, &one_of_many(number)).post(SESSION, &login(&email, password)).await.refused(401);
        }
        // Even the right guess is told like a wrong one now, and like one at no account.
        for known in KNOWN {
            let right = at(&app, "198.51.100.7").post(SESSION, &login(known, PASSWORD)).await;
            let nobody = at(&app, "198.51.100.7").post(SESSION, &login(&unknown(known), PASSWORD)).await;
            assert_eq!(right.seen(), nobody.seen());
            assert_eq!(right.refused(401), "wrong_credentials");
        }
        at(&app, "203.0.113.2").with("cookie", &device).post(SESSION, &login(EMAIL, PASSWORD)).await.expect(204);
    }

    async fn no_answer_tells_a_known_address_from_an_unknown_one(app) {
        let world = World::make(&app).await;
        let nobody = Client::anonymous(&app.base);
        for known in KNOWN {
            let unknown = unknown(known);
            let both = async |path: &str, body: &dyn Fn(&str) -> Value| {
                let known_seen = nobody.post(path, &body(known)).await;
                let unknown_seen = nobody.post(path, &body(&unknown)).await;
                let read = |answer: Answer, email: &str| {
                    let names: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
                    let body = answer.json();
                    let id = body["request_id"].as_str().or(body["id"].as_str()).unwrap_or("no id");
                    (answer.status, names, answer.text.replace(email, "EMAIL").replace(id, "ID"))
                };
                assert_eq!(read(known_seen, known), read(unknown_seen, &unknown), "{path}");
            };
            both(SESSION, &|email| login(email, "x")).await;
            both(ASK_RESET, &|email| json!({"email": email})).await;
            both("/api/v1/sso/find", &|email| json!({"email": email})).await;
            both("/api/v1/sso/start", &|email| json!({"provider": null, "email": email, "next": "/queue"})).await;
            both("/api/v1/public/tenants/halden-rail/requests", &|email| {
                let mut wish = world.wish();
                wish["contact_email"] = json!(email);
                wish
            }).await;
        }
        // Nor does inviting somebody who has an account elsewhere.
        let invite = async |email: &str| {
            let body = json!({"email": email, "role": "customer_auditor"});
            let mut made = world.admin.post("/api/v1/invites", &body).await.expect(201);
            made["id"] = json!("ID");
            made["email"] = json!("EMAIL");
            made
        };
        assert_eq!(invite("admin@quay.example").await, invite("xdmin@quay.example").await);
    }

    async fn no_answer_takes_longer_for_a_known_address(app) {
        let world = World::make(&app).await;
        let nobody = Client::anonymous(&app.base);
        let of = |number: usize| KNOWN[number % KNOWN.len()];
        let sign_in = async |email: &str| {
            nobody.post(SESSION, &login(email, "a wrong password")).await.refused(401);
        };
        alike("sign-in", 150, async |n| sign_in(of(n)).await, async |n| sign_in(&unknown(of(n))).await).await;
        let ask = async |email: &str| {
            nobody.post(ASK_RESET, &json!({"email": email})).await.expect(204);
        };
        alike("a new password", 300, async |n| ask(of(n)).await, async |n| ask(&unknown(of(n))).await).await;
        let invite = async |email: &str| {
            let body = json!({"email": email, "role": "customer_auditor"});
            world.admin.post("/api/v1/invites", &body).await.expect(201);
        };
        let elsewhere = ["admin@quay.example", "stranger@support.example"];
        let of = |number: usize| elsewhere[number % 2];
        alike("an invitation", 300, async |n| invite(of(n)).await, async |n| invite(&unknown(of(n))).await).await;
    }
}
