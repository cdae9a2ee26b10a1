//! People across tenants: who may look, and giving somebody many tenants at once.

use serde_json::{Value, json};

use crate::on_both;
use crate::support::TestApp;
use crate::support::client::Client;
use crate::support::world::{PASSWORD, World, text};

async fn id_of(caller: &Client) -> String {
    text(&caller.outside().get("/api/v1/me").await.expect(200)["id"])
}

fn place(tenants: &[&str], role: &str) -> Value {
    json!({"tenants": tenants, "role": role, "preview": false})
}

fn outcomes(answer: &Value) -> Vec<(String, String)> {
    let results = answer["results"].as_array().unwrap();
    results
        .iter()
        .map(|placed| (text(&placed["slug"]), text(&placed["outcome"])))
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected
        .iter()
        .map(|(slug, outcome)| ((*slug).to_owned(), (*outcome).to_owned()))
        .collect()
}

/// Forty more customers, by their short names.
async fn forty(owner: &Client) -> Vec<String> {
    let mut slugs = Vec::new();
    for number in 0..40 {
        let slug = format!("customer-{number}");
        let body = json!({"slug": slug, "name": format!("Customer {number}"), "accent": "#0f766e"});
        owner.post("/api/v1/platform/tenants", &body).await.expect(201);
        slugs.push(slug);
    }
    slugs
}

async fn rows(app: &TestApp, table: &str) -> i64 {
    app.row_counts()
        .await
        .into_iter()
        .find(|(name, _)| *name == table)
        .unwrap()
        .1
}

