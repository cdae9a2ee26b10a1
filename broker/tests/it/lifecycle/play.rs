//! Commands as calls over HTTP.

use serde_json::{Value, json};
use tessera_shared::instant::Span;

use super::model::Command;
use crate::support::TestApp;
use crate::support::client::{Answer, Client};
use crate::support::play::{DeliveryLink, newest_link_to};
use crate::support::world::{World, text};

/// One request with everybody who can act on it.
pub struct Case<'a> {
    pub app: &'a TestApp,
    pub world: &'a World,
    pub request: String,
    pub email: String,
    pub partner: Client,
    /// Ids, links and opened secrets of the tokens, oldest first.
    pub tokens: Vec<(String, DeliveryLink, Option<String>)>,
}

impl<'a> Case<'a> {
    pub async fn begin(app: &'a TestApp, world: &'a World, number: u32) -> Self {
        let email = format!("case{number}@fjord.example");
        let (request, partner) = world.filed(app, &email).await;
        Self {
            app,
            world,
            request,
            email,
            partner,
            tokens: Vec::new(),
        }
    }

    /// Plays a command; says the status, 0 where there is no answer.
    pub async fn play(&mut self, command: Command) -> u16 {
        let why = json!({"reason": "A test says so."});
        let answer = match command {
            Command::Confirm => self.partner.post("/api/v1/partner/request/confirm", &Value::Null).await,
            Command::Approve(wait) => self.approve(wait).await,
            Command::Deny => self.deny().await,
            Command::WithdrawByPartner => self.partner.post("/api/v1/partner/request/withdraw", &why).await,
            Command::WithdrawByAgent => self.world.agent.post(&self.path("withdraw"), &why).await,
            Command::Issue => self.issue().await,
            Command::Open(opener) => self.open(opener).await,
            Command::Reissue => self.reissue().await,
            Command::Suspend => self.change(&self.world.agent, "suspend").await,
            Command::Resume => self.change(&self.world.admin, "resume").await,
            Command::RevokeByAgent => self.change(&self.world.agent, "revoke").await,
            Command::RevokeByAdmin => self.change(&self.world.admin, "revoke").await,
            Command::RevokeByPartner => {
                let body = json!({"token": self.newest(), "reason": "Ours."});
                self.partner.post("/api/v1/partner/request/revoke", &body).await
            }
            Command::Wait(hours) => {
                self.app.clock.advance(Span::hours(hours.into()));
                return 0;
            }
            Command::Settle => {
                tessera_broker::jobs::settle(&self.app.app).await.unwrap();
                return 0;
            }
        };
        answer.status.as_u16()
    }

    fn path(&self, verb: &str) -> String {
        format!("/api/v1/requests/{}/{verb}", self.request)
    }

    fn newest(&self) -> &str {
        &self.tokens.last().unwrap().0
    }

    /// What the admin has read of the request, as long as there is one.
    async fn snapshot(&self) -> Value {
        let path = format!("/api/v1/requests/{}", self.request);
        let snapshot = self.world.admin.get(&path).await.json()["snapshot"].clone();
        if snapshot.is_null() {
            json!("x".repeat(43))
        } else {
            snapshot
        }
    }

    async fn approve(&self, wait: Option<u8>) -> Answer {
        let start = wait.map(|hours| self.app.app.clock.now() + Span::hours(hours.into()));
        let body = json!({
            "revision": 1, "snapshot": self.snapshot().await, "reason": null, "ends_at": null,
            "starts_at": start.map(|at| at.to_string()),
            "scopes": [{"api": self.world.api, "scope": "seats:read"}],
        });
        self.world.admin.post(&self.path("approve"), &body).await
    }

    async fn deny(&self) -> Answer {
        let body = json!({"revision": 1, "snapshot": self.snapshot().await, "reason": "No."});
        self.world.admin.post(&self.path("deny"), &body).await
    }

    async fn issue(&mut self) -> Answer {
        let answer = self.world.try_issue(&self.request).await;
        self.keep(&answer).await;
        answer
    }

    async fn reissue(&mut self) -> Answer {
        let answer = self.change(&self.world.agent, "reissue").await;
        self.keep(&answer).await;
        answer
    }

    async fn keep(&mut self, answer: &Answer) {
        if answer.status == 201 {
            let link = newest_link_to(self.app, &self.email).await;
            self.tokens.push((text(&answer.json()["token"]), link, None));
        }
    }

    async fn open(&mut self, opener: u8) -> Answer {
        let (_, link, secret) = self.tokens.last_mut().unwrap();
        let nobody = Client::anonymous(&self.app.base);
        let answer = nobody.post(&link.path, &link.body(opener)).await;
        if answer.status == 200 {
            *secret = Some(link.token(&answer.json()));
        }
        answer
    }

    async fn change(&self, by: &Client, verb: &str) -> Answer {
        let path = format!("/api/v1/tokens/{}", self.newest());
        let detail = by.get(&path).await.expect(200);
        let body = json!({"version": detail["summary"]["version"], "reason": "A test says so."});
        by.post(&format!("{path}/{verb}"), &body).await
    }
}
