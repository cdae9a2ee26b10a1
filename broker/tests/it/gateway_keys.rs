//! Gateways that show who they are by a key they sign with, at introspection and revocation.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde_json::{Value, json};
use tessera_broker::clock::Clock;
use tessera_broker::config::{Config, Limits};
use tessera_broker::gateways::last_use;
use tessera_shared::instant::Span;

use crate::issuers::{nobody, send_form, working_token};
use crate::on_both;
use crate::support::client::Answer;
use crate::support::signer::{Signer, hmac_signed};
use crate::support::world::{World, gateway_body, text};
use crate::support::{START, TestApp};

const INTROSPECT: &str = "/oauth2/introspect";
const REVOKE: &str = "/oauth2/revoke";
const BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const ED25519_PEM: &str = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n";

/// A gateway with a key that signs.
struct Keyed<'a> {
    app: &'a TestApp,
    world: &'a World,
    id: String,
    credential: String,
    signer: Signer,
}

async fn add_gateway(world: &World, name: &str) -> (String, String) {
    let made = world
        .agent
        .post("/api/v1/gateways", &gateway_body(name))
        .await
        .expect(201);
    (text(&made["gateway"]["id"]), text(&made["credential"]))
}

async fn add_key(world: &World, id: &str, body: &Value) -> Answer {
    world.agent.post(&format!("/api/v1/gateways/{id}/keys"), body).await
}

/// Sends a form and what its fields say.
async fn send(app: &TestApp, path: &str, fields: &[(&str, &str)]) -> Answer {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(fields);
    send_form(&nobody(app), path, form.finish()).await
}

impl<'a> Keyed<'a> {
    async fn new(app: &'a TestApp, world: &'a World) -> Self {
        let (id, credential) = add_gateway(world, "edge-keyed").await;
        let signer = Signer::new();
        add_key(world, &id, &jwk(&signer)).await.expect(201);
        Self {
            app,
            world,
            id,
            credential,
            signer,
        }
    }

    fn now(&self) -> i64 {
        self.app.clock.now().unix_seconds()
    }

    fn issuer(&self) -> String {
        format!("{}/{}", self.app.app.config.public_origin(), self.world.slug)
    }

    /// What a good assertion says.
    fn good(&self, jti: &str) -> Value {
        let now = self.now();
        json!({"iss": self.id, "sub": self.id, "aud": self.issuer(), "iat": now, "nbf": now, "exp": now + 60, "jti": jti})
    }

    fn with(&self, name: &str, value: Value) -> Value {
        let mut claims = self.good(&format!("{name} {value}"));
        claims[name] = value;
        claims
    }

    fn signed(&self, claims: &Value) -> String {
        self.signer.sign(&json!({"alg": "ES256", "typ": "JWT"}), claims)
    }

    async fn introspect(&self, assertion: &str, token: &str) -> Answer {
        let fields = [
            ("token", token),
            ("client_assertion_type", BEARER),
            ("client_assertion", assertion),
        ];
        send(self.app, INTROSPECT, &fields).await
    }

    async fn revoke(&self, assertion: &str, token: &str) -> Answer {
        let fields = [
            ("token", token),
            ("client_assertion_type", BEARER),
            ("client_assertion", assertion),
        ];
        send(self.app, REVOKE, &fields).await
    }
}

fn jwk(of: &Signer) -> Value {
    json!({"key": of.jwk().to_string()})
}

fn told(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    answer.plain()
}

