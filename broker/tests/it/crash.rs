//! `kill -9` in a stream of calls: nothing acknowledged is lost, nothing happens twice.

use std::cell::RefCell;
use std::collections::VecDeque;

use futures_util::future::join_all;
use serde_json::json;

use crate::on_both;
use crate::support::TestApp;
use crate::support::client::{Answer, Client};
use crate::support::play::newest_link_to;
use crate::support::process::Process;
use crate::support::world::{World, text};

const KILLS: usize = 20;
const REQUESTS: usize = 44;
const WORKERS: usize = 4;

/// The broker did not answer.
struct Gone;

/// What the callers know of one request: what was acknowledged, and what was only sent.
#[derive(Default)]
struct Line {
    request: String,
    email: String,
    token: Option<String>,
    secret: Option<String>,
    revoke_sent: bool,
    revoked: bool,
}

/// The callers and their ledger.
struct Ledger<'a> {
    app: &'a TestApp,
    world: &'a World,
    waiting: RefCell<VecDeque<Line>>,
    done: RefCell<Vec<Line>>,
}

fn acknowledged(answer: Result<Answer, reqwest::Error>) -> Result<Answer, Gone> {
    answer.map_err(|_broken| Gone)
}

impl Ledger<'_> {
    fn gateway(&self, base: &str, secret: &str) -> Client {
        let gateway = Client::anonymous(base).with("x-gateway-key", &self.world.gateway);
        gateway.with("authorization", &format!("Bearer {secret}"))
    }

    async fn verify(&self, base: &str, secret: &str) -> Result<u16, Gone> {
        let answer = acknowledged(self.gateway(base, secret).try_get("/gateway/verify").await)?;
        Ok(answer.status.as_u16())
    }

    /// Issues, under the same key however often it takes.
    async fn issue(&self, base: &str, line: &mut Line) -> Result<(), Gone> {
        let agent = self.world.agent.at(base).with("idempotency-key", &line.request);
        let path = format!("/api/v1/requests/{}/issue", line.request);
        let issued = acknowledged(agent.try_post(&path, &json!({"revision": 1})).await)?;
        line.token = Some(text(&issued.expect(201)["token"]));
        Ok(())
    }

    /// Opens the delivery; the same opener may come again.
    async fn open(&self, base: &str, line: &mut Line) -> Result<(), Gone> {
        self.app.catch_up();
        let link = newest_link_to(self.app, &line.email).await;
        let opened = acknowledged(Client::anonymous(base).try_post(&link.path, &link.body(1)).await)?;
        line.secret = Some(link.token(&opened.expect(200)));
        Ok(())
    }

    async fn revoke(&self, base: &str, line: &mut Line) -> Result<(), Gone> {
        let agent = self.world.agent.at(base);
        let path = format!("/api/v1/tokens/{}", line.token.as_deref().unwrap());
        let detail = acknowledged(agent.try_get(&path).await)?.expect(200);
        if detail["summary"]["state"] == "revoked" {
            assert!(line.revoke_sent, "revoked by nobody");
        } else {
            line.revoke_sent = true;
            let body = json!({"version": detail["summary"]["version"], "reason": "Leaked."});
            acknowledged(agent.try_post(&format!("{path}/revoke"), &body).await)?.expect(204);
        }
        line.revoked = true;
        Ok(())
    }

    /// One step of a line; true when there is one more.
    async fn step(&self, base: &str, line: &mut Line) -> Result<bool, Gone> {
        match (&line.token, &line.secret, line.revoked) {
            (None, ..) => self.issue(base, line).await?,
            (Some(_), None, _) => self.open(base, line).await?,
            (Some(_), Some(_), false) => self.revoke(base, line).await?,
            (Some(_), Some(secret), true) => {
                assert_eq!(self.verify(base, secret).await?, 401);
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Plays lines until the broker is gone or none is left; `acknowledge` hears of every answer.
    async fn work(&self, base: &str, acknowledge: &dyn Fn()) {
        loop {
            let Some(mut line) = self.waiting.borrow_mut().pop_front() else {
                return;
            };
            loop {
                match self.step(base, &mut line).await {
                    Ok(true) => acknowledge(),
                    Ok(false) => break self.done.borrow_mut().push(line),
                    Err(Gone) => return self.waiting.borrow_mut().push_back(line),
                }
            }
        }
    }

    /// What was acknowledged holds, at the first call after a start.
    async fn check(&self, base: &str) {
        let lines: Vec<(Option<String>, bool)> = {
            let (waiting, done) = (self.waiting.borrow(), self.done.borrow());
            let known = waiting.iter().chain(done.iter());
            known
                .filter(|line| line.revoked || !line.revoke_sent)
                .map(|line| (line.secret.clone(), line.revoked))
                .collect()
        };
        for (secret, revoked) in lines {
            if let Some(secret) = secret {
                let status = self.verify(base, &secret).await.ok();
                assert_eq!(status, Some(if revoked { 401 } else { 200 }));
            }
        }
    }
}

async fn kill_again_and_again(ledger: &Ledger<'_>) {
    for round in 0..KILLS {
        let process = RefCell::new(Process::start(ledger.app).await);
        let base = process.borrow().base.clone();
        ledger.check(&base).await;
        let left = RefCell::new(1 + round * 3 % 7);
        let acknowledge = || {
            let mut left = left.borrow_mut();
            *left = left.saturating_sub(1);
            if *left == 0 {
                process.borrow_mut().kill();
            }
        };
        join_all((0..WORKERS).map(|_| ledger.work(&base, &acknowledge))).await;
    }
    let last = Process::start(ledger.app).await;
    ledger.check(&last.base).await;
    join_all((0..WORKERS).map(|_| ledger.work(&last.base, &|| ()))).await;
}

on_both! {
    async fn nothing_acknowledged_is_lost_or_doubled_by_kill_9(app) {
        app.catch_up();
        let world = World::make(&app).await;
        let mut waiting = VecDeque::new();
        for number in 0..REQUESTS {
            let email = format!("partner{number}@fjord.example");
            let (request, _partner) = world.confirmed_by(&app, &email).await;
            world.approve(&request).await;
            waiting.push_back(Line { request, email, ..Line::default() });
        }
        let ledger = Ledger { app: &app, world: &world, waiting: RefCell::new(waiting), done: RefCell::default() };
        kill_again_and_again(&ledger).await;

        assert_eq!(ledger.done.borrow().len(), REQUESTS);
        let tokens = world.agent.get("/api/v1/tokens?limit=100").await.expect(200);
        assert_eq!(tokens["items"].as_array().unwrap().len(), REQUESTS);
        for line in ledger.done.take() {
            let actions = world.audit(&line.request).await;
            for action in ["token.issued", "delivery.sent", "delivery.opened", "token.revoked"] {
                let times = actions.iter().filter(|known| *known == action).count();
                assert_eq!(times, 1, "{action} of {}: {actions:?}", line.request);
            }
        }
    }
}
