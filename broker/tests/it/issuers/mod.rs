//! Tenants as issuers: a partner's token becomes a JWT that a gateway verifies by itself, and what
//! happens to it when token, key or tenant end.

pub mod lies;
pub mod reader;
mod revocation;
mod rotation;

use reqwest::Method;
use serde_json::{Value, json};
use tessera_shared::instant::Span;

use crate::on_both;
use crate::support::TestApp;
use crate::support::client::{Answer, Client};
use crate::support::play::newest_link;
use crate::support::world::{World, gateway_body, text};
use reader::Reader;

pub const FORM: &str = "application/x-www-form-urlencoded";
pub const AUDIENCE: &str = "https://api.halden.example/seats";
const EXCHANGE: &str = "grant_type=urn:ietf:params:oauth:grant-type:token-exchange\
     &subject_token_type=urn:ietf:params:oauth:token-type:access_token";

/// Somebody who is not signed in.
pub fn nobody(app: &TestApp) -> Client {
    Client::anonymous(&app.base)
}

pub async fn send_form(caller: &Client, path: &str, form: String) -> Answer {
    caller.send(Method::POST, path, Some(form), FORM).await
}

/// Asks for a JWT; `more` goes into the form.
pub async fn exchange(app: &TestApp, token: &str, more: &str) -> Answer {
    send_form(
        &nobody(app),
        "/oauth2/token",
        format!("{EXCHANGE}&subject_token={token}{more}"),
    )
    .await
}

pub async fn jwt(app: &TestApp, token: &str) -> String {
    text(&exchange(app, token, "").await.expect(200)["access_token"])
}

/// A token that works: its id and its secret.
pub async fn working_token(app: &TestApp, world: &World) -> (String, String) {
    let (request, _) = world.approved(app).await;
    let id = world.issue(&request).await;
    let link = newest_link(app).await;
    let opened = nobody(app).post(&link.path, &link.body(1)).await.expect(200);
    (id, link.token(&opened))
}

/// What the gateway with this credential is told about a token.
pub async fn introspect(app: &TestApp, gateway: &str, token: &str) -> Value {
    let gateway = nobody(app).with("x-gateway-key", gateway);
    send_form(&gateway, "/oauth2/introspect", format!("token={token}"))
        .await
        .expect(200)
}

async fn gateway(caller: &Client, change: Value) -> String {
    let mut body = gateway_body("edge-2");
    for (name, value) in change.as_object().unwrap() {
        body[name] = value.clone();
    }
    text(&caller.post("/api/v1/gateways", &body).await.expect(201)["credential"])
}

fn inactive() -> Value {
    json!({"active": false})
}

