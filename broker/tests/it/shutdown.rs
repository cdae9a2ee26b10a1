//! Stopping on purpose: soon, in order, and without losing anything.

use crate::on_both;
use crate::support::process::Process;
use crate::support::world::{World, gateway_body};

on_both! {
    async fn a_broker_stops_in_order_while_people_watch(app) {
        app.catch_up();
        let world = World::make(&app).await;
        let mut process = Process::start(&app).await;
        let agent = world.agent.at(&process.base);
        let watching = agent.open_stream("/api/v1/me/events").await;
        agent.post("/api/v1/gateways", &gateway_body("edge-2")).await.expect(201);
        assert!(process.terminate().await.success());
        // The stream ended; it was not cut in the middle.
        assert!(watching.text().await.is_ok());

        let again = Process::start(&app).await;
        let gateways = world.agent.at(&again.base).get("/api/v1/gateways").await.expect(200);
        assert_eq!(gateways["items"].as_array().unwrap().len(), 2);
    }
}
