//! Service accounts: what scripts can do, and how they show who they are.

use base64::Engine;
use reqwest::Method;
use serde_json::{Value, json};
use tessera_shared::instant::Span;

use crate::on_both;
use crate::support::TestApp;
use crate::support::client::{Answer, Client};
use crate::support::signer::{Signer, hmac_signed};
use crate::support::world::{World, text};

const ACCOUNTS: &str = "/api/v1/service-accounts";
const FORM: &str = "application/x-www-form-urlencoded";

/// An account with its secret.
struct Account {
    id: String,
    secret: String,
}

async fn make(maker: &Client, name: &str, actions: &[&str]) -> Account {
    let made = maker
        .post(ACCOUNTS, &json!({"name": name, "actions": actions}))
        .await
        .expect(201);
    Account {
        id: text(&made["account"]["id"]),
        secret: text(&made["secret"]),
    }
}

async fn ask(app: &TestApp, form: &str) -> Answer {
    let nobody = Client::anonymous(&app.base);
    nobody
        .send(Method::POST, "/oauth2/token", Some(form.to_owned()), FORM)
        .await
}

fn form(account: &Account) -> String {
    format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        account.id, account.secret
    )
}

async fn caller(app: &TestApp, account: &Account) -> Client {
    let granted = ask(app, &form(account)).await.expect(200);
    let bearer = format!("Bearer {}", text(&granted["access_token"]));
    Client::anonymous(&app.base)
        .with("authorization", &bearer)
        .in_tenant(text(&granted["tenant_id"]))
}

/// What came back, without what differs from call to call anyway.
fn bytes(answer: &Answer) -> (u16, String, usize) {
    (answer.status.as_u16(), answer.text.clone(), answer.headers.len())
}

const ALL: [&str; 6] = [
    "view_requests",
    "submit_request",
    "issue_token",
    "view_tokens",
    "revoke_token",
    "view_partners",
];