on_both! {
    async fn an_agent_is_given_forty_customers_in_one_call(app) {
        let world = World::make(&app).await;
        let owner = World::platform_owner(&app).await;
        let slugs = forty(&owner).await;
        let agent = id_of(&world.agent).await;
        let path = format!("/api/v1/people/{agent}/place");
        let mut all: Vec<&str> = slugs.iter().map(String::as_str).collect();
        all.extend(["halden-rail", "customer-0", "nobody-here"]);

        let mut look = place(&all, "support_agent");
        look["preview"] = json!(true);
        let before = app.row_counts().await;
        let told = owner.post(&path, &look).await.expect(200);
        assert_eq!(app.row_counts().await, before, "looking changes nothing");
        let (members, events) = (rows(&app, "memberships").await, rows(&app, "audit_events").await);
        let done = owner.post(&path, &place(&all, "support_agent")).await.expect(200);
        assert_eq!(done, told, "what was told is what was done");
        let results = outcomes(&done);
        assert_eq!(results.len(), 42, "twice named is once");
        assert!(results[..40].iter().all(|(_, outcome)| outcome == "added"));
        assert_eq!(results[40..], pairs(&[("halden-rail", "unchanged"), ("nobody-here", "unknown")]));
        assert_eq!(rows(&app, "memberships").await, members + 40);
        assert_eq!(rows(&app, "audit_events").await, events + 41, "one in each trail, one in the platform's");

        // It is theirs at once.
        let mine = world.agent.outside().get("/api/v1/me/tenants?q=customer-39").await.expect(200);
        assert_eq!(mine["items"][0]["role"], "support_agent");
        let there = world.agent.in_tenant(text(&mine["items"][0]["id"]));
        let trail = there.get("/api/v1/audit").await.expect(200);
        assert_eq!(trail["items"][0]["action"], "member.added");
        assert_eq!(trail["items"][0]["actor"], "Vera");

        // The page of the person shows it; the role goes up and down.
        let page = owner.get(&format!("/api/v1/people/{agent}")).await.expect(200);
        assert_eq!(page["places"].as_array().unwrap().len(), 41);
        assert_eq!(page["person"]["tenants"], 41);
        assert_eq!(page["person"]["sessions"], 1);
        let up = owner.post(&path, &place(&["customer-1"], "support_lead")).await.expect(200);
        assert_eq!(outcomes(&up), pairs(&[("customer-1", "changed")]));
        let down = owner.post(&path, &place(&["customer-1"], "support_agent")).await.expect(200);
        assert_eq!(outcomes(&down), pairs(&[("customer-1", "changed")]));

        // And out again: all that are named or none.
        let of = |number: usize| page["places"].as_array().unwrap()[number]["tenant"]["id"].clone();
        let gone = format!("/api/v1/people/{agent}/unplace");
        let out = |tenants: Value| json!({"tenants": tenants, "reason": "Moved to another team."});
        owner.post(&gone, &out(json!([of(0), "ten_01kar8zv4we008007jggzcc86j"]))).await.refused(404);
        owner.post(&gone, &json!({"tenants": [of(0)], "reason": ""})).await.refused(422);
        assert_eq!(rows(&app, "memberships").await, members + 40);
        owner.post(&gone, &out(json!([of(0), of(1)]))).await.expect(204);
        assert_eq!(rows(&app, "memberships").await, members + 38);
        world.agent.in_tenant(text(&of(0))).get("/api/v1/tenant").await.refused(404);
    }

    async fn a_lead_places_agents_where_they_lead_and_sees_nothing_else(app) {
        let world = World::make(&app).await;
        let owner = World::platform_owner(&app).await;
        let elsewhere = json!({"slug": "osprey-lines", "name": "Osprey Lines", "accent": "#7c3aed"});
        owner.post("/api/v1/platform/tenants", &elsewhere).await.expect(201);
        let lead = world.lead.outside();
        let agent = id_of(&world.agent).await;
        owner.post(&format!("/api/v1/people/{agent}/place"), &place(&["osprey-lines"], "support_agent")).await.expect(200);

        // Foreign and unknown are the same answer, and so they are for people.
        let path = format!("/api/v1/people/{agent}/place");
        let done = lead.post(&path, &place(&["northquay", "osprey-lines", "nobody-here"], "support_agent")).await.expect(200);
        assert_eq!(outcomes(&done), pairs(&[("northquay", "added"), ("osprey-lines", "unknown"), ("nobody-here", "unknown")]));
        assert_eq!(done["results"][1]["name"], Value::Null);
        let page = lead.get(&format!("/api/v1/people/{agent}")).await.expect(200);
        let names: Vec<&str> = page["places"].as_array().unwrap().iter().filter_map(|place| place["tenant"]["slug"].as_str()).collect();
        assert_eq!(names, ["halden-rail", "northquay"]);
        assert_eq!(page["person"]["tenants"], 2);
        let vera = id_of(&owner).await;
        let stranger = lead.get(&format!("/api/v1/people/{vera}")).await;
        let nobody = lead.get("/api/v1/people/usr_01kar8zv4we008007jggzcc86j").await;
        assert_eq!(stranger.seen_without(&format!("/api/v1/people/{vera}")), nobody.seen_without("/api/v1/people/usr_01kar8zv4we008007jggzcc86j"));
        let people = lead.get("/api/v1/people?q=vera").await.expect(200);
        assert_eq!(people["items"], json!([]));

        // Roles above or of the customer are not theirs to give or take.
        let before = app.row_counts().await;
        for role in ["support_lead", "customer_admin", "customer_auditor", "platform_owner"] {
            assert_eq!(lead.post(&path, &place(&["northquay"], role)).await.refused(422), "invalid");
        }
        let admin = id_of(&world.admin).await;
        let of_admin = format!("/api/v1/people/{admin}/place");
        assert_eq!(lead.post(&of_admin, &place(&["northquay"], "support_agent")).await.refused(409), "not_possible");
        let out = json!({"tenants": [world.halden], "reason": "Out."});
        assert_eq!(lead.post(&format!("/api/v1/people/{admin}/unplace"), &out).await.refused(409), "not_possible");
        let own = id_of(&world.lead).await;
        assert_eq!(lead.post(&format!("/api/v1/people/{own}/place"), &place(&["northquay"], "support_agent")).await.refused(409), "not_possible");
        assert_eq!(lead.post(&format!("/api/v1/people/{own}/unplace"), &out).await.refused(409), "not_possible");
        for nobody in [&world.admin, &world.auditor, &world.agent] {
            nobody.get("/api/v1/people").await.refused(404);
            nobody.post(&path, &place(&["northquay"], "support_agent")).await.refused(404);
        }
        assert_eq!(app.row_counts().await, before);
        assert_eq!(lead.get("/api/v1/me").await.expect(200)["places_people"], true);
        assert_eq!(world.agent.outside().get("/api/v1/me").await.expect(200)["places_people"], false);
    }

    async fn who_is_of_a_customer_or_runs_the_platform_does_not_become_support_there(app) {
        let world = World::make(&app).await;
        let owner = World::platform_owner(&app).await;
        let admin = id_of(&world.admin).await;
        let path = format!("/api/v1/people/{admin}/place");
        let kept = owner.post(&path, &place(&["halden-rail"], "support_agent")).await.expect(200);
        assert_eq!(outcomes(&kept), pairs(&[("halden-rail", "kept")]));
        let vera = id_of(&owner).await;
        assert_eq!(owner.post(&format!("/api/v1/people/{vera}/place"), &place(&["halden-rail"], "support_agent")).await.refused(409), "not_possible");
        let suspend = format!("/api/v1/platform/tenants/{}/suspend", world.quay);
        owner.post(&suspend, &json!({"reason": "The contract ended."})).await.expect(204);
        let agent = id_of(&world.agent).await;
        let still = owner.post(&format!("/api/v1/people/{agent}/place"), &place(&["northquay"], "support_agent")).await.expect(200);
        assert_eq!(outcomes(&still), pairs(&[("northquay", "suspended")]));
        let bad = [json!([]), json!(vec!["a-b"; 201]), json!(["not a slug"])];
        for tenants in bad {
            owner.post(&path, &json!({"tenants": tenants, "role": "support_agent", "preview": false})).await.refused(422);
        }
        let found = owner.get("/api/v1/people?q=HALDEN.example&limit=1").await.expect(200);
        assert_eq!(found["items"].as_array().unwrap().len(), 1);
        let next = text(&found["next"]);
        let rest = owner.get(&format!("/api/v1/people?q=HALDEN.example&limit=1&cursor={next}")).await.expect(200);
        assert_ne!(found["items"][0]["id"], rest["items"][0]["id"]);
        let _signed_in_again = Client::sign_in(&app.base, "admin@halden.example", PASSWORD).await;
        let page = owner.get(&format!("/api/v1/people/{admin}")).await.expect(200);
        assert_eq!(page["person"]["sessions"], 2);
    }
}
