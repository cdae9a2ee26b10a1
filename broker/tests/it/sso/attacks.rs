//! A hostile provider, a hostile browser, and what comes of it: no session, nobody new, and the exact
//! reason in the trail.

use serde_json::{Value, json};
use tessera_shared::instant::Span;

use super::browser::{Begun, Ended, PROVIDERS, add, begin, come_back, counts, reasons, settings};
use super::provider::{Person, Provider, Sign, Tokens, Twist};
use super::{ana, mapping};
use crate::on_both;
use crate::support::TestApp;
use crate::support::client::Client;
use crate::support::world::World;

/// Providers, one of which attacks, and the people they know.
struct Stage {
    provider: Provider,
    id: String,
    /// Another provider of the same platform.
    other: Provider,
    other_id: String,
    owner: Client,
}

impl Stage {
    async fn set(app: &TestApp) -> Self {
        let world = World::make(app).await;
        let owner = World::platform_owner(app).await;
        let (provider, other) = (Provider::start(&app.clock), Provider::start(&app.clock));
        let admins = json!([mapping("a", world.halden, "customer_admin")]);
        let id = add(
            &owner,
            Some(world.halden.to_string()),
            &settings(&provider, &["halden.example"], &admins),
        )
        .await;
        let leads = json!([mapping("a", world.quay, "support_lead")]);
        let other_id = add(&owner, None, &settings(&other, &[], &leads)).await;
        Self {
            provider,
            id,
            other,
            other_id,
            owner,
        }
    }

    /// Signs in as Ana while the provider is twisted.
    async fn try_with(&self, app: &TestApp, twist: Twist) -> Ended {
        let begun = self.begin(app).await;
        let code = self.provider.sign_in(&begun.address, &ana(&["a"]));
        self.provider.twist(twist);
        let ended = self
            .back(app, &begun, &[("code", &code), ("state", &begun.state)])
            .await;
        self.provider.twist(Twist::default());
        ended
    }

    async fn begin(&self, app: &TestApp) -> Begun {
        begin(app, &json!({"provider": self.id, "next": "/queue"})).await
    }

    async fn back(&self, app: &TestApp, begun: &Begun, query: &[(&str, &str)]) -> Ended {
        come_back(app, &self.id, Some(&begun.cookie), query).await
    }
}

fn claims(claims: Value) -> Twist {
    Twist {
        claims,
        ..Twist::default()
    }
}

fn header(header: Value) -> Twist {
    Twist {
        header,
        ..Twist::default()
    }
}

fn key(key: Value) -> Twist {
    Twist {
        key,
        ..Twist::default()
    }
}

fn signed(sign: Sign, header: Value) -> Twist {
    Twist {
        header,
        sign,
        ..Twist::default()
    }
}

fn tokens(tokens: Tokens) -> Twist {
    Twist {
        tokens,
        ..Twist::default()
    }
}