on_both! {
    async fn a_script_files_polls_issues_and_revokes(app) {
        let world = World::make(&app).await;
        let (earlier, _) = world.approved(&app).await;
        let account = make(&world.lead, "Nightly", &ALL).await;
        let script = caller(&app, &account).await;
        let partners = script.get("/api/v1/partners").await.expect(200);
        let mut wish = world.wish()["wish"].clone();
        wish["application"] = json!("Timetable");
        let body = json!({"partner": partners["items"][0]["id"], "wish": wish});
        let filed = script.post("/api/v1/requests", &body).await.expect(201);
        let polled = script.get(&format!("/api/v1/requests/{}", text(&filed["id"]))).await.expect(200);
        assert_eq!(polled["summary"]["stage"], "awaiting_partner", "{polled}");

        let issued = script.post(&format!("/api/v1/requests/{earlier}/issue"), &json!({"revision": 1})).await.expect(201);
        let token = format!("/api/v1/tokens/{}", text(&issued["token"]));
        let detail = script.get(&token).await.expect(200);
        assert_eq!(detail["issued_by"], "Nightly");
        let revoke = json!({"version": detail["summary"]["version"], "reason": "End of the trial."});
        script.post(&format!("{token}/revoke"), &revoke).await.expect(204);

        let events = world.lead.get("/api/v1/audit").await.expect(200);
        let by: Vec<&Value> = events["items"].as_array().unwrap().iter().filter(|e| e["actor"] == "Nightly").collect();
        assert!(by.iter().all(|event| event["actor_kind"] == "service_account"));
        assert!(by.iter().any(|event| event["action"] == "token.revoked"));
        let listed = world.lead.get(ACCOUNTS).await.expect(200);
        assert!(listed["items"][0]["last_used_at"].is_string(), "{listed}");
    }

    async fn a_script_may_do_what_it_was_given_in_its_tenant_only(app) {
        let world = World::make(&app).await;
        let account = make(&world.lead, "Reader", &["view_tokens"]).await;
        let script = caller(&app, &account).await;
        script.get("/api/v1/tokens").await.expect(200);
        script.get("/api/v1/partners").await.refused(403);
        script.get("/api/v1/members").await.refused(403);
        script.post(ACCOUNTS, &json!({"name": "x", "actions": ["view_tokens"]})).await.refused(403);
        script.outside().get("/api/v1/tokens").await.refused(400);
        let foreign = script.in_tenant(world.quay).get("/api/v1/tokens").await;
        let random = script.in_tenant("ten_01kar8zv4we008007jggzcc86j").get("/api/v1/tokens").await;
        assert_eq!(foreign.seen(), random.seen());
        assert_eq!(foreign.refused(404), "not_found");
        for path in ["/api/v1/me", "/api/v1/me/queue", "/api/v1/platform/tenants"] {
            script.outside().get(path).await.refused(401);
        }
        // Whoever sends a bad token does not mean the cookie.
        let both = world.agent.with("authorization", "Bearer nonsense");
        let refused = both.get("/api/v1/tokens").await;
        assert_eq!(refused.headers["www-authenticate"], "Bearer");
        refused.refused(401);
    }

    async fn nobody_gives_more_than_they_may_and_never_a_decision(app) {
        let world = World::make(&app).await;
        let before = app.row_counts().await;
        for actions in [json!([]), json!(["decide_request"]), json!(["view_tokens", "manage_members"]), json!(["open_delivery"])] {
            world.lead.post(ACCOUNTS, &json!({"name": "Greedy", "actions": actions})).await.refused(422);
        }
        world.lead.post(ACCOUNTS, &json!({"name": "Greedy", "actions": ["rule_the_world"]})).await.refused(400);
        assert_eq!(app.row_counts().await, before);
        make(&world.lead, "Once", &["view_tokens"]).await;
        let again = world.lead.post(ACCOUNTS, &json!({"name": "Once", "actions": ["view_tokens"]})).await;
        assert_eq!(again.refused(409), "already_exists");
        make(&world.lead.in_tenant(world.quay), "Once", &["view_tokens"]).await;
    }

    async fn every_wrong_client_gets_one_answer(app) {
        let world = World::make(&app).await;
        let account = make(&world.lead, "Nightly", &["view_tokens"]).await;
        let other = make(&world.lead.in_tenant(world.quay), "Nightly", &["view_tokens"]).await;
        let ended = make(&world.lead, "Ended", &["view_tokens"]).await;
        world.lead.post(&format!("{ACCOUNTS}/{}/retire", ended.id), &json!({"reason": "Done."})).await.expect(204);
        let with = |id: &str, secret: &str| form(&Account { id: id.to_owned(), secret: secret.to_owned() });
        let random = ask(&app, &with("sva_01kar8zv4we008007jggzcc86j", &account.secret)).await;
        assert_eq!(random.json(), json!({"error": "invalid_client"}));
        assert_eq!((random.status.as_u16(), &random.headers["cache-control"]), (401, &"no-store".parse().unwrap()));
        for wrong in [
            with(&account.id, &other.secret), with(&other.id, &account.secret), with(&ended.id, &ended.secret),
            with(&account.id, &world.gateway), with(&account.id, "x"), with("nobody", &account.secret),
        ] {
            assert_eq!(bytes(&ask(&app, &wrong).await), bytes(&random), "{wrong}");
        }
        for (wrong, error) in [
            (form(&account).replace("client_credentials", "password"), "unsupported_grant_type"),
            (format!("{}&scope=revoke_token", form(&account)), "invalid_scope"),
            (format!("{}&scope=everything", form(&account)), "invalid_scope"),
            (format!("{}&scope=view_tokens&scope=view_tokens", form(&account)), "invalid_request"),
            (form(&account).replace("grant_type=client_credentials&", ""), "invalid_request"),
            (format!("{}&client_assertion=x", form(&account)), "invalid_request"),
        ] {
            assert_eq!(ask(&app, &wrong).await.expect(400)["error"], error, "{wrong}");
        }
        let json = Client::anonymous(&app.base).post("/oauth2/token", &json!({"grant_type": "client_credentials"})).await;
        assert_eq!(json.expect(400)["error"], "invalid_request");
    }

    async fn an_access_token_can_be_less_and_ends(app) {
        let world = World::make(&app).await;
        let account = make(&world.lead, "Nightly", &["view_tokens", "view_partners"]).await;
        let basic = format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(format!("{}:{}", account.id, account.secret)));
        let nobody = Client::anonymous(&app.base).with("authorization", &basic);
        let less = "grant_type=client_credentials&scope=view_tokens".to_owned();
        let granted = nobody.send(Method::POST, "/oauth2/token", Some(less), FORM).await.expect(200);
        assert_eq!((&granted["scope"], &granted["expires_in"], &granted["token_type"]), (&json!("view_tokens"), &json!(900), &json!("Bearer")));
        let bearer = format!("bearer {}", text(&granted["access_token"]));
        let script = Client::anonymous(&app.base).with("authorization", &bearer).in_tenant(world.halden);
        script.get("/api/v1/tokens").await.expect(200);
        script.get("/api/v1/partners").await.refused(403);
        app.clock.advance(Span::seconds(899));
        script.get("/api/v1/tokens").await.expect(200);
        app.clock.advance(Span::seconds(1));
        script.get("/api/v1/tokens").await.refused(401);

        let script = caller(&app, &account).await;
        script.get("/api/v1/tokens").await.expect(200);
        let retire = format!("{ACCOUNTS}/{}/retire", account.id);
        world.lead.post(&retire, &json!({"reason": "Done."})).await.expect(204);
        script.get("/api/v1/tokens").await.refused(401);
        world.lead.post(&retire, &json!({"reason": "Done."})).await.refused(409);
    }

    async fn an_old_secret_goes_on_for_the_overlap(app) {
        let world = World::make(&app).await;
        let old = make(&world.lead, "Nightly", &["view_tokens"]).await;
        let rotate = format!("{ACCOUNTS}/{}/rotate", old.id);
        world.lead.post(&rotate, &json!({"overlap_hours": 169})).await.refused(422);
        let rotated = world.lead.post(&rotate, &json!({"overlap_hours": 24})).await.expect(200);
        let new = Account { id: old.id.clone(), secret: text(&rotated["secret"]) };
        for account in [&old, &new] {
            caller(&app, account).await.get("/api/v1/tokens").await.expect(200);
        }
        app.clock.advance(Span::hours(24));
        ask(&app, &form(&old)).await.expect(401);
        caller(&app, &new).await.get("/api/v1/tokens").await.expect(200);
        let now = world.lead.post(&rotate, &json!({"overlap_hours": 0})).await.expect(200);
        ask(&app, &form(&new)).await.expect(401);
        caller(&app, &Account { id: old.id, secret: text(&now["secret"]) }).await.get("/api/v1/tokens").await.expect(200);
    }

    async fn an_issuer_says_how_to_ask(app) {
        let world = World::make(&app).await;
        let nobody = Client::anonymous(&app.base);
        let path = format!("/.well-known/oauth-authorization-server/{}", world.slug);
        let says = nobody.get(&path).await.expect(200);
        assert!(text(&says["issuer"]).ends_with(&format!("/{}", world.slug)));
        assert!(text(&says["token_endpoint"]).ends_with("/oauth2/token"));
        assert!(says["response_types_supported"].is_array(), "required");
        let empty = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
        assert!(!says.as_object().unwrap().values().any(empty), "RFC 8414 §3.2: {says}");
        nobody.get("/.well-known/oauth-authorization-server/nobody-here").await.refused(404);
    }
}

