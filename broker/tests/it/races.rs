//! Two callers at the same moment: one of them wins, the other one is told so, nothing happens twice.

use futures_util::future::join;
use serde_json::{Value, json};

use crate::on_both;
use crate::support::client::{Answer, Client};
use crate::support::play::newest_link;
use crate::support::world::{World, text};

const ROUNDS: usize = 8;

/// The winner's place and the loser's code.
#[track_caller]
fn one_winner(answers: (Answer, Answer), lost: u16) -> (usize, String) {
    let (first, second) = answers;
    let won = [&first, &second].map(|answer| answer.status.is_success());
    match won {
        [true, false] => (0, second.refused(lost)),
        [false, true] => (1, first.refused(lost)),
        _ => panic!("{} {} and {} {}", first.status, first.text, second.status, second.text),
    }
}

fn times(actions: &[String], action: &str) -> usize {
    actions.iter().filter(|known| *known == action).count()
}

on_both! {
    async fn of_two_approvals_one_counts(app) {
        let world = World::make(&app).await;
        for _ in 0..ROUNDS {
            let (id, _partner) = world.confirmed(&app).await;
            let (path, body) = (format!("/api/v1/requests/{id}/approve"), world.approval(&id).await);
            let answers = join(world.admin.post(&path, &body), world.admin.post(&path, &body)).await;
            one_winner(answers, 409);
            assert_eq!(times(&world.audit(&id).await, "request.approved"), 1);
        }
    }

    async fn of_an_approval_and_a_denial_one_counts(app) {
        let world = World::make(&app).await;
        for _ in 0..ROUNDS {
            let (id, _partner) = world.confirmed(&app).await;
            let approval = world.approval(&id).await;
            let mut denial = world.decision(&id).await;
            denial["reason"] = json!("No.");
            let path = format!("/api/v1/requests/{id}");
            let (approve, deny) = (format!("{path}/approve"), format!("{path}/deny"));
            let (approved, denied) =
                join(world.admin.post(&approve, &approval), world.admin.post(&deny, &denial)).await;
            // A denied request is gone, so who comes later finds nothing.
            let lost = if denied.status.is_success() { 404 } else { 409 };
            let (winner, _) = one_winner((approved, denied), lost);
            let actions = world.audit(&id).await;
            let counted = (times(&actions, "request.approved"), times(&actions, "request.denied"));
            assert_eq!(counted, if winner == 0 { (1, 0) } else { (0, 1) });
        }
    }

    async fn of_two_issues_one_counts(app) {
        let world = World::make(&app).await;
        for _ in 0..ROUNDS {
            let (id, _partner) = world.approved(&app).await;
            let answers = join(world.try_issue(&id), world.try_issue(&id)).await;
            one_winner(answers, 409);
            assert_eq!(times(&world.audit(&id).await, "token.issued"), 1);
        }
        let tokens = world.agent.get("/api/v1/tokens?limit=100").await.expect(200);
        assert_eq!(tokens["items"].as_array().unwrap().len(), ROUNDS);
    }

    async fn the_same_issue_sent_twice_at_once_is_one(app) {
        let world = World::make(&app).await;
        for round in 0..ROUNDS {
            let (id, _partner) = world.approved(&app).await;
            let path = format!("/api/v1/requests/{id}/issue");
            let agent = world.agent.with("idempotency-key", &format!("round-{round}-of-the-same-issue"));
            let body = json!({"revision": 1});
            let (first, second) = join(agent.post(&path, &body), agent.post(&path, &body)).await;
            assert_eq!(text(&first.expect(201)["token"]), text(&second.expect(201)["token"]));
            assert_eq!(times(&world.audit(&id).await, "token.issued"), 1);
        }
    }

    async fn of_two_openings_one_shows_the_token(app) {
        let world = World::make(&app).await;
        let nobody = Client::anonymous(&app.base);
        for _ in 0..ROUNDS {
            let (id, _partner) = world.approved(&app).await;
            world.issue(&id).await;
            let link = newest_link(&app).await;
            let (one, other) = (link.body(1), link.body(2));
            let answers = join(nobody.post(&link.path, &one), nobody.post(&link.path, &other)).await;
            assert_eq!(one_winner(answers, 410).1, "already_opened");
        }
    }

    async fn of_an_issue_and_a_withdrawal_one_counts(app) {
        let world = World::make(&app).await;
        for _ in 0..ROUNDS {
            let (id, partner) = world.approved(&app).await;
            let why = json!({"reason": "Changed our mind."});
            let answers = join(world.try_issue(&id), partner.post("/api/v1/partner/request/withdraw", &why)).await;
            let (winner, _) = one_winner(answers, 409);
            let actions = world.audit(&id).await;
            let counted = (times(&actions, "token.issued"), times(&actions, "request.withdrawn"));
            assert_eq!(counted, if winner == 0 { (1, 0) } else { (0, 1) });
        }
    }

    async fn of_a_revocation_and_a_suspension_none_brings_the_token_back(app) {
        let world = World::make(&app).await;
        let nobody = Client::anonymous(&app.base);
        for _ in 0..ROUNDS {
            let (id, _partner) = world.approved(&app).await;
            let token_id = world.issue(&id).await;
            let link = newest_link(&app).await;
            let token = link.token(&nobody.post(&link.path, &link.body(1)).await.expect(200));
            let path = format!("/api/v1/tokens/{token_id}");
            let detail = world.agent.get(&path).await.expect(200);
            let body: Value = json!({"version": detail["summary"]["version"], "reason": "At the same moment."});
            let (revoke, suspend) = (format!("{path}/revoke"), format!("{path}/suspend"));
            let answers = join(world.agent.post(&revoke, &body), world.agent.post(&suspend, &body)).await;
            one_winner(answers, 409);
            assert_eq!(world.verify(&app, &token).await, 401);
        }
    }
}
