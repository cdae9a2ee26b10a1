//! Saved views: a person's own filters, under names, for every customer or for one.

use serde_json::{Value, json};

use crate::garbage::problem;
use crate::matrix::objects::Objects;
use crate::on_both;
use crate::support::client::Client;
use crate::support::world::{World, text};

const VIEWS: &str = "/api/v1/me/views";

fn view(list: &str, name: &str, query: &str, tenant: &Value) -> Value {
    json!({"list": list, "name": name, "query": query, "tenant": tenant})
}

async fn save(person: &Client, body: &Value) -> String {
    text(&person.outside().post(VIEWS, body).await.expect(201)["id"])
}

/// Names of the person's views of a list, as they come.
async fn names(person: &Client, query: &str) -> Vec<String> {
    let views = person.outside().get(&format!("{VIEWS}?{query}")).await.expect(200);
    views["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|view| text(&view["name"]))
        .collect()
}

/// What is written down of the person's views, oldest first.
async fn trail(app: &crate::support::TestApp) -> Vec<(String, Option<String>, String)> {
    use diesel::prelude::*;
    use tessera_broker::db::schema::audit_events as events;
    let read = app.app.db.read(crate::support::everything(), |conn| {
        let views = events::table
            .filter(events::action.like("user.view_%"))
            .order(events::id.asc());
        let columns = (events::action, events::tenant_id, events::label);
        Ok::<_, tessera_broker::outcome::Refusal>(views.select(columns).load(conn)?)
    });
    read.await.unwrap()
}

on_both! {
    async fn a_view_is_saved_found_renamed_and_removed(app) {
        let world = World::make(&app).await;
        let agent = world.agent.outside();
        let body = view("tokens", "Active ones", "q=café&state=active&environment=", &Value::Null);
        let made = agent.post(VIEWS, &body).await.expect(201);
        let saved = json!({"id": made["id"], "list": "tokens", "name": "Active ones", "query": "state=active&q=caf%C3%A9", "tenant": null});
        assert_eq!(made, saved);
        assert_eq!(agent.get(&format!("{VIEWS}?list=tokens")).await.expect(200), json!({"items": [saved], "next": null}));
        let found = world.agent.get("/api/v1/tokens?state=active&q=caf%C3%A9").await.expect(200);
        assert_eq!(found["items"], json!([]), "the list takes what was kept");

        let rename = format!("{VIEWS}/{}/rename", text(&made["id"]));
        agent.post(&rename, &json!({"name": "Working"})).await.expect(204);
        agent.post(&rename, &json!({"name": "Working"})).await.expect(204);
        assert_eq!(names(&agent, "").await, ["Working"]);
        let remove = format!("{VIEWS}/{}/remove", text(&made["id"]));
        agent.post(&remove, &Value::Null).await.expect(204);
        agent.post(&remove, &Value::Null).await.refused(404);
        agent.post(&rename, &json!({"name": "Again"})).await.refused(404);
        assert!(names(&agent, "").await.is_empty());
        let told = ["saved Active ones", "renamed Working", "removed Working"];
        let written = trail(&app).await;
        assert!(written.iter().all(|(_, tenant, _)| tenant.is_none()), "no tenant is told");
        let written: Vec<String> = written.into_iter().map(|(action, _, name)| format!("{} {name}", &action[10..])).collect();
        assert_eq!(written, told);
    }

    async fn a_view_shows_where_it_was_saved_for(app) {
        let world = World::make(&app).await;
        let lead = world.lead.outside();
        let (halden, quay) = (json!(world.halden), json!(world.quay));
        save(&lead, &view("tokens", "b everywhere", "state=active", &Value::Null)).await;
        save(&lead, &view("tokens", "A in Halden", "state=active", &halden)).await;
        save(&lead, &view("tokens", "c in Quay", "state=active", &quay)).await;
        save(&lead, &view("audit", "Audit", "action=token.", &Value::Null)).await;
        assert_eq!(names(&lead, "list=tokens").await, ["b everywhere"]);
        assert_eq!(names(&lead, &format!("list=tokens&tenant={}", world.halden)).await, ["A in Halden", "b everywhere"]);
        assert_eq!(names(&lead, &format!("tenant={}", world.quay)).await, ["Audit", "b everywhere", "c in Quay"]);
        assert_eq!(names(&lead, &format!("list=requests&tenant={}", world.quay)).await, [""; 0]);
        for bad in ["list=gateways", "tenant=tok_01kar8zv4we008007jggzcc86j", "user=me"] {
            problem(&lead.get(&format!("{VIEWS}?{bad}")).await, 400, "malformed");
        }
    }

    async fn nobody_else_sees_or_touches_a_view(app) {
        let world = World::make(&app).await;
        let everywhere = save(&world.agent, &view("tokens", "Mine", "state=active", &Value::Null)).await;
        let here = save(&world.agent, &view("tokens", "Mine here", "state=active", &json!(world.halden))).await;
        let random = Objects::random().view;
        let before = app.contents().await;
        for other in [&world.admin, &world.lead, &world.auditor, &world.stranger] {
            assert!(names(other, &format!("tenant={}", world.halden)).await.is_empty());
            for verb in ["rename", "remove"] {
                let path = |id: &str| format!("{VIEWS}/{id}/{verb}");
                let nothing = other.post(&path(&random), &json!({"name": "Ours"})).await;
                assert_eq!(nothing.status, 404);
                for id in [&everywhere, &here] {
                    let theirs = other.post(&path(id), &json!({"name": "Ours"})).await;
                    assert_eq!(theirs.seen_without(&path(id)), nothing.seen_without(&path(&random)));
                }
            }
        }
        assert_eq!(app.contents().await, before);
        // Nor is a name taken by somebody else's view.
        save(&world.lead, &view("tokens", "Mine", "state=active", &Value::Null)).await;
        problem(&world.agent.post(&format!("{VIEWS}/tok_01kar8zv4we008007jggzcc86j/remove"), &Value::Null).await, 400, "bad_id");
    }

    async fn a_tenant_of_others_is_as_good_as_none(app) {
        let world = World::make(&app).await;
        let before = app.contents().await;
        let into = |tenant: &str| view("tokens", "There", "state=active", &json!(tenant));
        let theirs = world.agent.outside().post(VIEWS, &into(&world.quay.to_string())).await;
        let none = world.agent.outside().post(VIEWS, &into(&Objects::random().tenant)).await;
        assert_eq!(theirs.seen(), none.seen());
        theirs.refused(404);
        assert_eq!(app.contents().await, before);
    }

    async fn a_filter_that_names_an_object_belongs_to_one_customer(app) {
        let world = World::make(&app).await;
        let random = Objects::random();
        for (list, query) in [
            ("tokens", format!("partner={}", random.partner)),
            ("requests", format!("stage=issued&partner={}", random.partner)),
            ("audit", format!("object={}", random.token)),
        ] {
            let loose = world.agent.outside().post(VIEWS, &view(list, "One", &query, &Value::Null)).await;
            let refused = problem(&loose, 422, "invalid");
            assert_eq!((&refused["errors"][0]["pointer"], &refused["errors"][0]["code"]), (&json!("/tenant"), &json!("required")));
            save(&world.agent, &view(list, "One", &query, &json!(world.halden))).await;
        }
    }

    async fn what_the_list_does_not_take_is_not_kept(app) {
        let world = World::make(&app).await;
        let agent = world.agent.outside();
        let before = app.contents().await;
        let long = format!("q={}", "x".repeat(81));
        for (list, query, code) in [
            ("tokens", "", "required"),
            ("tokens", "q=&state=", "required"),
            ("tokens", "state=glowing", "bad_filter"),
            ("tokens", "sort=sideways", "bad_filter"),
            ("tokens", "state=active&state=revoked", "bad_filter"),
            ("tokens", "stage=issued", "bad_filter"),
            ("tokens", "note=a+diary", "bad_filter"),
            ("tokens", "a diary", "bad_filter"),
            ("tokens", "cursor=AAAA", "bad_filter"),
            ("tokens", "limit=100", "bad_filter"),
            ("tokens", "ends_from=tomorrow", "bad_filter"),
            ("tokens", "partner=tok_01kar8zv4we008007jggzcc86j", "bad_filter"),
            ("tokens", "q=a%00b", "bad_characters"),
            ("tokens", &long, "too_long"),
            ("tokens", &"q=x&".repeat(400), "too_long"),
            ("requests", "state=active", "bad_filter"),
            ("audit", "action=a+diary", "bad_filter"),
            ("audit", "object=a+diary", "bad_filter"),
        ] {
            let refused = problem(&agent.post(VIEWS, &view(list, "Mine", query, &json!(world.halden))).await, 422, "invalid");
            assert_eq!((&refused["errors"][0]["pointer"], &refused["errors"][0]["code"]), (&json!("/query"), &json!(code)), "{query}");
        }
        for list in ["gateways", "", "Tokens"] {
            problem(&agent.post(VIEWS, &view(list, "Mine", "q=x", &Value::Null)).await, 400, "malformed");
        }
        assert_eq!(app.contents().await, before);
    }

    async fn a_name_is_short_and_the_only_one(app) {
        let world = World::make(&app).await;
        let agent = world.agent.outside();
        let body = |name: &str| view("tokens", name, "state=active", &Value::Null);
        let id = save(&agent, &body("Über Active")).await;
        let other = save(&agent, &body(&"é".repeat(60))).await;
        let before = app.contents().await;
        let rename = format!("{VIEWS}/{other}/rename");
        for (name, code) in [("", "required"), ("  ", "required"), (" x", "bad_characters"), ("a\nb", "bad_characters"), ("a\u{202e}b", "bad_characters"), (&*"é".repeat(61), "too_long")] {
            for answer in [agent.post(VIEWS, &body(name)).await, agent.post(&rename, &json!({"name": name})).await] {
                let refused = problem(&answer, 422, "invalid");
                assert_eq!((&refused["errors"][0]["pointer"], &refused["errors"][0]["code"]), (&json!("/name"), &json!(code)), "{name:?}");
            }
        }
        problem(&agent.post(VIEWS, &body("ÜBER active")).await, 409, "already_exists");
        problem(&agent.post(&rename, &json!({"name": "über ACTIVE"})).await, 409, "already_exists");
        assert_eq!(app.contents().await, before);
        // Another list, and a customer, have names of their own; and a view may change the case of its own name.
        save(&agent, &view("requests", "Über Active", "q=x", &Value::Null)).await;
        save(&agent, &view("tokens", "Über Active", "q=x", &json!(world.halden))).await;
        agent.post(&format!("{VIEWS}/{id}/rename"), &json!({"name": "über active"})).await.expect(204);
    }

    async fn a_person_keeps_50_views_of_a_list(app) {
        let world = World::make(&app).await;
        let agent = world.agent.outside();
        for number in 0..50 {
            let tenant = if number % 2 == 0 { Value::Null } else { json!(world.halden) };
            save(&agent, &view("tokens", &format!("View {number}"), "state=active", &tenant)).await;
        }
        let one_more = view("tokens", "One more", "state=active", &Value::Null);
        problem(&agent.post(VIEWS, &one_more).await, 409, "not_possible");
        save(&agent, &view("audit", "One more", "action=token.", &Value::Null)).await;
        save(&world.lead, &one_more).await;
    }

    async fn the_last_room_is_taken_once(app) {
        let world = World::make(&app).await;
        let agent = world.agent.outside();
        for number in 0..49 {
            save(&agent, &view("tokens", &format!("View {number}"), "state=active", &Value::Null)).await;
        }
        let tries = (0..8).map(|number| {
            let agent = agent.clone();
            let body = view("tokens", &format!("Last {number}"), "state=active", &Value::Null);
            tokio::spawn(async move { agent.post(VIEWS, &body).await.status.as_u16() })
        });
        let mut codes = Vec::new();
        for one in tries.collect::<Vec<_>>() {
            codes.push(one.await.unwrap());
        }
        codes.sort_unstable();
        assert_eq!(codes, [201, 409, 409, 409, 409, 409, 409, 409]);
    }

    async fn the_same_call_twice_saves_once(app) {
        let world = World::make(&app).await;
        let agent = world.agent.outside().with("idempotency-key", "again");
        let body = view("tokens", "Once", "state=active", &Value::Null);
        let first = agent.post(VIEWS, &body).await.expect(201);
        assert_eq!(agent.post(VIEWS, &body).await.expect(201), first);
        assert_eq!(names(&agent, "").await, ["Once"]);
    }

    async fn views_of_a_customer_go_with_the_membership(app) {
        let world = World::make(&app).await;
        let agent = world.agent.outside();
        save(&agent, &view("tokens", "Everywhere", "state=active", &Value::Null)).await;
        let here = save(&agent, &view("tokens", "Halden", "state=active", &json!(world.halden))).await;
        let me = text(&agent.get("/api/v1/me").await.expect(200)["id"]);
        let in_halden = format!("tenant={}", world.halden);
        assert_eq!(names(&agent, &in_halden).await, ["Everywhere", "Halden"]);
        let remove = format!("/api/v1/members/{me}/remove");
        world.lead.post(&remove, &json!({"reason": "Moved on."})).await.expect(204);
        assert_eq!(names(&agent, &in_halden).await, ["Everywhere"]);
        agent.post(&format!("{VIEWS}/{here}/rename"), &json!({"name": "Still mine"})).await.refused(404);
    }
}
