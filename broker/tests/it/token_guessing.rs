//! Guessing tokens at the checks: it hits nothing, tells nothing by time, and is soon over.

use std::collections::HashMap;

use serde_json::json;
use tessera_broker::config::{Config, Limits};
use tessera_broker::tokens::index::CheckRefusal;
use tessera_broker::tokens::secret::{PlainToken, TokenKind, is_well_formed};
use tessera_shared::words::Environment;

use crate::issuers::{jwt, nobody, send_form, working_token};
use crate::on_both;
use crate::support::client::Answer;
use crate::support::timing::alike;
use crate::support::world::{World, gateway_body, text};
use crate::support::{On, TestApp};

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const PREFIX: usize = 7;
const BODY: usize = 40;
/// What a million costs is a few seconds.
const GUESSES: usize = 1_000_000;

/// Chance that can be had again (Numerical Recipes' generator, its high bits).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn letter(&mut self) -> u8 {
        BASE62[self.below(62)]
    }
}

/// The checksum made anew, as the documentation of the format says.
fn with_checksum(head: &[u8]) -> String {
    let mut rest = crc32fast::hash(head);
    let mut check = [b'0'; 6];
    for slot in check.iter_mut().rev() {
        *slot = BASE62[usize::try_from(rest % 62).unwrap()];
        rest /= 62;
    }
    String::from_utf8([head, &check].concat()).unwrap()
}

/// As likely as any other.
fn random(chance: &mut Chance) -> String {
    let mut head = TokenKind::Partner.prefix().as_bytes().to_vec();
    head.extend((0..BODY).map(|_| chance.letter()));
    with_checksum(&head)
}

/// Begins like the real one for `equal` characters of its random part, then differs; the checksum is right.
fn near(real: &str, equal: usize, chance: &mut Chance) -> String {
    let mut head = real.as_bytes()[..PREFIX + BODY].to_vec();
    for (at, letter) in head.iter_mut().enumerate().skip(PREFIX + equal) {
        let other = chance.letter();
        let same = at == PREFIX + equal && *letter == other;
        *letter = if same {
            BASE62[(BASE62.iter().position(|known| *known == other).unwrap() + 1) % 62]
        } else {
            other
        };
    }
    with_checksum(&head)
}

/// One character of the real one changed, or one more, or one less.
fn mistyped(real: &str, chance: &mut Chance) -> String {
    let at = chance.below(real.len());
    let mut text = real.to_owned();
    match chance.below(4) {
        0 => text.insert(at, char::from(chance.letter())),
        1 => drop(text.remove(at)),
        2 => text.replace_range(at..=at, ["%", " ", "\0", "é", "-", "\n"][chance.below(6)]),
        _ => {
            let (old, new) = (char::from(text.as_bytes()[at]), char::from(chance.letter()));
            let other = match (old == new, old) {
                (false, _) => new,
                (true, '0') => '1',
                (true, _) => '0',
            };
            text.replace_range(at..=at, other.encode_utf8(&mut [0; 4]));
        }
    }
    text
}

/// The random part of the real one as a secret of another kind.
fn other_kind(real: &str, chance: &mut Chance) -> String {
    let kinds = [TokenKind::Gateway, TokenKind::ServiceAccount, TokenKind::Access];
    let mut head = kinds[chance.below(3)].prefix().as_bytes().to_vec();
    head.extend(&real.as_bytes()[PREFIX..PREFIX + BODY]);
    with_checksum(&head)
}

fn junk(chance: &mut Chance) -> String {
    (0..chance.below(90))
        .map(|_| char::from(u8::try_from(chance.below(256)).unwrap()))
        .collect()
}

#[actix_web::test]
async fn a_million_guesses_hit_nothing() {
    let app = TestApp::start_with(On::Sqlite, |_config| {}).await;
    let world = World::make(&app).await;
    let (_, real) = working_token(&app, &world).await;
    let check = |guess: &str| {
        app.app
            .tokens
            .check(guess, world.halden, Environment::Production, || None)
    };
    assert!(check(&real).is_ok());
    let mut chance = Chance(42);
    let mut seen = HashMap::new();
    for number in 0..GUESSES {
        let (kind, guess) = match number % 10 {
            0..3 => ("random", random(&mut chance)),
            3..6 => ("near", near(&real, 1 + number / 10 % (BODY - 1), &mut chance)),
            6 | 7 => ("mistyped", mistyped(&real, &mut chance)),
            8 => ("other kind", other_kind(&real, &mut chance)),
            _ => ("junk", junk(&mut chance)),
        };
        let unknown = matches!(
            check(&guess).err(),
            Some(CheckRefusal::Unknown(_) | CheckRefusal::Malformed)
        );
        assert!(unknown, "{kind}");
        *seen
            .entry((kind, is_well_formed(TokenKind::Partner, &guess)))
            .or_insert(0) += 1;
    }
    assert!(check(&real).is_ok());
    // The checksum lets through what it should: else the index was not asked at all.
    let expected = [
        ("random", true, 300_000),
        ("near", true, 300_000),
        ("mistyped", false, 200_000),
        ("other kind", false, 100_000),
        ("junk", false, 100_000),
    ];
    assert_eq!(
        seen,
        expected.map(|(kind, formed, count)| ((kind, formed), count)).into()
    );
}

/// A token that never was, with letters of the same kinds in the same places: how long a letter takes to
/// look at may depend on its kind, which the guesser knows anyway.
fn double_of(real: &str) -> String {
    let turn = |letter: u8, first: u8, count: u8| first + (letter - first + 1) % count;
    let head = real.as_bytes()[..PREFIX + BODY]
        .iter()
        .enumerate()
        .map(|(at, letter)| match letter {
            _ if at < PREFIX => *letter,
            b'0'..=b'9' => turn(*letter, b'0', 10),
            b'A'..=b'Z' => turn(*letter, b'A', 26),
            _ => turn(*letter, b'a', 26),
        });
    with_checksum(&head.collect::<Vec<_>>())
}