on_both! {
    async fn a_token_becomes_a_jwt_that_its_gateways_verify_by_themselves(app) {
        let world = World::make(&app).await;
        let (id, token) = working_token(&app, &world).await;
        let answer = exchange(&app, &token, "").await;
        assert_eq!(answer.headers["cache-control"], "no-store");
        let given = answer.expect(200);
        assert_eq!(given["token_type"], "Bearer");
        assert_eq!(given["issued_token_type"], "urn:ietf:params:oauth:token-type:access_token");
        assert_eq!((given["expires_in"].as_i64(), &given["scope"]), (Some(300), &json!("seats:read")));

        let described = nobody(&app).get("/.well-known/oauth-authorization-server/halden-rail").await.expect(200);
        let reader = Reader::fetch(&app, &text(&described["jwks_uri"])).await;
        let claims = reader.read(&text(&given["access_token"]), &app).unwrap();
        assert_eq!(claims["iss"], described["issuer"]);
        assert_eq!(claims["aud"], AUDIENCE);
        assert_eq!((&claims["token_id"], &claims["environment"]), (&json!(id), &json!("production")));
        assert_eq!(claims["sub"], claims["client_id"]);
        assert_eq!(claims["tenant_id"], json!(world.halden.to_string()));
        let again = reader.read(&jwt(&app, &token).await, &app).unwrap();
        assert_ne!(again["jti"], claims["jti"]);
        assert_eq!(again["status"], claims["status"], "a token has one place");
    }

    async fn an_ordinary_client_of_oauth_gets_one_with_the_partners_id(app) {
        let world = World::make(&app).await;
        let (_, token) = working_token(&app, &world).await;
        let partner = text(&Reader::of_when(&app, &token).await.read(&jwt(&app, &token).await, &app).unwrap()["sub"]);
        let call = |client: &str, secret: &str| {
            let form = format!("grant_type=client_credentials&client_id={client}&client_secret={secret}");
            let caller = nobody(&app);
            async move { send_form(&caller, "/oauth2/token", form).await }
        };
        call(&partner, &token).await.expect(200);
        let basic = nobody(&app).with_basic(&partner, &token);
        send_form(&basic, "/oauth2/token", "grant_type=client_credentials&scope=seats:read".to_owned()).await.expect(200);
        // Some form-encode also what need not be (RFC 6749 §2.3.1).
        let encoded = |text: &str| text.replace('_', "%5F");
        let basic = nobody(&app).with_basic(&encoded(&partner), &encoded(&token));
        send_form(&basic, "/oauth2/token", "grant_type=client_credentials".to_owned()).await.expect(200);
        // Another partner, a random one, another kind of secret: one answer.
        let other = "prt_01kar8zv4we008007jggzcc86j";
        let refused = call(other, &token).await;
        assert_eq!(refused.json(), json!({"error": "invalid_client"}));
        for (client, secret) in [(other, "x"), (&partner, world.gateway.as_str()), (&partner, "")] {
            assert_eq!(call(client, secret).await.plain(), refused.plain(), "{client}");
        }
        refused.expect(401);
    }

    async fn it_can_be_for_less_and_never_for_more(app) {
        let world = World::make(&app).await;
        let (_, token) = working_token(&app, &world).await;
        let narrow = format!("&scope=seats:read&audience={AUDIENCE}&resource={AUDIENCE}");
        let claims = Reader::of_when(&app, &token).await.read(&text(&exchange(&app, &token, &narrow).await.expect(200)["access_token"]), &app);
        assert_eq!(claims.unwrap()["scope"], "seats:read");
        let before = app.contents().await;
        for (more, error) in [
            ("&scope=seats:book", "invalid_scope"),
            ("&scope=seats:read%20seats:book", "invalid_scope"),
            ("&scope=%20", "invalid_scope"),
            ("&audience=https://api.quay.example", "invalid_target"),
            (&format!("&audience={AUDIENCE}&resource=x"), "invalid_target"),
            ("&actor_token=x", "invalid_request"),
            ("&requested_token_type=urn:ietf:params:oauth:token-type:saml2", "invalid_request"),
            ("&client_id=prt_01kar8zv4we008007jggzcc86j", "invalid_request"),
            ("&client_secret=x&client_id=x", "invalid_client"),
            ("&subject_token=y", "invalid_request"),
        ] {
            let answer = exchange(&app, &token, more).await;
            assert!(answer.status.is_client_error(), "{more}: {}", answer.text);
            assert_eq!(answer.json()["error"], error, "{more}");
        }
        assert_eq!(app.contents().await, before);
    }

    async fn a_token_that_is_not_good_gets_one_answer_whatever_the_reason(app) {
        let world = World::make(&app).await;
        let (id, token) = working_token(&app, &world).await;
        let (gone, revoked) = working_token(&app, &world).await;
        jwt(&app, &token).await;
        world.try_change(&gone, "revoke").await.expect(204);
        world.try_change(&id, "suspend").await.expect(204);
        let unknown = exchange(&app, "x", "").await.plain();
        for secret in [&revoked, &token, &world.gateway, &format!("{token}0")] {
            assert_eq!(exchange(&app, secret, "").await.plain(), unknown);
        }
        assert!(unknown.2.contains("invalid_request"), "{unknown:?}");
        world.try_change(&id, "resume").await.expect(204);
        jwt(&app, &token).await;
        app.clock.advance(Span::days(31));
        assert_eq!(exchange(&app, &token, "").await.plain(), unknown);
    }

    async fn a_jwt_never_outlives_its_token(app) {
        let world = World::make(&app).await;
        let (_, token) = working_token(&app, &world).await;
        app.clock.advance(Span::seconds(30 * 86_400 - 90));
        let given = exchange(&app, &token, "").await.expect(200);
        assert_eq!(given["expires_in"], 90);
        let jwt = text(&given["access_token"]);
        assert!(Reader::of(&app).await.read(&jwt, &app).is_some());
        app.clock.advance(Span::seconds(89));
        assert_eq!(introspect(&app, &world.gateway, &jwt).await["active"], true);
        app.clock.advance(Span::seconds(1));
        assert!(Reader::of(&app).await.read(&jwt, &app).is_none());
        assert_eq!(introspect(&app, &world.gateway, &jwt).await, inactive());
    }

    async fn introspection_knows_a_jwt_while_the_token_behind_it_works(app) {
        let world = World::make(&app).await;
        let (id, token) = working_token(&app, &world).await;
        let jwt = jwt(&app, &token).await;
        let said = introspect(&app, &world.gateway, &jwt).await;
        assert_eq!((&said["active"], &said["aud"], &said["scope"]), (&json!(true), &json!(AUDIENCE), &json!("seats:read")));
        assert_eq!(said["token_id"], json!(id));
        for change in [
            json!({"environment": "sandbox"}),
            json!({"audience": "https://api.halden.example/other"}),
            json!({"required_scopes": ["seats:book"]}),
        ] {
            let mut change = change;
            change["name"] = json!(format!("edge {change}"));
            let other = gateway(&world.agent, change.clone()).await;
            assert_eq!(introspect(&app, &other, &jwt).await, inactive(), "{change}");
        }
        let foreign = gateway(&world.stranger, json!({})).await;
        assert_eq!(introspect(&app, &foreign, &jwt).await, inactive());
        // No JWT is taken where a token is asked for.
        assert_eq!(world.verify(&app, &jwt).await, 401);
        for (verb, active) in [("suspend", false), ("resume", true), ("revoke", false)] {
            world.try_change(&id, verb).await.expect(204);
            assert_eq!(introspect(&app, &world.gateway, &jwt).await["active"], active, "{verb}");
        }
    }

    async fn an_answer_is_signed_for_whoever_asks_for_that(app) {
        let world = World::make(&app).await;
        let (_, token) = working_token(&app, &world).await;
        jwt(&app, &token).await;
        let gateway = nobody(&app).with("x-gateway-key", &world.gateway).with("accept", "application/token-introspection+jwt");
        let reader = Reader::of(&app).await;
        for (token, active) in [(token.as_str(), true), ("x", false)] {
            let answer = send_form(&gateway, "/oauth2/introspect", format!("token={token}")).await;
            assert_eq!(answer.headers["content-type"], "application/token-introspection+jwt");
            let said = reader.claims(&answer.text, "token-introspection+jwt").unwrap();
            assert_eq!(said["token_introspection"]["active"], active);
            assert_eq!(said["iss"], format!("{}/halden-rail", app.app.config.public_origin()));
            assert!(text(&said["aud"]).starts_with("gtw_"));
            assert_eq!(said["iat"].as_i64().unwrap() * 1_000, crate::support::START.millis());
            assert!(said.get("active").is_none(), "RFC 9701: apart, so that it is no access token");
        }
    }

    async fn a_status_list_tells_what_became_of_a_token(app) {
        let world = World::make(&app).await;
        let (id, token) = working_token(&app, &world).await;
        let reader = Reader::of_when(&app, &token).await;
        let claims = reader.read(&jwt(&app, &token).await, &app).unwrap();
        for (verb, expected) in [("suspend", 2), ("resume", 0), ("revoke", 1)] {
            world.try_change(&id, verb).await.expect(204);
            // A list is made once a second at most.
            while reader.status(&app, &claims).await != expected {
                tokio::task::yield_now().await;
            }
        }
        for path in ["halden-rail/1", "halden-rail/-1", "halden-rail/x", "halden-rail/99999999999", "nowhere/0"] {
            nobody(&app).get(&format!("/oauth2/status-lists/{path}")).await.refused(404);
        }
    }

    async fn a_suspended_tenant_issues_nothing(app) {
        let world = World::make(&app).await;
        let owner = World::platform_owner(&app).await;
        let (_, token) = working_token(&app, &world).await;
        let jwt = jwt(&app, &token).await;
        let path = format!("/api/v1/platform/tenants/{}/suspend", world.halden);
        owner.post(&path, &json!({"reason": "Unpaid."})).await.expect(204);
        assert_eq!(exchange(&app, &token, "").await.json()["error"], "invalid_request");
        assert_eq!(introspect(&app, &world.gateway, &jwt).await, inactive());
        let there = |slug: &str| ["jwks/", "status-lists/"].map(|list| format!("/oauth2/{list}{slug}"));
        for (here, random) in there("halden-rail").into_iter().zip(there("no-such-one")) {
            let tail = if here.contains("lists") { "/0" } else { "" };
            let (here, random) = (format!("{here}{tail}"), format!("{random}{tail}"));
            let foreign = nobody(&app).get(&random).await;
            assert_eq!(nobody(&app).get(&here).await.seen_without(&here), foreign.seen_without(&random));
            foreign.refused(404);
        }
    }
}
