//! What people type is found as it stands, in any case, in any alphabet.

use serde_json::json;

use crate::on_both;
use crate::support::client::Client;
use crate::support::world::{World, text};

async fn found(caller: &Client, path: &str) -> Vec<String> {
    let page = caller.get(path).await.expect(200);
    page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| text(&item["name"]))
        .collect()
}

on_both! {
    async fn partners_are_found_by_any_part_of_their_name(app) {
        let world = World::make(&app).await;
        for (number, name) in ["Ärzte Øst", "50% Off_Tours", "50 Tours"].iter().enumerate() {
            let email = format!("ola{number}@p.example");
            let body = json!({"name": name, "contact_name": "Ola", "contact_email": email});
            world.agent.post("/api/v1/partners", &body).await.expect(201);
        }
        let wanted = [
            ("%C3%A4rzte", vec!["Ärzte Øst"]),
            ("%C3%84RZTE%20%C3%B8", vec!["Ärzte Øst"]),
            ("50%25", vec!["50% Off_Tours"]),
            ("off_t", vec!["50% Off_Tours"]),
            ("tours", vec!["50 Tours", "50% Off_Tours"]),
            ("f%25t", vec![]),
        ];
        for (typed, names) in wanted {
            let path = format!("/api/v1/partners?q={typed}");
            assert_eq!(found(&world.agent, &path).await, names, "{typed}");
        }
    }
}
