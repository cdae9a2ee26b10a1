//! Finding anything over all of a person's customers, and a token by a print of its secret.

use aws_lc_rs::digest::{SHA256, digest};
use serde_json::{Value, json};

use crate::on_both;
use crate::support::TestApp;
use crate::support::client::Client;
use crate::support::play::newest_link;
use crate::support::world::{World, text};

const FIND: &str = "/api/v1/me/find";

/// Kinds and names of what is found, in order.
async fn found(caller: &Client, body: &Value) -> Vec<String> {
    let finding = caller.outside().post(FIND, body).await.expect(200);
    let items = finding["items"].as_array().unwrap();
    let line = |item: &Value| {
        format!(
            "{} {} in {}",
            text(&item["kind"]),
            text(&item["name"]),
            text(&item["tenant"]["slug"])
        )
    };
    items.iter().map(line).collect()
}

fn print_of(secret: &str) -> String {
    let hash = digest(&SHA256, secret.as_bytes());
    hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A token of Halden Rail: its secret and its id.
async fn token(app: &TestApp, world: &World) -> (String, String) {
    let (request, _) = world.approved(app).await;
    let id = world.issue(&request).await;
    let link = newest_link(app).await;
    let opened = Client::anonymous(&app.base)
        .post(&link.path, &link.body(1))
        .await
        .expect(200);
    (link.token(&opened), id)
}

async fn add_partner(agent: &Client, name: &str) {
    let email = format!("{}@partners.example", name.replace(' ', "-").to_lowercase());
    let body = json!({"name": name, "contact_name": "Ola", "contact_email": email});
    agent.post("/api/v1/partners", &body).await.expect(201);
}

on_both! {
    async fn each_kind_is_found_where_one_is_by_any_part_of_its_name(app) {
        let world = World::make(&app).await;
        let (_, id) = token(&app, &world).await;
        let row = world.agent.get(&format!("/api/v1/tokens/{id}")).await.expect(200);
        let application = text(&row["summary"]["application"]);
        let part = application[1..].to_uppercase();
        let here = found(&world.agent, &json!({"by": "text", "text": part, "tenant": world.halden})).await;
        for kind in ["request", "token"] {
            let line = format!("{kind} {application} in halden-rail");
            assert!(here.contains(&line), "{line} in {here:?}");
        }
        let wanted = [("DGE-1", "gateway edge-1 in halden-rail"), ("iris", "member Iris in halden-rail")];
        for (typed, line) in wanted {
            let here = found(&world.agent, &json!({"by": "text", "text": typed, "tenant": world.halden})).await;
            assert!(here.contains(&line.to_owned()), "{line} in {here:?}");
        }
        let api = world.agent.get("/api/v1/apis").await.expect(200)["items"][0].clone();
        let typed = format!("{} {}", text(&api["name"]), text(&api["version"]));
        let here = found(&world.agent, &json!({"by": "text", "text": typed[1..], "tenant": world.halden})).await;
        assert_eq!(here, [format!("api {} in halden-rail", text(&api["name"]))]);
    }

    async fn other_customers_are_searched_by_the_beginning_of_a_name(app) {
        let world = World::make(&app).await;
        add_partner(&world.agent, "Fjord Ticketing").await;
        add_partner(&world.stranger, "Fjordline Ferries").await;
        add_partner(&world.stranger, "Old Fjord").await;
        let both = ["partner Fjord Ticketing in halden-rail", "partner Fjordline Ferries in northquay"];
        for tenant in [json!(world.halden), json!(null)] {
            assert_eq!(found(&world.lead, &json!({"by": "text", "text": "FJORD", "tenant": tenant})).await, both);
        }
        let there = ["partner Fjordline Ferries in northquay", "partner Old Fjord in northquay", both[0]];
        assert_eq!(found(&world.lead, &json!({"by": "text", "text": "fjord", "tenant": world.quay})).await, there);
        assert_eq!(found(&world.agent, &json!({"by": "text", "text": "fjord", "tenant": world.quay})).await, [both[0]]);
        assert_eq!(found(&world.lead, &json!({"by": "text", "text": "northq", "tenant": world.halden})).await, ["tenant Northquay in northquay"]);
        assert!(found(&world.lead, &json!({"by": "text", "text": "f", "tenant": null})).await.is_empty());
        assert!(found(&world.lead, &json!({"by": "text", "text": "fj%d", "tenant": world.halden})).await.is_empty());
    }

    async fn a_token_is_found_by_a_print_of_its_secret(app) {
        let world = World::make(&app).await;
        let (secret, id) = token(&app, &world).await;
        let body = json!({"by": "print", "text": print_of(&secret)});
        for caller in [&world.agent, &world.admin, &world.auditor, &world.lead] {
            let finding = caller.outside().post(FIND, &body).await.expect(200);
            let items = finding["items"].as_array().unwrap();
            assert_eq!((items.len(), text(&items[0]["id"])), (1, id.clone()));
            assert_eq!(items[0]["token"]["state"], "active");
            assert_eq!(items[0]["token"]["issued_by"], "Iris");
            assert!(secret.ends_with(text(&items[0]["token"]["hint"]).split('…').nth(1).unwrap()));
        }
        world.try_change(&id, "revoke").await.expect(204);
        let finding = world.agent.outside().post(FIND, &body).await.expect(200);
        assert_eq!(finding["items"][0]["token"]["state"], "revoked");
    }

    async fn a_token_is_found_by_its_hint_in_every_customer_of_the_caller(app) {
        let world = World::make(&app).await;
        let (secret, id) = token(&app, &world).await;
        let end = &secret[secret.len() - 4..];
        for typed in [format!("tsr_pt_…{end}"), format!("tsr_pt_...{end}"), end.to_owned()] {
            let finding = world.lead.outside().post(FIND, &json!({"by": "text", "text": typed, "tenant": world.quay})).await.expect(200);
            assert_eq!(text(&finding["items"][0]["id"]), id, "{typed}");
            let theirs = world.stranger.outside().post(FIND, &json!({"by": "text", "text": typed, "tenant": world.quay})).await;
            assert_eq!(theirs.expect(200)["items"], json!([]), "{typed}");
        }
    }

    async fn a_token_of_others_looks_like_none(app) {
        let world = World::make(&app).await;
        let (secret, _) = token(&app, &world).await;
        let ask = async |print: &str, tenant: Value| {
            world.stranger.outside().post(FIND, &json!({"by": "print", "text": print, "tenant": tenant})).await.plain()
        };
        let real = ask(&print_of(&secret), json!(world.halden)).await;
        assert_eq!(real, ask(&print_of("nothing"), json!(world.quay)).await);
        assert!(real.2.contains("[]"), "{}", real.2);
        let owner = World::platform_owner(&app).await;
        let theirs = owner.outside().post(FIND, &json!({"by": "print", "text": print_of(&secret)})).await;
        assert_eq!(theirs.expect(200)["items"], json!([]));
    }

    async fn what_is_looked_for_is_one_text_or_one_print(app) {
        let world = World::make(&app).await;
        for body in [
            json!({"by": "text", "text": ""}),
            json!({"by": "text", "text": "x".repeat(81)}),
            json!({"by": "print", "text": "abc"}),
            json!({"by": "print", "text": print_of("a").to_uppercase()}),
        ] {
            assert_eq!(world.agent.outside().post(FIND, &body).await.refused(422), "invalid", "{body}");
        }
        world.agent.outside().post(FIND, &json!({"text": "x"})).await.refused(400);
    }
}
