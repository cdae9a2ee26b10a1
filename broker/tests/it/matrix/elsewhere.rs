//! Bodies that name things of a tenant where the caller is nobody.

use serde_json::json;
use tessera_shared::permission::Role;

use super::acts::member;
use super::objects::Objects;
use crate::on_both;
use crate::support::client::Client;
use crate::support::world::{PASSWORD, World, text};

on_both! {
    async fn objects_of_other_tenants_in_bodies_are_as_good_as_none(app) {
        let world = World::make(&app).await;
        let (own, _) = Objects::make(&app, &world).await;
        let (foreign, _) = Objects::make(&app, &world.seen_from_quay().await).await;
        let random = Objects::random();
        let wish = |partner: &str, api: &str| {
            let mut wish = world.wish()["wish"].clone();
            wish["scopes"] = json!([{"api": api, "scope": "seats:read"}]);
            json!({"partner": partner, "wish": wish})
        };
        let path = "/api/v1/requests";
        world.agent.post(path, &wish(&own.partner, &own.api)).await.expect(201);
        let pairs = [
            (wish(&foreign.partner, &own.api), wish(&random.partner, &own.api)),
            (wish(&own.partner, &foreign.api), wish(&own.partner, &random.api)),
        ];
        let before = app.contents().await;
        for (theirs, none) in pairs {
            let (theirs, none) = (world.agent.post(path, &theirs).await, world.agent.post(path, &none).await);
            assert!(theirs.status.is_client_error());
            assert_eq!(theirs.seen_without(""), none.seen_without(""));
        }
        assert_eq!(app.contents().await, before);
    }

    async fn tenants_a_lead_does_not_lead_are_as_good_as_none(app) {
        let world = World::make(&app).await;
        let (email, _) = member(&app, world.halden, Role::SupportLead, None).await;
        let lead = Client::sign_in(&app.base, &email, PASSWORD).await;
        // The agent works in both tenants.
        let agent = text(&world.agent.outside().get("/api/v1/me").await.expect(200)["id"]);
        let place = format!("/api/v1/people/{agent}/place");
        let into = |slug: &str| json!({"tenants": [slug], "role": "support_agent", "preview": false});
        world.lead.post(&place, &into("northquay")).await.expect(200);

        let before = app.contents().await;
        let told = async |slug: &str| {
            let mut told = lead.post(&place, &into(slug)).await.expect(200);
            assert_eq!(told["results"][0]["slug"].take(), json!(slug));
            told
        };
        assert_eq!(told("northquay").await, told("nobody-here").await);
        let unplace = format!("/api/v1/people/{agent}/unplace");
        let out_of = |tenant: &str| json!({"tenants": [tenant], "reason": "So."});
        let theirs = lead.post(&unplace, &out_of(&world.quay.to_string())).await;
        let none = lead.post(&unplace, &out_of(&Objects::random().tenant)).await;
        assert_eq!(theirs.seen(), none.seen());
        theirs.refused(404);
        let (there, nowhere) = (lead.get(&format!("/api/v1/people/{agent}")).await.expect(200), Objects::random().user);
        assert_eq!(there["places"].as_array().unwrap().len(), 1, "the other place is not told");
        lead.get(&format!("/api/v1/people/{nowhere}")).await.refused(404);
        assert_eq!(app.contents().await, before);
    }
}
