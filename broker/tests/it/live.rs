//! The live stream of a person.

use diesel::prelude::*;
use serde_json::json;
use tessera_broker::db::schema::memberships;

use crate::on_both;
use crate::support::everything;
use crate::support::world::{World, text};

on_both! {
    async fn the_stream_of_who_leaves_a_tenant_ends_however_busy_it_is(app) {
        let world = World::make(&app).await;
        let me = world.lead.outside().get("/api/v1/me").await.expect(200);
        let (user, tenant) = (text(&me["id"]), world.halden.to_string());
        let mut stream = world.lead.open_stream("/api/v1/me/events").await;
        let mut heard = String::new();
        let gateways = world.agent.get("/api/v1/gateways").await.expect(200);
        let rotate = format!("/api/v1/gateways/{}/rotate", text(&gateways["items"][0]["id"]));
        let happen = async || {
            world.agent.post(&rotate, &json!({"overlap_hours": 24})).await.expect(200);
        };
        while !heard.contains("event: change") {
            happen().await;
            heard.push_str(&String::from_utf8_lossy(&stream.chunk().await.unwrap().unwrap()));
        }
        app.app
            .act(everything(), move |tx| {
                let of_halden = memberships::user_id.eq(user).and(memberships::tenant_id.eq(tenant));
                assert_eq!(diesel::delete(memberships::table.filter(of_halden)).execute(&mut **tx)?, 1);
                Ok(())
            })
            .await
            .unwrap();
        // Things go on happening, so only the clock can make it look again.
        let begun = std::time::Instant::now();
        while stream.chunk().await.unwrap().is_some() {
            assert!(begun.elapsed().as_secs() < 30, "still told");
            happen().await;
        }
    }
}