/// What a provider can do wrong once it has the code; `now` in seconds.
#[rustfmt::skip]
fn lies(now: i64) -> Vec<(&'static str, Twist, &'static str)> {
    let foreign = json!({"kty": "EC", "crv": "P-256", "x": "AAAA", "y": "AAAA"});
    let twin = json!({"kty": "EC", "crv": "P-256", "alg": "ES256", "kid": "first",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"});
    vec![
        ("another issuer", claims(json!({"iss": "https://login.other.example"})), "wrong_issuer"),
        ("no issuer", claims(json!({"iss": null})), "bad_token"),
        ("another audience", claims(json!({"aud": "another-client"})), "wrong_audience"),
        ("no audience", claims(json!({"aud": null})), "bad_token"),
        ("two audiences without azp", claims(json!({"aud": ["tessera", "another-client"]})), "wrong_party"),
        ("two audiences, another azp", claims(json!({"aud": ["tessera", "x"], "azp": "x"})), "wrong_party"),
        ("another azp", claims(json!({"azp": "another-client"})), "wrong_party"),
        ("another nonce", claims(json!({"nonce": "n-0S6_WzA2Mj"})), "wrong_nonce"),
        ("no nonce", claims(json!({"nonce": null})), "wrong_nonce"),
        ("alg none", signed(Sign::Not, json!({"alg": "none"})), "wrong_algorithm"),
        ("no signature", signed(Sign::Not, json!({})), "wrong_signature"),
        ("HS256 with the public key", signed(Sign::PublicAsSecret, json!({"alg": "HS256"})), "wrong_algorithm"),
        ("another algorithm", header(json!({"alg": "ES384"})), "wrong_algorithm"),
        ("a key that names no algorithm", key(json!({"alg": null})), "wrong_algorithm"),
        ("a key for another algorithm", key(json!({"alg": "RS256"})), "wrong_algorithm"),
        ("a symmetric key", key(json!({"kty": "oct", "k": "AAAA", "alg": "HS256"})), "wrong_algorithm"),
        ("a key for encryption", key(json!({"use": "enc"})), "unknown_key"),
        ("two keys of one name", Twist { more_keys: vec![twin], ..Twist::default() }, "unknown_key"),
        ("a key nobody published", signed(Sign::Other, json!({})), "wrong_signature"),
        ("an unknown key id", header(json!({"kid": "second"})), "unknown_key"),
        ("a key in the header", signed(Sign::Other, json!({"jwk": foreign})), "foreign_key"),
        ("an address of keys in the header", signed(Sign::Other, json!({"jku": "https://evil.example/keys"})), "foreign_key"),
        ("an address of a certificate", signed(Sign::Other, json!({"x5u": "https://evil.example/x"})), "foreign_key"),
        ("a certificate in the header", signed(Sign::Other, json!({"x5c": ["AAAA"]})), "foreign_key"),
        ("a critical extension", header(json!({"crit": ["b64"], "b64": false})), "foreign_key"),
        ("an access token", header(json!({"typ": "at+jwt"})), "wrong_type"),
        ("a logout token", header(json!({"typ": "logout+jwt"})), "wrong_type"),
        ("over", claims(json!({"exp": now - 61})), "expired"),
        ("an end as text", claims(json!({"exp": (now + 300).to_string()})), "bad_token"),
        ("no end", claims(json!({"exp": null})), "bad_token"),
        ("from far in the future", claims(json!({"iat": now + 86_400})), "not_yet"),
        ("no beginning", claims(json!({"iat": null})), "bad_token"),
        ("good later", claims(json!({"nbf": now + 3_600})), "not_yet"),
        ("no subject", claims(json!({"sub": null})), "bad_token"),
        ("an empty subject", claims(json!({"sub": ""})), "bad_token"),
        ("a subject that is no text", claims(json!({"sub": 7})), "bad_token"),
        ("the hash of another access token", claims(json!({"at_hash": "77QmUPtjPfzWtF2AnpK9RQ"})), "wrong_access_token"),
        ("an address nobody verified", claims(json!({"email_verified": false})), "unverified_email"),
        ("verified as a text", claims(json!({"email_verified": "true"})), "unverified_email"),
        ("nothing about verifying", claims(json!({"email_verified": null})), "unverified_email"),
        ("no address", claims(json!({"email": null})), "no_email"),
        ("two addresses in one", claims(json!({"email": "ana@halden.example,evil@x.example"})), "no_email"),
        ("an address of another domain", claims(json!({"email": "owner@tessera.example"})), "foreign_domain"),
        ("a domain that ends alike", claims(json!({"email": "ana@evil-halden.example"})), "foreign_domain"),
        ("a person of no group", claims(json!({"groups": []})), "no_role"),
        ("a group in other letters", claims(json!({"groups": ["A"]})), "no_role"),
        ("a redirect instead of tokens", tokens(Tokens::Redirect), "bad_token_answer"),
        ("a huge answer", tokens(Tokens::Huge), "bad_token_answer"),
        ("an error instead of tokens", tokens(Tokens::Error), "code_refused"),
        ("nothing instead of tokens", tokens(Tokens::Away), "bad_token_answer"),
        ("a page instead of tokens", tokens(Tokens::Garbage), "bad_token_answer"),
        ("tokens of another kind", tokens(Tokens::NotBearer), "bad_token_answer"),
        ("no ID token", tokens(Tokens::NoIdToken), "bad_token_answer"),
    ]
}

on_both! {
    async fn every_lie_of_a_provider_ends_in_a_refusal(app) {
        use tessera_broker::clock::Clock;
        let stage = Stage::set(&app).await;
        let before = counts(&app).await;
        let count = lies(0).len();
        assert!(count >= 25);
        for number in 0..count {
            let (name, twist, reason) = lies(app.clock.now().unix_seconds()).swap_remove(number);
            let ended = stage.try_with(&app, twist).await;
            assert_eq!((ended.session(), reasons(&app).await[0].as_str()), (None, reason), "{name}");
            assert!(ended.problem().is_some(), "{name}: {ended:?}");
            assert_eq!(counts(&app).await, before, "{name}");
            // Keys are asked for afresh.
            app.clock.advance(Span::minutes(61));
        }
        assert_eq!(reasons(&app).await.len(), count, "each once");
        // The same provider, when it is honest.
        assert!(stage.try_with(&app, Twist::default()).await.session().is_some());
    }

    async fn every_trick_of_a_browser_ends_in_a_refusal(app) {
        let stage = Stage::set(&app).await;
        let before = counts(&app).await;
        let refused = async |name: &str, ended: Ended, reason: &str| {
            assert_eq!((ended.session(), reasons(&app).await[0].as_str()), (None, reason), "{name}");
            assert_eq!(counts(&app).await, before, "{name}");
        };
        let coded = async || {
            let begun = stage.begin(&app).await;
            let code = stage.provider.sign_in(&begun.address, &ana(&["a"]));
            (begun, code)
        };

        let (begun, code) = coded().await;
        let query = [("code", code.as_str()), ("state", begun.state.as_str())];
        refused("another browser", come_back(&app, &stage.id, None, &query).await, "no_flow").await;
        let forged = format!("{}A", begun.cookie);
        refused("a forged cookie", come_back(&app, &stage.id, Some(&forged), &query).await, "no_flow").await;
        let (mine, _) = coded().await;
        let theirs = stage.back(&app, &mine, &query).await;
        refused("the state of somebody else", theirs, "wrong_state").await;
        refused("no state", stage.back(&app, &begun, &[("code", &code)]).await, "wrong_state").await;
        let twice = [query[0], query[1], query[1]];
        refused("the state twice", stage.back(&app, &begun, &twice).await, "wrong_state").await;
        let mixed = come_back(&app, &stage.other_id, Some(&begun.cookie), &query).await;
        refused("the path of another provider", mixed, "wrong_provider").await;
        let nowhere = come_back(&app, "idp_x", Some(&begun.cookie), &query).await;
        refused("the path of no provider", nowhere, "wrong_provider").await;

        let (begun, code) = coded().await;
        let query = [("code", code.as_str()), ("state", begun.state.as_str()), ("iss", stage.other.issuer())];
        refused("named as another provider", stage.back(&app, &begun, &query).await, "wrong_issuer_parameter").await;
        refused("the same answer again", stage.back(&app, &begun, &query).await, "replayed").await;

        // The code another provider gave, at this one.
        let begun = stage.begin(&app).await;
        let other = begin(&app, &json!({"provider": stage.other_id, "next": "/queue"})).await;
        let code = stage.other.sign_in(&other.address, &ana(&["a"]));
        let swapped = stage.back(&app, &begun, &[("code", &code), ("state", &begun.state)]).await;
        refused("the code of another provider", swapped, "code_refused").await;

        // A code stolen from another person's sign-in: bound to the verifier in their cookie.
        let (_victim, stolen) = coded().await;
        let begun = stage.begin(&app).await;
        let injected = stage.back(&app, &begun, &[("code", &stolen), ("state", &begun.state)]).await;
        refused("a stolen code", injected, "code_refused").await;
        let begun = stage.begin(&app).await;
        let again = stage.back(&app, &begun, &[("code", &stolen), ("state", &begun.state)]).await;
        refused("a code used before", again, "code_refused").await;

        for (name, query, reason) in [
            ("the person stops", vec![("error", "access_denied")], "cancelled"),
            ("another error", vec![("error", "server_error"), ("error_description", "<script>")], "provider_error"),
            ("nothing at all", vec![], "no_code"),
            ("an empty code", vec![("code", "")], "no_code"),
            ("two codes", vec![("code", "a"), ("code", "b")], "no_code"),
        ] {
            let begun = stage.begin(&app).await;
            let query: Vec<_> = query.into_iter().chain([("state", begun.state.as_str())]).collect();
            let ended = stage.back(&app, &begun, &query).await;
            assert!(!ended.location.contains("script"), "{}", ended.location);
            refused(name, ended, reason).await;
        }

        let (begun, code) = coded().await;
        app.clock.advance(Span::minutes(10));
        let query = [("code", code.as_str()), ("state", begun.state.as_str())];
        refused("too late", stage.back(&app, &begun, &query).await, "no_flow").await;
    }

    async fn a_provider_that_becomes_another_is_not_believed(app) {
        let stage = Stage::set(&app).await;
        let before = counts(&app).await;
        let metadata = |metadata: Value| Twist { metadata, ..Twist::default() };
        let nobody = Client::anonymous(&app.base);
        for (twist, reason) in [
            (json!({"issuer": "https://login.other.example"}), "wrong_metadata_issuer"),
            (json!({"issuer": null}), "bad_metadata"),
            (json!({"token_endpoint": "http://login.other.example/token"}), "bad_metadata"),
            (json!({"jwks_uri": "file:///etc/passwd"}), "bad_metadata"),
            (json!({"padding": "x".repeat(70_000)}), "bad_metadata"),
        ] {
            // At the button.
            stage.provider.twist(metadata(twist.clone()));
            let start = nobody.post("/api/v1/sso/start", &json!({"provider": stage.id, "next": "/queue"})).await;
            assert_eq!(start.refused(503), "unavailable");
            assert_eq!(reasons(&app).await[0], reason);
            // While somebody is there: what was known is asked for again after an hour.
            stage.provider.twist(Twist::default());
            stage.begin(&app).await;
            app.clock.advance(Span::minutes(55));
            let begun = stage.begin(&app).await;
            let code = stage.provider.sign_in(&begun.address, &ana(&["a"]));
            app.clock.advance(Span::minutes(6));
            stage.provider.twist(metadata(twist));
            let ended = stage.back(&app, &begun, &[("code", &code), ("state", &begun.state)]).await;
            assert_eq!((ended.problem().as_deref(), reasons(&app).await[0].as_str()), (Some("refused"), reason));
        }
        // One that promises to name itself (RFC 9207) has to.
        stage.provider.twist(metadata(json!({"authorization_response_iss_parameter_supported": true})));
        for (iss, reason) in [(None, Some("wrong_issuer_parameter")), (Some(stage.provider.issuer()), None)] {
            let begun = stage.begin(&app).await;
            let code = stage.provider.sign_in(&begun.address, &ana(&["a"]));
            let mut query = vec![("code", code.as_str()), ("state", begun.state.as_str())];
            query.extend(iss.map(|iss| ("iss", iss)));
            if reason.is_some() {
                assert_eq!(counts(&app).await, before);
            }
            let ended = stage.back(&app, &begun, &query).await;
            assert_eq!(ended.session().is_none(), reason.is_some());
            if let Some(reason) = reason {
                assert_eq!(reasons(&app).await[0], reason);
            }
        }
    }

    async fn a_provider_switched_off_lets_nobody_in_who_is_on_the_way(app) {
        let stage = Stage::set(&app).await;
        let before = counts(&app).await;
        let begun = stage.begin(&app).await;
        let code = stage.provider.sign_in(&begun.address, &ana(&["a"]));
        let list = stage.owner.get(PROVIDERS).await.expect(200);
        let mut settings = list["items"][0]["settings"].clone();
        settings["enabled"] = json!(false);
        let change = format!("{PROVIDERS}/{}/change", stage.id);
        stage.owner.post(&change, &json!({"version": 1, "client_secret": null, "settings": settings})).await.expect(200);
        let ended = stage.back(&app, &begun, &[("code", &code), ("state", &begun.state)]).await;
        assert_eq!((ended.problem().as_deref(), reasons(&app).await[0].as_str()), (Some("away"), "unknown_provider"));
        assert_eq!(counts(&app).await, before);
    }

    async fn an_account_is_not_taken_over_by_its_address(app) {
        let stage = Stage::set(&app).await;
        let before = counts(&app).await;
        // A provider for everybody says it is an agent of another customer, and that it is sure.
        let victim = Person { sub: "evil", email: "stranger@support.example", groups: vec!["a"] };
        let begun = begin(&app, &json!({"provider": stage.other_id, "next": "/queue"})).await;
        let code = stage.other.sign_in(&begun.address, &victim);
        let query = [("code", code.as_str()), ("state", begun.state.as_str())];
        let ended = come_back(&app, &stage.other_id, Some(&begun.cookie), &query).await;
        assert_eq!((ended.problem().as_deref(), reasons(&app).await[0].as_str()), (Some("address_taken"), "address_taken"));
        assert_eq!(counts(&app).await, before);
    }

    async fn the_way_back_stays_in_this_app(app) {
        let stage = Stage::set(&app).await;
        let nobody = Client::anonymous(&app.base);
        for next in ["//evil.example", "https://evil.example", "/\\evil.example", "queue", "/a\nb"] {
            let body = json!({"provider": stage.id, "next": next});
            nobody.post("/api/v1/sso/start", &body).await.refused(422);
        }
        // Another site cannot begin a sign-in here.
        let evil = nobody.with("sec-fetch-site", "cross-site");
        assert_eq!(evil.post("/api/v1/sso/start", &json!({"provider": stage.id, "next": "/queue"})).await.refused(403), "cross_site");
    }
}
