//! The overview of one customer and of all customers of a person, and the lists behind its figures.

use serde_json::{Value, json};
use tessera_broker::clock::Clock;
use tessera_broker::tokens::usage;
use tessera_shared::instant::{Instant, Span};

use crate::on_both;
use crate::support::TestApp;
use crate::support::client::Client;
use crate::support::play::newest_link;
use crate::support::world::{PASSWORD, World, text};

/// Another token, and its secret.
async fn working_token(app: &TestApp, world: &World) -> (String, String) {
    let (request, _) = world.approved(app).await;
    let token = world.issue(&request).await;
    let link = newest_link(app).await;
    let nobody = Client::anonymous(&app.base);
    let opened = nobody.post(&link.path, &link.body(1)).await.expect(200);
    (token, link.token(&opened))
}

async fn listed(caller: &Client, query: &str) -> Vec<String> {
    let page = caller.get(&format!("/api/v1/tokens?{query}")).await.expect(200);
    let items = page["items"].as_array().unwrap().iter();
    items.map(|token| text(&token["id"])).collect()
}

async fn mine(caller: &Client) -> Value {
    caller.outside().get("/api/v1/me/overview?days=30").await.expect(200)
}

fn slugs(rows: &Value) -> Vec<String> {
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| text(&row["tenant"]["slug"])).collect()
}

on_both! {
    async fn lists_show_the_tokens_that_were_counted(app) {
        let world = World::make(&app).await;
        let (_, busy) = working_token(&app, &world).await;
        let (idle, _) = working_token(&app, &world).await;
        let (ended, secret) = working_token(&app, &world).await;
        world.try_change(&ended, "revoke").await.expect(204);
        app.clock.advance(Span::days(8));
        let agent = Client::sign_in(&app.base, "agent@support.example", PASSWORD).await.in_tenant(world.halden);
        assert_eq!(world.verify(&app, &busy).await, 200);
        assert_eq!(world.verify(&app, &secret).await, 401);
        usage::flush(&app.app).await.unwrap();

        let overview = agent.get("/api/v1/tenant/overview?days=30").await.expect(200);
        let as_of: Instant = text(&overview["as_of"]).parse().unwrap();
        assert_eq!(as_of, app.clock.now());
        assert_eq!(overview["refusals_24h"], json!([{"reason": "revoked", "count": 1}]));

        let steps = overview["last_use"].as_array().unwrap();
        let days: Vec<_> = steps.iter().map(|step| step["days"].as_u64().unwrap()).collect();
        assert_eq!(days, [0, 1, 7, 30, 90]);
        assert_eq!((&steps[0]["used"], &steps[2]["unused"]), (&json!(1), &json!(1)));
        assert_eq!(listed(&agent, &format!("idle_since={}", as_of - Span::days(7))).await, std::slice::from_ref(&idle));
        assert!(listed(&agent, &format!("idle_since={}", as_of - Span::days(30))).await.is_empty());

        let soon = as_of + Span::days(30);
        assert_eq!(overview["expiring_30d"], json!(2));
        assert_eq!(overview["expiring_unused"], json!(1));
        assert_eq!(listed(&agent, &format!("ends_before={soon}")).await.len(), 2);
        assert!(listed(&agent, &format!("ends_from={soon}")).await.is_empty());
        for day in overview["expiring"].as_array().unwrap() {
            let from: Instant = text(&day["day"]).parse().unwrap();
            if day["count"] != json!(0) {
                let ends = listed(&agent, &format!("ends_from={from}&ends_before={}", from + Span::days(1))).await;
                assert_eq!(json!(ends.len()), day["count"], "{from}");
            }
        }

        let partners = overview["partners"].as_array().unwrap();
        assert!(!partners.is_empty());
        for partner in partners {
            let tokens = listed(&agent, &format!("state=active&partner={}", text(&partner["partner"]))).await;
            assert_eq!(json!(tokens.len()), partner["active_tokens"]);
        }
        agent.get("/api/v1/tokens?ends_before=tomorrow").await.refused(400);
        agent.get("/api/v1/tenant/overview?days=8").await.refused(400);
    }

    async fn all_customers_of_a_person_and_no_others(app) {
        let world = World::make(&app).await;
        let quay = world.seen_from_quay().await;
        world.approved(&app).await;
        quay.confirmed(&app).await;
        working_token(&app, &quay).await;

        let lead = mine(&world.lead).await;
        assert_eq!(lead["customers"], json!(2));
        let whole = &lead["overview"];
        assert_eq!((&whole["to_issue"], &whole["to_decide"], &whole["active_tokens"]), (&json!(1), &json!(1), &json!(1)));
        assert_eq!(whole["funnel"]["submitted"], json!(3));
        assert_eq!(whole["expiring_unused"], Value::Null);
        // What the lead can issue comes first; deciding is for others.
        assert_eq!(slugs(&lead["waiting"]), ["halden-rail", "northquay"]);
        assert_eq!(lead["waiting"][0]["tenant"]["waiting"], json!(1));
        assert_eq!(lead["waiting"][1]["tenant"]["waiting"], json!(0));
        let mut seen = slugs(&lead["gateways"]);
        seen.sort();
        assert_eq!(seen, ["halden-rail", "northquay"]);
        assert_eq!(lead["gateways"][0]["unseen"], json!(1));

        let admin = mine(&quay.admin).await;
        assert_eq!((&admin["customers"], &admin["overview"]["to_issue"]), (&json!(1), &json!(0)));
        assert_eq!(slugs(&admin["waiting"]), ["northquay"]);
        assert_eq!(admin["waiting"][0]["tenant"]["waiting"], json!(1));

        let agent = mine(&world.agent).await;
        assert_eq!(agent["customers"], json!(1));
        assert_eq!(agent["overview"]["active_tokens"], json!(0));
        assert_eq!(slugs(&agent["waiting"]), ["halden-rail"]);
        assert_eq!(slugs(&agent["gateways"]), ["halden-rail"]);
        world.agent.outside().get("/api/v1/me/overview?days=8").await.refused(400);
        let owner = mine(&World::platform_owner(&app).await).await;
        assert_eq!((&owner["customers"], &owner["waiting"]), (&json!(0), &json!([])));
    }

    async fn an_answer_is_kept_for_seconds_but_not_across_memberships(app) {
        let world = World::make(&app).await;
        let quay = world.seen_from_quay().await;
        quay.approved(&app).await;
        assert_eq!(mine(&world.agent).await["overview"]["to_issue"], json!(0));
        world.approved(&app).await;
        assert_eq!(mine(&world.agent).await["overview"]["to_issue"], json!(0));
        app.clock.advance(Span::seconds(11));
        assert_eq!(mine(&world.agent).await["overview"]["to_issue"], json!(1));

        let me = world.agent.outside().get("/api/v1/me").await.expect(200);
        let place = format!("/api/v1/people/{}/place", text(&me["id"]));
        let body = json!({"tenants": ["northquay"], "role": "support_agent", "preview": false});
        world.lead.outside().post(&place, &body).await.expect(200);
        let both = mine(&world.agent).await;
        assert_eq!((&both["customers"], &both["overview"]["to_issue"]), (&json!(2), &json!(2)));
    }
}
