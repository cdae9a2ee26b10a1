//! Steps of the story, as REST callers take them.

use serde_json::{Value, json};

use super::TestApp;
use super::client::{Answer, Client};
use super::link::Link;
use super::world::{World, text};

/// Where partners of the tests read their mail.
pub const PARTNER_MAIL: &str = "signe@fjord.example";

/// The key in the fragment of the link in a partner's mail.
pub fn fragment(mail: &str) -> String {
    let after = mail.split('#').nth(1).expect("a link with a fragment");
    after.split_whitespace().next().unwrap().to_owned()
}

/// A partner's one-time link.
pub struct DeliveryLink {
    pub id: String,
    pub path: String,
    link: Link,
}

impl DeliveryLink {
    /// What the page sends when the opener with this number clicks.
    pub fn body(&self, opener: u8) -> Value {
        json!({"proof": self.link.proof(), "reveal_key": Link::reveal_key(opener)})
    }

    /// The token in a good answer.
    pub fn token(&self, opened: &Value) -> String {
        self.link
            .open(&self.id, &text(&opened["nonce"]), &text(&opened["ciphertext"]))
    }
}

impl World {
    /// A partner with this address files a request; says its id and the partner as a caller.
    pub async fn filed(&self, app: &TestApp, email: &str) -> (String, Client) {
        let nobody = Client::anonymous(&app.base);
        let path = format!("/api/v1/public/tenants/{}/requests", self.slug);
        let mut wish = self.wish();
        wish["contact_email"] = json!(email);
        let filed = nobody.post(&path, &wish).await.expect(201);
        let key = fragment(&app.mail_to(email).await);
        (text(&filed["id"]), nobody.with("x-partner-key", &key))
    }

    /// A partner files a request and confirms it.
    pub async fn confirmed(&self, app: &TestApp) -> (String, Client) {
        self.confirmed_by(app, PARTNER_MAIL).await
    }

    /// A partner with this address files a request and confirms it.
    pub async fn confirmed_by(&self, app: &TestApp, email: &str) -> (String, Client) {
        let (id, partner) = self.filed(app, email).await;
        let confirm = partner.post("/api/v1/partner/request/confirm", &Value::Null).await;
        confirm.expect(204);
        (id, partner)
    }

    /// What an admin sends who has read the request: both kinds of decision begin with it.
    pub async fn decision(&self, id: &str) -> Value {
        let detail = self.admin.get(&format!("/api/v1/requests/{id}")).await.expect(200);
        json!({"revision": 1, "snapshot": detail["snapshot"], "reason": null})
    }

    /// The same, granting one of the two scopes.
    pub async fn approval(&self, id: &str) -> Value {
        let mut body = self.decision(id).await;
        body["starts_at"] = Value::Null;
        body["ends_at"] = Value::Null;
        body["scopes"] = json!([{"api": self.api, "scope": "seats:read"}]);
        body
    }

    /// An admin approves.
    pub async fn approve(&self, id: &str) {
        let body = self.approval(id).await;
        let path = format!("/api/v1/requests/{id}/approve");
        self.admin.post(&path, &body).await.expect(204);
    }

    /// A confirmed and approved request.
    pub async fn approved(&self, app: &TestApp) -> (String, Client) {
        let (id, partner) = self.confirmed(app).await;
        self.approve(&id).await;
        (id, partner)
    }

    /// An agent issues; says the token's id.
    pub async fn issue(&self, id: &str) -> String {
        text(&self.try_issue(id).await.expect(201)["token"])
    }

    /// An agent tries to issue.
    pub async fn try_issue(&self, id: &str) -> Answer {
        let path = format!("/api/v1/requests/{id}/issue");
        self.agent.post(&path, &json!({"revision": 1})).await
    }

    /// An agent changes a token: `suspend`, `resume`, `revoke` or `reissue`.
    pub async fn try_change(&self, token: &str, verb: &str) -> Answer {
        let path = format!("/api/v1/tokens/{token}");
        let detail = self.agent.get(&path).await.expect(200);
        let body = json!({"version": detail["summary"]["version"], "reason": "A test says so."});
        self.agent.post(&format!("{path}/{verb}"), &body).await
    }

    /// What a gateway of the tenant is told about a token.
    pub async fn verify(&self, app: &TestApp, token: &str) -> u16 {
        let gateway = Client::anonymous(&app.base).with("x-gateway-key", &self.gateway);
        let call = gateway.with("authorization", &format!("Bearer {token}"));
        call.get("/gateway/verify").await.status.as_u16()
    }

    /// The actions in the audit trail of an object, newest first.
    pub async fn audit(&self, object: &str) -> Vec<String> {
        let page = self
            .auditor
            .get(&format!("/api/v1/audit?limit=100&object={object}"))
            .await
            .expect(200);
        let events = page["items"].as_array().unwrap().iter();
        events.map(|event| text(&event["action"])).collect()
    }
}

/// The link in the newest mail to the partner.
pub async fn newest_link(app: &TestApp) -> DeliveryLink {
    newest_link_to(app, PARTNER_MAIL).await
}

/// The link in the newest mail to this address. Another caller may be about to catch that mail.
pub async fn newest_link_to(app: &TestApp, email: &str) -> DeliveryLink {
    let begun = std::time::Instant::now();
    let mail = loop {
        let mail = app.mail_to(email).await;
        if mail.contains("/d/") {
            break mail;
        }
        assert!(begun.elapsed().as_secs() < 60, "no link for {email}");
        actix_web::rt::task::yield_now().await;
    };
    let id = mail.split("/d/").nth(1).expect("a delivery link");
    let id = id.split('#').next().unwrap().to_owned();
    DeliveryLink {
        path: format!("/api/v1/public/deliveries/{id}/open"),
        link: Link::parse(&fragment(&mail)),
        id,
    }
}