on_both! {
    async fn a_signed_assertion_works_once_and_only_as_it_should(app) {
        let world = World::make(&app).await;
        let account = make(&world.lead, "Signer", &["view_tokens"]).await;
        let other = make(&world.lead, "Other", &["view_tokens"]).await;
        let keys = format!("{ACCOUNTS}/{}/keys", account.id);
        let (signer, stranger) = (Signer::new(), Signer::new());
        let mut private = signer.jwk();
        private["d"] = json!("AAAA");
        for bad in [private, json!({"kty": "oct", "k": "AAAA"}), json!({"kty": "RSA", "n": "AAAA", "e": "AQAB"}), json!({"kty": "EC"})] {
            world.lead.post(&keys, &json!({"jwk": bad})).await.refused(422);
        }
        world.lead.post(&keys, &json!({"jwk": signer.jwk()})).await.expect(204);

        let now = app.app.clock.now().unix_seconds();
        let audience = format!("{}/oauth2/token", app.base.replace("127.0.0.1", "localhost"));
        let good = |jti: &str| json!({"iss": account.id, "sub": account.id, "aud": audience, "exp": now + 60, "iat": now, "jti": jti});
        let with = |name: &str, value: Value| {
            let mut claims = good(&format!("{name} {value}"));
            claims[name] = value;
            claims
        };
        let header = json!({"alg": "ES256", "typ": "JWT"});
        let send = |assertion: String| {
            let form = format!(
                "grant_type=client_credentials&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer&client_assertion={assertion}"
            );
            let app = &app;
            async move { ask(app, &form).await }
        };
        let first = signer.sign(&header, &good("1"));
        send(first.clone()).await.expect(200);
        let refused = [
            first,
            stranger.sign(&header, &good("2")),
            signer.sign(&json!({"alg": "none"}), &good("3")),
            signer.sign(&json!({"alg": "RS256"}), &good("4")),
            signer.sign(&json!({"alg": "ES256", "jwk": stranger.jwk()}), &with("aud", json!("https://elsewhere.example"))),
            stranger.sign(&json!({"alg": "ES256", "jwk": stranger.jwk()}), &good("5")),
            hmac_signed(signer.jwk().to_string().as_bytes(), &good("6")),
            hmac_signed(account.secret.as_bytes(), &good("7")),
            signer.sign(&header, &with("iss", json!(other.id))),
            signer.sign(&header, &with("sub", json!(other.id))),
            signer.sign(&header, &with("sub", Value::Null)),
            signer.sign(&header, &with("exp", json!((now + 60).to_string()))),
            signer.sign(&header, &with("exp", json!(now - 31))),
            signer.sign(&header, &with("exp", json!(now + 3_600))),
            signer.sign(&header, &with("exp", Value::Null)),
            signer.sign(&header, &with("iat", json!(now + 60))),
            signer.sign(&header, &with("nbf", json!(now + 60))),
            signer.sign(&header, &with("jti", Value::Null)),
            signer.sign(&header, &with("jti", json!(""))),
            "x.y.z".to_owned(),
        ];
        for assertion in refused {
            let answer = send(assertion.clone()).await;
            assert_eq!((answer.status.as_u16(), &answer.json()["error"]), (401, &json!("invalid_client")), "{assertion}");
        }
        // Of ten at once, one is taken.
        let racing = signer.sign(&header, &good("race"));
        let answers = futures_util::future::join_all((0..10).map(|_| send(racing.clone()))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        let after = caller(&app, &account).await;
        after.get("/api/v1/tokens").await.expect(200);
    }
}
