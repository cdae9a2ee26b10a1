//! What a tenant allows, and who changes it.

use serde_json::{Value, json};
use tessera_broker::outcome::Refusal;
use tessera_shared::instant::{Instant, Span};

use crate::on_both;
use crate::support::client::Client;
use crate::support::world::{World, text};
use crate::support::{TestApp, everything};

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

/// For how long a token lives, and its link works.
async fn terms(world: &World, token: &str) -> (Span, Span) {
    let token = world.agent.get(&format!("/api/v1/tokens/{token}")).await.expect(200);
    let instant = |value: &Value| text(value).parse::<Instant>().unwrap();
    let (summary, link) = (&token["summary"], &token["delivery"]);
    (
        instant(&summary["expires_at"]) - instant(&summary["starts_at"]),
        instant(&link["expires_at"]) - instant(&link["sent_at"]),
    )
}

async fn updated_at(app: &TestApp) -> Vec<i64> {
    use diesel::prelude::*;
    use tessera_broker::db::schema::tenants;
    let read = app.app.db.read(everything(), |conn| {
        Ok::<_, Refusal>(
            tenants::table
                .order(tenants::id)
                .select(tenants::updated_at)
                .load(conn)?,
        )
    });
    read.await.unwrap()
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
        let before = (app.row_counts().await, updated_at(&app).await);
        app.clock.advance(Span::seconds(1));
        world.lead.post(POLICY, &change(policy(90, 24), policy(90, 24))).await.expect(200);
        assert_eq!((app.row_counts().await, updated_at(&app).await), before);
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
        let early = world.issue(&early).await;
        assert_eq!(terms(&world, &early).await, (Span::days(30), Span::hours(72)));
        world.agent.post(POLICY, &change(first(), policy(7, 1))).await.expect(200);
        // What is out keeps its end; what was granted for longer gets as long as the policy allows now.
        assert_eq!(terms(&world, &early).await, (Span::days(30), Span::hours(72)));
        let late = world.issue(&late).await;
        assert_eq!(terms(&world, &late).await, (Span::days(7), Span::hours(1)));
        // Issued again, the early one is a new token.
        let version = world.agent.get(&format!("/api/v1/tokens/{early}")).await.expect(200)["summary"]["version"].clone();
        let again = json!({"version": version, "reason": "The secret was lost."});
        let again = world.agent.post(&format!("/api/v1/tokens/{early}/reissue"), &again).await.expect(201);
        assert_eq!(terms(&world, &text(&again["token"])).await, (Span::days(7), Span::hours(1)));
    }

    async fn it_counts_for_what_is_approved_from_now_on(app) {
        let world = World::make(&app).await;
        let (id, _partner) = world.confirmed(&app).await;
        let path = format!("/api/v1/requests/{id}/approve");
        let mut body = world.approval(&id).await;
        world.agent.post(POLICY, &change(first(), policy(7, 1))).await.expect(200);
        body["ends_at"] = json!((app.app.clock.now() + Span::days(8)).to_string());
        let refused = world.admin.post(&path, &body).await.expect(422);
        assert_eq!(refused["errors"][0]["code"], "beyond_policy");
        // Without an end of its own a wish for longer is cut to what is allowed.
        body["ends_at"] = Value::Null;
        world.admin.post(&path, &body).await.expect(204);
        let detail = world.admin.get(&format!("/api/v1/requests/{id}")).await.expect(200);
        let end = text(&detail["decision"]["ends_at"]).parse::<Instant>().unwrap();
        assert_eq!(end - app.app.clock.now(), Span::days(7));
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