#[actix_web::test]
async fn the_time_of_a_check_does_not_tell_how_near_a_guess_is() {
    const EACH: usize = 200;
    const PAIRS: usize = 400;
    let app = TestApp::start_with(On::Sqlite, |_config| {}).await;
    let world = World::make(&app).await;
    let (_, real) = working_token(&app, &world).await;
    // Both with the same ends, so that they differ in what they begin like only.
    let guesses = |like: &str| -> Vec<String> {
        let mut chance = Chance(7);
        (0..EACH).map(|at| near(like, BODY - 1 - at % 8, &mut chance)).collect()
    };
    let (nearby, far) = (guesses(&real), guesses(&double_of(&real)));
    // One alone takes less than a clock can tell.
    let check_all = |all: &[String]| {
        for guess in all {
            let refused = app
                .app
                .tokens
                .check(guess, world.halden, Environment::Production, || None)
                .is_err();
            assert!(std::hint::black_box(refused));
        }
    };
    alike(
        "near and far guesses",
        PAIRS,
        async |_| check_all(&nearby),
        async |_| check_all(&far),
    )
    .await;
}

fn three_bad_tokens(config: &mut Config) {
    config.limits = Limits {
        bad_tokens_per_minute: 3,
        ..Limits::NONE
    };
}

/// One check by forward-auth.
async fn verify(app: &TestApp, gateway: &str, token: &str) -> Answer {
    let gateway = nobody(app).with("x-gateway-key", gateway);
    gateway
        .with("authorization", &format!("Bearer {token}"))
        .get("/gateway/verify")
        .await
}

/// One check by introspection.
async fn introspect(app: &TestApp, gateway: &str, token: &str) -> Answer {
    let gateway = nobody(app).with("x-gateway-key", gateway);
    send_form(&gateway, "/oauth2/introspect", format!("token={token}")).await
}

fn wait(answer: &Answer) -> i64 {
    answer.headers["retry-after"].to_str().unwrap().parse().unwrap()
}

/// An answer but for what differs from call to call anyway.
fn told(answer: &Answer) -> (u16, String) {
    let mut body = answer.json();
    for name in ["request_id", "detail"] {
        body.as_object_mut().unwrap().remove(name);
    }
    (answer.status.as_u16(), body.to_string())
}

on_both! { three_bad_tokens;
    async fn guesses_at_forward_auth_run_out_and_good_tokens_pass_on(app) {
        let world = World::make(&app).await;
        let (_, good) = working_token(&app, &world).await;
        let (gone, revoked) = working_token(&app, &world).await;
        world.try_change(&gone, "revoke").await.expect(204);
        let other = text(&world.agent.post("/api/v1/gateways", &gateway_body("edge-2")).await.expect(201)["credential"]);
        let guess = PlainToken::generate(TokenKind::Partner).unwrap();
        let all = [guess.expose(), revoked.as_str(), "x"];
        for bad in all {
            assert_eq!(verify(&app, &world.gateway, bad).await.status, 401);
            assert_eq!(verify(&app, &world.gateway, &good).await.status, 200);
        }
        let mut refused = Vec::new();
        for bad in all {
            let answer = verify(&app, &world.gateway, bad).await;
            assert!((1..=20).contains(&wait(&answer)));
            assert!(answer.headers.get("www-authenticate").is_none(), "the gateway must not take it for the client's");
            refused.push(told(&answer));
            assert_eq!(answer.refused(429), "too_many_requests");
        }
        refused.dedup();
        assert_eq!(refused.len(), 1, "what was revoked is told apart from what never was");
        // By the other door too; a good token, no token and another gateway are not concerned.
        assert_eq!(introspect(&app, &world.gateway, guess.expose()).await.refused(429), "too_many_requests");
        assert_eq!(verify(&app, &world.gateway, &good).await.status, 200);
        let none = nobody(&app).with("x-gateway-key", &world.gateway).get("/gateway/verify").await;
        assert_eq!(none.status, 401);
        assert_eq!(verify(&app, &other, guess.expose()).await.status, 401);
    }

    async fn guesses_at_introspection_run_out_and_good_tokens_stay_active(app) {
        let world = World::make(&app).await;
        let (id, token) = working_token(&app, &world).await;
        let good = jwt(&app, &token).await;
        let mut body = gateway_body("edge-2");
        body["required_scopes"] = json!(["seats:book"]);
        let strict = text(&world.agent.post("/api/v1/gateways", &body).await.expect(201)["credential"]);
        let guess = PlainToken::generate(TokenKind::Partner).unwrap();
        // To this one a token that lacks a scope is as good as none, so it has to count like one.
        let all = [guess.expose(), token.as_str(), good.as_str()];
        for bad in all {
            assert_eq!(introspect(&app, &strict, bad).await.expect(200), json!({"active": false}));
        }
        let mut refused = Vec::new();
        for bad in all {
            let answer = introspect(&app, &strict, bad).await;
            assert!((1..=20).contains(&wait(&answer)));
            refused.push(told(&answer));
            assert_eq!(answer.refused(429), "too_many_requests");
        }
        refused.dedup();
        assert_eq!(refused.len(), 1);
        for _ in 0..5 {
            for token in [&token, &good] {
                assert_eq!(introspect(&app, &world.gateway, token).await.expect(200)["active"], true);
            }
        }
        world.try_change(&id, "suspend").await.expect(204);
        assert_eq!(introspect(&app, &world.gateway, &good).await.expect(200), json!({"active": false}));
    }
}
