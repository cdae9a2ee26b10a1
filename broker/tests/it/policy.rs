//! What a tenant allows, and who changes it.

use serde_json::{Value, json};
use tessera_shared::instant::{Instant, Span};

use crate::on_both;
use crate::support::client::Client;
use crate::support::world::{World, text};

const POLICY: &str = "/api/v1/tenant/policy";

/// What a new tenant allows.
fn first() -> Value {
    policy(365, 72)
}

fn policy(days: u32, hours: u32) -> Value {
    json!({"max_lifetime_days": days, "delivery_hours": hours})
}

fn change(before: Value, after: Value) -> Value {
    json!({"before": before, "after": after, "reason": "The auditors asked for it."})
}

async fn now(member: &Client) -> Value {
    member.get("/api/v1/tenant").await.expect(200)["policy"].clone()
}

/// For how long a token of the world lives that is issued now.
async fn lifetime(world: &World, id: &str) -> Span {
    let token = world.issue(id).await;
    let token = world.agent.get(&format!("/api/v1/tokens/{token}")).await.expect(200);
    let instant = |name: &str| text(&token["summary"][name]).parse::<Instant>().unwrap();
    instant("expires_at") - instant("starts_at")
}

on_both! {
    async fn support_changes_it_and_says_why(app) {
        let world = World::make(&app).await;
        let quay = world.other_admin.get("/api/v1/tenant").await.expect(200);
        assert_eq!(now(&world.agent).await, first());
        let changed = world.agent.post(POLICY, &change(first(), policy(90, 24))).await.expect(200);
        assert_eq!(changed, policy(90, 24));
        for member in [&world.admin, &world.auditor, &world.lead] {
            assert_eq!(now(member).await, policy(90, 24));
        }
        let page = Client::anonymous(&app.base).get("/api/v1/public/tenants/halden-rail").await.expect(200);
        assert_eq!(page["policy"], policy(90, 24));

        let trail = world.auditor.get("/api/v1/audit?action=tenant.policy_changed").await.expect(200);
        let event = &trail["items"][0];
        assert_eq!(event["actor"], "Iris");
        assert_eq!(event["label"], "Halden Rail");
        assert_eq!(event["reason"], "The auditors asked for it.");
        assert_eq!(event["facts"], json!({
            "max_lifetime_days": "90", "max_lifetime_days_before": "365",
            "delivery_hours": "24", "delivery_hours_before": "72",
        }));
        assert_eq!(world.other_admin.get("/api/v1/tenant").await.expect(200), quay);

        // The same once more is no change.
        let rows = app.row_counts().await;
        world.lead.post(POLICY, &change(policy(90, 24), policy(90, 24))).await.expect(200);
        assert_eq!(app.row_counts().await, rows);
    }

    async fn a_change_of_something_else_than_is_there_changes_nothing(app) {
        let world = World::make(&app).await;
        world.lead.post(POLICY, &change(first(), policy(30, 72))).await.expect(200);
        let rows = app.row_counts().await;
        for other in [first(), policy(30, 48), policy(31, 72)] {
            assert_eq!(world.agent.post(POLICY, &change(other, policy(1_000, 100))).await.refused(409), "stale");
        }
        let wrong = [
            (policy(0, 72), "/after/max_lifetime_days"),
            (policy(1_826, 72), "/after/max_lifetime_days"),
            (policy(u32::MAX, 72), "/after/max_lifetime_days"),
            (policy(30, 0), "/after/delivery_hours"),
            (policy(30, 169), "/after/delivery_hours"),
        ];
        for (after, pointer) in wrong {
            let refused = world.agent.post(POLICY, &change(policy(30, 72), after)).await.expect(422);
            assert_eq!(refused["errors"][0]["pointer"], pointer);
        }
        let mut silent = change(policy(30, 72), policy(60, 72));
        silent["reason"] = json!(" ");
        assert_eq!(world.agent.post(POLICY, &silent).await.expect(422)["errors"][0]["pointer"], "/reason");
        // What nobody can have seen is another policy, too.
        let unseen = change(policy(u32::MAX, u32::MAX), policy(60, 72));
        assert_eq!(world.agent.post(POLICY, &unseen).await.refused(409), "stale");
        for customer in [&world.admin, &world.auditor] {
            customer.post(POLICY, &change(policy(30, 72), policy(60, 72))).await.refused(403);
        }
        assert_eq!(now(&world.admin).await, policy(30, 72));
        assert_eq!(app.row_counts().await, rows);
    }

    async fn it_counts_for_what_is_issued_from_now_on(app) {
        let world = World::make(&app).await;
        let (early, _partner) = world.approved(&app).await;
        let (late, _partner) = world.approved(&app).await;
        assert_eq!(lifetime(&world, &early).await, Span::days(30));
        world.agent.post(POLICY, &change(first(), policy(7, 1))).await.expect(200);
        // What was granted before for longer is issued for as long as the policy allows now.
        assert_eq!(lifetime(&world, &late).await, Span::days(7));
        let tokens = world.agent.get("/api/v1/tokens?sort=ends_first").await.expect(200);
        let ends: Vec<Instant> =
            tokens["items"].as_array().unwrap().iter().map(|token| text(&token["expires_at"]).parse().unwrap()).collect();
        assert_eq!(ends.len(), 2);
        assert!(ends[1] - ends[0] > Span::days(22), "what was out keeps its end: {ends:?}");

        let (third, _partner) = world.confirmed(&app).await;
        let mut body = world.approval(&third).await;
        body["ends_at"] = json!((app.app.clock.now() + Span::days(8)).to_string());
        let refused = world.admin.post(&format!("/api/v1/requests/{third}/approve"), &body).await.expect(422);
        assert_eq!(refused["errors"][0]["code"], "beyond_policy");
    }

    async fn two_at_once_make_one_change(app) {
        let world = World::make(&app).await;
        let (one, other) = (change(first(), policy(10, 10)), change(first(), policy(20, 20)));
        let (one, other) = tokio::join!(world.agent.post(POLICY, &one), world.lead.post(POLICY, &other));
        let mut codes = [one.status.as_u16(), other.status.as_u16()];
        codes.sort_unstable();
        assert_eq!(codes, [200, 409]);
        let trail = world.auditor.get("/api/v1/audit?action=tenant.policy_changed").await.expect(200);
        assert_eq!(trail["items"].as_array().unwrap().len(), 1);
    }
}
