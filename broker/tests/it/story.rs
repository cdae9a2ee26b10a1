//! The story from request to end, step by step, as REST callers play it.

use serde_json::json;
use tessera_shared::instant::Span;

use crate::on_both;
use crate::support::client::Client;
use crate::support::play::{PARTNER_MAIL, newest_link};
use crate::support::world::{World, text};

on_both! {
    async fn a_token_lives_from_request_to_revocation(app) {
        let world = World::make(&app).await;
        let (id, partner) = world.confirmed(&app).await;
        assert!(app.mail_to("admin@halden.example").await.contains(&id));
        world.approve(&id).await;
        let token_id = world.issue(&id).await;
        let link = newest_link(&app).await;
        let nobody = Client::anonymous(&app.base);
        let opened = nobody.post(&link.path, &link.body(1)).await.expect(200);
        let token = link.token(&opened);
        assert_eq!(world.verify(&app, &token).await, 200);

        // To people of another tenant it does not exist, whichever tenant they name.
        let path = format!("/api/v1/tokens/{token_id}");
        for stranger in [
            world.stranger.clone(),
            world.stranger.in_tenant(world.halden),
            world.agent.in_tenant(world.quay),
        ] {
            assert_eq!(stranger.get(&path).await.refused(404), "not_found");
        }

        // The same opener may ask again; somebody else is told that it was opened.
        nobody.post(&link.path, &link.body(1)).await.expect(200);
        assert_eq!(nobody.post(&link.path, &link.body(2)).await.refused(410), "already_opened");

        world.try_change(&token_id, "revoke").await.expect(204);
        assert_eq!(world.verify(&app, &token).await, 401);
        let mine = partner.get("/api/v1/partner/request").await.expect(200);
        assert_eq!(mine["token"]["state"], "revoked");
        let detail = world.auditor.get(&path).await.expect(200);
        let actions: Vec<String> =
            detail["timeline"].as_array().unwrap().iter().map(|event| text(&event["action"])).collect();
        assert_eq!(actions, [
            "request.submitted", "request.confirmed", "request.approved", "token.issued", "delivery.sent",
            "delivery.opened", "delivery.refused", "token.revoked",
        ]);
    }

    async fn a_token_is_refused_at_its_end_without_any_job(app) {
        let world = World::make(&app).await;
        let (id, _partner) = world.approved(&app).await;
        world.issue(&id).await;
        let link = newest_link(&app).await;
        let opened = Client::anonymous(&app.base).post(&link.path, &link.body(1)).await.expect(200);
        let token = link.token(&opened);
        app.clock.advance(Span::millis(Span::days(30).as_millis() - 1));
        assert_eq!(world.verify(&app, &token).await, 200);
        app.clock.advance(Span::millis(1));
        assert_eq!(world.verify(&app, &token).await, 401);
    }

    async fn a_denied_request_is_removed_and_its_audit_stays(app) {
        let world = World::make(&app).await;
        let (id, partner) = world.confirmed(&app).await;
        let mut body = world.decision(&id).await;
        body["reason"] = json!("Not this year.");
        world.admin.post(&format!("/api/v1/requests/{id}/deny"), &body).await.expect(204);
        assert_eq!(world.admin.get(&format!("/api/v1/requests/{id}")).await.refused(404), "not_found");
        assert_eq!(partner.get("/api/v1/partner/request").await.refused(404), "not_found");
        assert!(app.mail_to(PARTNER_MAIL).await.contains("Not this year."));
        assert_eq!(world.audit(&id).await, ["request.denied", "request.confirmed", "request.submitted"]);
    }
}