on_both! {
    async fn an_assertion_is_as_good_as_the_credential_and_once(app) {
        let world = World::make(&app).await;
        let (_, token) = working_token(&app, &world).await;
        let gateway = Keyed::new(&app, &world).await;
        let origin = app.app.config.public_origin();
        let endpoint = format!("{origin}{INTROSPECT}");
        for (name, audience) in [("issuer", json!(gateway.issuer())), ("endpoint", json!(endpoint)), ("list", json!([endpoint]))] {
            let assertion = gateway.signed(&gateway.with("aud", audience));
            assert_eq!(gateway.introspect(&assertion, &token).await.expect(200)["active"], true, "{name}");
            assert_eq!(gateway.introspect(&assertion, &token).await.expect(401), json!({"error": "invalid_client"}), "{name}");
        }
        // The client may say who it is as well, and which of its keys signed.
        let thumbprint = gateway.signer.thumbprint();
        let named = gateway.signer.sign(&json!({"alg": "ES256", "kid": thumbprint}), &gateway.good("named"));
        let fields = [("token", "x"), ("client_id", &gateway.id), ("client_assertion_type", BEARER), ("client_assertion", &named)];
        assert_eq!(send(&app, INTROSPECT, &fields).await.expect(200), json!({"active": false}));
        // Of ten at once, one is taken.
        let racing = gateway.signed(&gateway.good("race"));
        let answers = futures_util::future::join_all((0..10).map(|_| gateway.introspect(&racing, &token))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        // The name may come again once the assertion has ended.
        app.clock.advance(Span::seconds(90));
        assert_eq!(gateway.introspect(&gateway.signed(&gateway.good("race")), &token).await.expect(200)["active"], true);
    }

    async fn a_bad_assertion_gets_one_answer_whatever_is_wrong(app) {
        let world = World::make(&app).await;
        let (_, token) = working_token(&app, &world).await;
        let gateway = Keyed::new(&app, &world).await;
        let (other, _) = add_gateway(&world, "edge-other").await;
        let (stranger, es256) = (Signer::new(), json!({"alg": "ES256"}));
        add_key(&world, &other, &jwk(&stranger)).await.expect(201);
        let sign = |header: Value, jti: &str| gateway.signer.sign(&header, &gateway.good(jti));
        let (now, origin) = (gateway.now(), app.app.config.public_origin());
        let signed = |name: &str, value: Value| gateway.signed(&gateway.with(name, value));
        let used = gateway.signed(&gateway.good("used"));
        gateway.introspect(&used, &token).await.expect(200);
        let tampered = {
            let good = gateway.signed(&gateway.good("tampered"));
            let parts: Vec<&str> = good.split('.').collect();
            format!("{}.{}.{}", parts[0], BASE64.encode(gateway.with("exp", json!(now + 299)).to_string()), parts[2])
        };
        let unsigned = format!("{}.{}.", BASE64.encode(r#"{"alg":"none"}"#), BASE64.encode(gateway.good("none").to_string()));
        let twice = BASE64.encode(gateway.good("twice").to_string().replace("\"sub\"", &format!("\"sub\":\"{}\",\"sub\"", gateway.id)));
        let bad = [
            ("shown before", used),
            ("another key", stranger.sign(&es256, &gateway.good("stranger"))),
            ("changed behind the signature", tampered),
            ("not signed", unsigned),
            ("none, with a signature", sign(json!({"alg": "none"}), "none 2")),
            ("an algorithm of other keys", sign(json!({"alg": "RS256"}), "rs256")),
            ("a curve of other keys", sign(json!({"alg": "ES384"}), "es384")),
            ("an unknown algorithm", sign(json!({"alg": "es256"}), "lower case")),
            ("the public key as a secret", hmac_signed(gateway.signer.jwk().to_string().as_bytes(), &gateway.good("hmac"))),
            ("the credential as a secret", hmac_signed(gateway.credential.as_bytes(), &gateway.good("hmac 2"))),
            ("an unknown key", sign(json!({"alg": "ES256", "kid": "another"}), "kid")),
            ("a key that is no name", sign(json!({"alg": "ES256", "kid": 1}), "kid 2")),
            ("its own key", stranger.sign(&json!({"alg": "ES256", "jwk": stranger.jwk()}), &gateway.good("jwk"))),
            ("its right key", sign(json!({"alg": "ES256", "jwk": gateway.signer.jwk()}), "jwk 2")),
            ("an address of keys", sign(json!({"alg": "ES256", "jku": "https://evil.example/keys"}), "jku")),
            ("a certificate", sign(json!({"alg": "ES256", "x5c": []}), "x5c")),
            ("something critical", sign(json!({"alg": "ES256", "crit": ["exp"]}), "crit")),
            ("another kind of JWT", sign(json!({"alg": "ES256", "typ": "at+jwt"}), "typ")),
            ("another issuer", signed("iss", json!(other))),
            ("issuers in a list", signed("iss", json!([gateway.id]))),
            ("no issuer", signed("iss", Value::Null)),
            ("another subject", signed("sub", json!(other))),
            ("another gateway's name under its own key", gateway.signed(&{
                let mut claims = gateway.good("other");
                (claims["iss"], claims["sub"]) = (json!(other), json!(other));
                claims
            })),
            ("nobody's name", signed("sub", json!("gtw_01kar8zv4we008007jggzcc86j"))),
            ("no subject", signed("sub", Value::Null)),
            ("a subject twice", gateway.signer.sign_text(&BASE64.encode(r#"{"alg":"ES256"}"#), &twice)),
            ("another audience", signed("aud", json!("https://elsewhere.example"))),
            ("the other endpoint", signed("aud", json!(format!("{origin}{REVOKE}")))),
            ("the token endpoint", signed("aud", json!(format!("{origin}/oauth2/token")))),
            ("another customer's issuer", signed("aud", json!(format!("{origin}/northquay")))),
            ("the audience with a slash", signed("aud", json!(format!("{}/", gateway.issuer())))),
            ("two audiences", signed("aud", json!([gateway.issuer(), "https://elsewhere.example"]))),
            ("no audience in a list", signed("aud", json!([]))),
            ("no audience", signed("aud", Value::Null)),
            ("over", signed("exp", json!(now))),
            ("over for long", signed("exp", json!(now - 3_600))),
            ("too far away", signed("exp", json!(now + 301))),
            ("without end", signed("exp", Value::Null)),
            ("an end that is text", signed("exp", json!((now + 60).to_string()))),
            ("the end of time", signed("exp", json!(i64::MAX))),
            ("made in the future", signed("iat", json!(now + 61))),
            ("not yet good", signed("nbf", json!(now + 61))),
            ("without a name", signed("jti", Value::Null)),
            ("an empty name", signed("jti", json!(""))),
            ("a long name", signed("jti", json!("x".repeat(129)))),
            ("a number for a name", signed("jti", json!(7))),
            ("no JWT", "x.y.z".to_owned()),
            ("two parts", gateway.signed(&gateway.good("parts")).rsplit_once('.').unwrap().0.to_owned()),
            ("four parts", format!("{}.x", gateway.signed(&gateway.good("parts 2")))),
        ];
        let random = told(&send(&app, INTROSPECT, &[("token", &token)]).await);
        assert_eq!((random.0, random.2.as_str()), (401, r#"{"error":"invalid_client"}"#));
        let before = app.row_counts().await;
        for (what, assertion) in &bad {
            assert_eq!(told(&gateway.introspect(assertion, &token).await), random, "{what}");
        }
        assert_eq!(app.row_counts().await, before, "introspection writes nothing");
        for (what, assertion) in &bad[1..] {
            if *what != "the other endpoint" {
                let refused = gateway.revoke(assertion, &token).await;
                assert_eq!((refused.status.as_u16(), refused.json()), (401, json!({"error": "invalid_client"})), "{what}");
            }
        }
        // The limits themselves.
        for (name, value) in [("exp", now + 300), ("exp", now + 1), ("iat", now + 60), ("nbf", now + 60)] {
            assert_eq!(gateway.introspect(&signed(name, json!(value)), &token).await.expect(200)["active"], true, "{name} {value}");
        }
    }

    async fn a_client_shows_itself_in_one_way(app) {
        let world = World::make(&app).await;
        let gateway = Keyed::new(&app, &world).await;
        let other = add_gateway(&world, "edge-other").await.0;
        let fresh = |jti: &str| gateway.signed(&gateway.good(jti));
        let (a, b, c, d) = (fresh("a"), fresh("b"), fresh("c"), fresh("d"));
        let kind = ("client_assertion_type", BEARER);
        let both = [("token", "x"), kind, ("client_assertion", &a), ("client_id", &gateway.id), ("client_secret", &gateway.credential)];
        let (kindless, shapeless) = ([("token", "x"), ("client_assertion", b.as_str())], [("token", "x"), kind]);
        let saml = [("token", "x"), ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"), ("client_assertion", &c)];
        for path in [INTROSPECT, REVOKE] {
            for form in [&both[..], &kindless, &shapeless, &saml] {
                assert_eq!(send(&app, path, form).await.expect(400)["error"], "invalid_request", "{path} {form:?}");
            }
            let disagrees = [("token", "x"), kind, ("client_assertion", &d), ("client_id", &other)];
            assert_eq!(send(&app, path, &disagrees).await.expect(401), json!({"error": "invalid_client"}), "{path}");
        }
        let form = |jti: &str| {
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            form.extend_pairs([("token", "x"), kind, ("client_assertion", &fresh(jti))]);
            form.finish()
        };
        let basic = nobody(&app).with_basic(&gateway.id, &gateway.credential);
        assert_eq!(send_form(&basic, INTROSPECT, form("e")).await.expect(400)["error"], "invalid_request");
        let header = nobody(&app).with("x-gateway-key", &gateway.credential);
        assert_eq!(send_form(&header, INTROSPECT, form("f")).await.expect(400)["error"], "invalid_request");
        let posted = [("token", "x"), ("client_id", gateway.id.as_str()), ("client_secret", &gateway.credential)];
        assert_eq!(send(&app, INTROSPECT, &posted).await.expect(200), json!({"active": false}));
        assert_eq!(send(&app, REVOKE, &posted).await.status, 200);
    }

    async fn a_gateway_ends_tokens_of_its_own_customer_and_environment(app) {
        let world = World::make(&app).await;
        let (id, token) = working_token(&app, &world).await;
        let gateway = Keyed::new(&app, &world).await;
        let state = async || text(&world.agent.get(&format!("/api/v1/tokens/{id}")).await.expect(200)["summary"]["state"]);
        let elsewhere = world.seen_from_quay().await;
        let foreign = Keyed::new(&app, &elsewhere).await;
        assert_eq!(foreign.revoke(&foreign.signed(&foreign.good("1")), &token).await.status, 200);
        assert_eq!(state().await, "active");
        let mut body = gateway_body("edge-sandbox");
        body["environment"] = json!("sandbox");
        let sandbox = world.agent.post("/api/v1/gateways", &body).await.expect(201);
        let posted = [("token", token.as_str()), ("client_id", &text(&sandbox["gateway"]["id"])), ("client_secret", &text(&sandbox["credential"]))];
        assert_eq!(send(&app, REVOKE, &posted).await.status, 200);
        assert_eq!(state().await, "active");
        let assertion = gateway.signed(&gateway.with("aud", json!(format!("{}{REVOKE}", app.app.config.public_origin()))));
        assert_eq!(gateway.revoke(&assertion, &token).await.status, 200);
        assert_eq!(state().await, "revoked");
        let trail = world.agent.get("/api/v1/audit").await.expect(200);
        assert_eq!((&trail["items"][0]["action"], &trail["items"][0]["actor"]), (&json!("token.revoked"), &json!("edge-keyed")));
        // Once, at both endpoints together.
        assert_eq!(gateway.revoke(&assertion, &token).await.status, 401);
    }

    async fn keys_of_several_kinds_can_be_added_used_and_ended(app) {
        let world = World::make(&app).await;
        let gateway = Keyed::new(&app, &world).await;
        let shown = gateway_of(&world, &gateway.id).await;
        let keys = shown["credentials"].as_array().unwrap().iter().map(|of| of["is_key"].clone());
        assert_eq!(keys.filter(|is_key| *is_key == json!(true)).count(), 1, "{shown}");
        // The same key once more, as JWK and as PEM.
        assert_eq!(add_key(&world, &gateway.id, &jwk(&gateway.signer)).await.refused(409), "already_exists");
        assert_eq!(add_key(&world, &gateway.id, &json!({"key": gateway.signer.pem()})).await.refused(409), "already_exists");
        add_key(&world, &gateway.id, &json!({"key": ED25519_PEM})).await.expect(201);
        let ed25519 = json!({"key": r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","key_ops":["verify"]}"#});
        assert_eq!(add_key(&world, &gateway.id, &ed25519).await.refused(409), "already_exists");
        let rsa = add_key(&world, &gateway.id, &json!({"key": include_str!("keys/rsa2048.pem")})).await.expect(201);
        assert_eq!(rsa["credentials"].as_array().unwrap().len(), 4);
        let mut private = gateway.signer.jwk();
        private["d"] = json!("AAAA");
        let mut elsewhere = Signer::new().jwk();
        elsewhere["x"] = elsewhere["y"].clone();
        let mut encrypts = Signer::new().jwk();
        encrypts["use"] = json!("enc");
        let mut misnamed = Signer::new().jwk();
        misnamed["alg"] = json!("RS256");
        for unfit in [
            private.to_string(), elsewhere.to_string(), encrypts.to_string(), misnamed.to_string(),
            r#"{"kty":"oct","k":"AAAA"}"#.to_owned(), r#"{"kty":"EC"}"#.to_owned(), "{}".to_owned(), "x".to_owned(), String::new(),
            include_str!("keys/rsa1024.pem").to_owned(), include_str!("keys/p384.pem").to_owned(),
            ED25519_PEM.replace("PUBLIC", "PRIVATE"), ED25519_PEM.repeat(2), "x".repeat(9_000),
        ] {
            let answer = add_key(&world, &gateway.id, &json!({"key": unfit})).await;
            assert_eq!(answer.status, 422, "{unfit}");
        }

        // In use, with its time; the credential goes, the key stays.
        app.clock.advance(Span::minutes(3));
        gateway.introspect(&gateway.signed(&gateway.good("used")), "x").await.expect(200);
        last_use::settle(&app.app).await.unwrap();
        let shown = gateway_of(&world, &gateway.id).await;
        let credentials = shown["credentials"].as_array().unwrap();
        let thumbprint = gateway.signer.thumbprint();
        let used = |of: &Value| of["hint"] == json!(thumbprint) && of["last_used_at"] == json!(START + Span::minutes(3));
        assert_eq!(credentials.iter().filter(|of| used(of)).count(), 1, "{shown}");
        let end = async |of: &Value| world.agent.post(&format!("/api/v1/gateway-credentials/{}/end", text(&of["id"])), &Value::Null).await;
        let secret = credentials.iter().find(|of| of["is_key"] == json!(false)).unwrap();
        assert_eq!(end(secret).await.status, 204);
        let header = nobody(&app).with("x-gateway-key", &gateway.credential);
        header.get("/gateway/hello").await.refused(403);
        gateway.introspect(&gateway.signed(&gateway.good("still")), "x").await.expect(200);
        let again = app.started_again().await;
        assert!(again.gateways.keyed(gateway.id.parse().unwrap()).is_some());
        let key = credentials.iter().find(|of| of["hint"] == json!(thumbprint)).unwrap();
        assert_eq!(end(key).await.status, 204);
        gateway.introspect(&gateway.signed(&gateway.good("ended")), "x").await.expect(401);
        // What was ended stays ended: its assertions of a minute ago are not good again.
        assert_eq!(add_key(&world, &gateway.id, &jwk(&gateway.signer)).await.refused(409), "already_exists");
        world.agent.post(&format!("/api/v1/gateways/{}/retire", gateway.id), &Value::Null).await.expect(204);
        assert!(app.app.gateways.keyed(gateway.id.parse().unwrap()).is_none());
    }
}

async fn gateway_of(world: &World, id: &str) -> Value {
    world.agent.get(&format!("/api/v1/gateways/{id}")).await.expect(200)
}

on_both! { |config: &mut Config| config.limits = Limits { failed_clients_per_minute: 3, ..Limits::NONE };
    async fn who_fails_too_often_is_told_to_wait_and_others_at_the_address_go_on(app) {
        let world = World::make(&app).await;
        let (_, token) = working_token(&app, &world).await;
        let gateway = Keyed::new(&app, &world).await;
        for jti in ["1", "2", "3"] {
            gateway.introspect(&Signer::new().sign(&json!({"alg": "ES256"}), &gateway.good(jti)), &token).await.expect(401);
        }
        for path in [INTROSPECT, REVOKE, "/oauth2/token"] {
            let wrong = [("token", "x"), ("grant_type", "client_credentials"), ("client_id", &gateway.id), ("client_secret", "wrong")];
            let before = app.row_counts().await;
            assert_eq!(send(&app, path, &wrong).await.refused(429), "too_many_requests", "{path}");
            assert_eq!(app.row_counts().await, before, "{path}");
        }
        assert_eq!(gateway.introspect(&gateway.signed(&gateway.good("4")), &token).await.expect(200)["active"], true);
    }
}

on_both! { |config: &mut Config| config.limits = Limits { public_per_minute: 1, machine_per_minute: 3, ..Limits::NONE };
    async fn machines_at_one_address_do_not_take_from_its_people(app) {
        let call = async || send(&app, REVOKE, &[("token", "x")]).await;
        for _ in 0..3 {
            assert_eq!(call().await.status, 200);
        }
        assert_eq!(call().await.refused(429), "too_many_requests");
        let reset = json!({"email": "nobody@halden.example"});
        assert_eq!(nobody(&app).post("/api/v1/public/password-resets", &reset).await.status, 204);
        nobody(&app).post("/api/v1/public/password-resets", &reset).await.refused(429);
    }
}
