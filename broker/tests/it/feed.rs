//! The feed of events for gateways, and the receipts that come of it.

use std::time::Duration;

use serde_json::{Value, json};
use tessera_shared::instant::Span;

use crate::issuers::reader::Reader;
use crate::issuers::{jwt, nobody, working_token};
use crate::on_both;
use crate::support::client::Client;
use crate::support::process::Process;
use crate::support::world::{World, gateway_body, text};
use crate::support::{On, TestApp};

const PATIENCE: Duration = Duration::from_mins(1);

/// An open feed, read frame by frame.
pub struct Feed {
    stream: reqwest::Response,
    rest: String,
    reader: Reader,
}

/// One frame: its id, its name, and what it says.
#[derive(Debug)]
struct Frame {
    id: i64,
    event: String,
    said: Value,
}

impl Feed {
    async fn open(app: &TestApp, gateway: &Client) -> Self {
        let stream = gateway.open_stream("/gateway/events").await;
        assert_eq!(stream.status(), 200);
        assert_eq!(stream.headers()["content-type"], "text/event-stream");
        assert_eq!(stream.headers()["cache-control"], "no-store");
        let reader = Reader::of(app).await;
        let rest = String::new();
        Self { stream, rest, reader }
    }

    /// The next frame, its signature verified; none when the feed is over.
    async fn next(&mut self) -> Option<Frame> {
        loop {
            if let Some(end) = self.rest.find("\n\n") {
                let frame: String = self.rest.drain(..end + 2).collect();
                let lines: Vec<(&str, &str)> = frame
                    .trim()
                    .lines()
                    .map(|line| line.split_once(": ").unwrap())
                    .collect();
                let [("id", id), ("event", event), ("data", data)] = lines[..] else {
                    panic!("{frame}");
                };
                let said = self
                    .reader
                    .claims(data, "gateway-event+jwt")
                    .expect("signed by the tenant");
                let frame = Frame {
                    id: id.parse().unwrap(),
                    event: event.to_owned(),
                    said,
                };
                assert_eq!(frame.said["seq"], frame.id);
                assert_eq!(frame.said["event"], *frame.event);
                return Some(frame);
            }
            let chunk = tokio::time::timeout(PATIENCE, self.stream.chunk())
                .await
                .expect("a frame a second");
            self.rest += std::str::from_utf8(&chunk.unwrap()?).unwrap();
        }
    }

    /// The next frame with this name.
    async fn find(&mut self, event: &str) -> Frame {
        loop {
            let frame = self.next().await.expect("an open feed");
            if frame.event == event {
                return frame;
            }
        }
    }

    /// What the next change behind `last` made of a token. One from before may be told again.
    async fn token_after(&mut self, last: i64) -> Frame {
        loop {
            let frame = self.find("token").await;
            if frame.id > last {
                return frame;
            }
        }
    }

    /// Reads until the feed is over; says what came.
    async fn rest(mut self) -> Vec<Frame> {
        let mut all = Vec::new();
        while let Some(frame) = self.next().await {
            all.push(frame);
        }
        all
    }
}

fn at_gateway(app: &TestApp, credential: &str) -> Client {
    nobody(app).with("x-gateway-key", credential)
}

async fn ack(gateway: &Client, seq: i64) -> Value {
    gateway
        .post("/gateway/events/ack", &json!({"seq": seq}))
        .await
        .expect(200)
}

async fn add_gateway(caller: &Client, name: &str, environment: &str) -> (String, String) {
    let mut body = gateway_body(name);
    (body["mode"], body["environment"]) = (json!("feed"), json!(environment));
    let made = caller.post("/api/v1/gateways", &body).await.expect(201);
    (text(&made["gateway"]["id"]), text(&made["credential"]))
}

on_both! {
    async fn a_gateway_hears_what_becomes_of_a_token(app) {
        let world = World::make(&app).await;
        let (id, token) = working_token(&app, &world).await;
        jwt(&app, &token).await;
        let gateway = at_gateway(&app, &world.gateway);
        let mut feed = Feed::open(&app, &gateway).await;
        let start = feed.find("start").await;
        assert_eq!(start.said["iss"], format!("{}/halden-rail", app.app.config.public_origin()));
        let mut last = start.id;
        for (verb, state) in [("suspend", "suspended"), ("resume", "active"), ("revoke", "revoked")] {
            world.try_change(&id, verb).await.expect(204);
            let frame = feed.token_after(last).await;
            assert_eq!((&frame.said["token_id"], &frame.said["state"]), (&json!(id), &json!(state)));
            last = frame.id;
        }
        let beat = feed.find("heartbeat").await;
        assert!(beat.id >= last);
        assert_eq!(beat.said["exp"].as_i64().unwrap() - beat.said["iat"].as_i64().unwrap(), 60);
    }

    async fn no_gateway_hears_of_other_tenants_and_environments(app) {
        let world = World::make(&app).await;
        let (id, token) = working_token(&app, &world).await;
        jwt(&app, &token).await;
        let (_, sandbox) = add_gateway(&world.agent, "edge-2", "sandbox").await;
        let (_, foreign) = add_gateway(&world.stranger, "edge-2", "production").await;
        let sandbox = at_gateway(&app, &sandbox);
        let mut here = Feed::open(&app, &sandbox).await;
        here.find("start").await;
        // Another tenant's frames are signed by another key.
        let mut there = at_gateway(&app, &foreign).open_stream("/gateway/events").await;
        let first = there.chunk().await.unwrap().unwrap();
        assert!(std::str::from_utf8(&first).unwrap().contains("event: start"));
        world.try_change(&id, "revoke").await.expect(204);
        let mut beats = 0;
        while beats < 2 {
            let frame = here.next().await.unwrap();
            assert_ne!(frame.event, "token");
            beats += usize::from(frame.event == "heartbeat");
            let chunk = there.chunk().await.unwrap().unwrap();
            assert!(!std::str::from_utf8(&chunk).unwrap().contains("event: token"));
        }
    }

    async fn who_comes_back_is_told_what_was_missed(app) {
        let world = World::make(&app).await;
        let (id, token) = working_token(&app, &world).await;
        let (other, _) = working_token(&app, &world).await;
        jwt(&app, &token).await;
        let gateway = at_gateway(&app, &world.gateway);
        let mut feed = Feed::open(&app, &gateway).await;
        let known = feed.find("heartbeat").await.id;
        drop(feed);
        world.try_change(&id, "revoke").await.expect(204);
        world.try_change(&other, "suspend").await.expect(204);
        let mut feed = Feed::open(&app, &gateway.with("last-event-id", &known.to_string())).await;
        // Nothing that was missed counts as heard before it was told.
        assert_eq!(feed.find("start").await.id, known);
        let mut seen = Vec::new();
        loop {
            let frame = feed.next().await.unwrap();
            match frame.event.as_str() {
                "token" if frame.id > known => seen.push((text(&frame.said["token_id"]), text(&frame.said["state"]))),
                "token" => {}
                _ => break,
            }
        }
        assert_eq!(seen, [(id, "revoked".to_owned()), (other, "suspended".to_owned())]);
        // A number nobody gave: forget everything.
        let mut feed = Feed::open(&app, &gateway.with("last-event-id", "99999999")).await;
        assert_eq!(feed.next().await.unwrap().event, "reset");
        for odd in ["x", "-1", "1.5", "99999999999999999999"] {
            gateway.with("last-event-id", odd).get("/gateway/events").await.refused(422);
        }
    }

    async fn a_feed_ends_with_its_credential(app) {
        let world = World::make(&app).await;
        let (_, token) = working_token(&app, &world).await;
        jwt(&app, &token).await;
        let (id, credential) = add_gateway(&world.agent, "edge-2", "production").await;
        let gateway = at_gateway(&app, &credential);
        let mut feed = Feed::open(&app, &gateway).await;
        feed.find("start").await;
        world.agent.post(&format!("/api/v1/gateways/{id}/rotate"), &json!({"overlap_hours": 0})).await.expect(200);
        feed.rest().await;
        gateway.get("/gateway/events").await.refused(403);
        gateway.post("/gateway/events/ack", &json!({"seq": 1})).await.refused(403);
    }

    async fn a_feed_ends_when_its_credential_does(app) {
        let world = World::make(&app).await;
        let (_, token) = working_token(&app, &world).await;
        jwt(&app, &token).await;
        let (id, credential) = add_gateway(&world.agent, "edge-2", "production").await;
        world.agent.post(&format!("/api/v1/gateways/{id}/rotate"), &json!({"overlap_hours": 1})).await.expect(200);
        let gateway = at_gateway(&app, &credential);
        let mut feed = Feed::open(&app, &gateway).await;
        feed.find("heartbeat").await;
        app.clock.advance(Span::hours(1));
        feed.rest().await;
        gateway.get("/gateway/events").await.refused(403);
    }

    async fn a_gateway_hears_that_its_tenant_is_suspended(app) {
        let world = World::make(&app).await;
        let owner = World::platform_owner(&app).await;
        let (_, token) = working_token(&app, &world).await;
        jwt(&app, &token).await;
        let gateway = at_gateway(&app, &world.gateway);
        let mut feed = Feed::open(&app, &gateway).await;
        feed.find("start").await;
        for (verb, state) in [("suspend", "suspended"), ("resume", "active")] {
            let path = format!("/api/v1/platform/tenants/{}/{verb}", world.halden);
            owner.post(&path, &json!({"reason": "So."})).await.expect(204);
            assert_eq!(feed.find("tenant").await.said["state"], state);
        }
    }

    async fn a_gateway_may_not_open_feeds_without_end(app) {
        let world = World::make(&app).await;
        let (_, token) = working_token(&app, &world).await;
        jwt(&app, &token).await;
        let gateway = at_gateway(&app, &world.gateway);
        let mut open = Vec::new();
        for _ in 0..8 {
            open.push(Feed::open(&app, &gateway).await);
        }
        let refused = gateway.get("/gateway/events").await;
        assert_eq!(refused.headers["retry-after"], "5");
        refused.refused(429);
        open.pop();
        // A closed one is noticed when it is written to.
        while gateway.status_of("/gateway/events").await != 200 {
            tokio::task::yield_now().await;
        }
    }

    async fn a_recall_shows_who_confirmed_it_and_when(app) {
        let world = World::make(&app).await;
        let (id, token) = working_token(&app, &world).await;
        jwt(&app, &token).await;
        let (_, credential) = add_gateway(&world.agent, "edge-2", "production").await;
        add_gateway(&world.agent, "edge-3", "sandbox").await;
        let (gateway, asking) = (at_gateway(&app, &credential), at_gateway(&app, &world.gateway));
        let path = format!("/api/v1/tokens/{id}");
        let recall = || async { world.agent.get(&path).await.expect(200)["recall"].clone() };
        assert_eq!(recall().await, Value::Null);
        assert_eq!(ack(&gateway, 1_000_000).await["confirmed"], 0);
        let mut feed = Feed::open(&app, &gateway).await;
        let start = feed.find("start").await.id;
        world.try_change(&id, "revoke").await.expect(204);
        let told = feed.token_after(start).await;
        let before = recall().await;
        assert_eq!((&before["state"], &before["seq"]), (&json!("revoked"), &json!(told.id)));
        assert_eq!(before["nodes"], json!([{"name": app.app.node, "mode": null, "millis": 0}]));
        assert_eq!(before["gateways"], json!([
            {"name": "edge-1", "mode": "forward_auth", "millis": null},
            {"name": "edge-2", "mode": "feed", "millis": null},
        ]));
        assert_eq!(ack(&gateway, told.id - 1).await["confirmed"], 0);
        app.clock.advance(Span::millis(137));
        assert_eq!(ack(&gateway, told.id).await["confirmed"], 1);
        assert_eq!(ack(&gateway, told.id).await["confirmed"], 0);
        assert_eq!(recall().await["gateways"][1]["millis"], 137);
        assert_eq!(recall().await["gateways"][0]["millis"], Value::Null);
        let counts = app.row_counts().await;
        let foreign = add_gateway(&world.stranger, "edge-9", "production").await.1;
        assert_eq!(ack(&at_gateway(&app, &foreign), told.id).await["confirmed"], 0);
        for body in [json!({"seq": -1}), json!({"seq": "1"}), json!({}), json!({"seq": 1, "gateway": "x"})] {
            let refused = asking.post("/gateway/events/ack", &body).await;
            assert!([400, 422].contains(&refused.status.as_u16()), "{body}");
        }
        let receipts = |counts: &[(&str, i64)]| counts.iter().find(|(table, _)| *table == "receipts").unwrap().1;
        assert_eq!(receipts(&counts), receipts(&app.row_counts().await));
    }
}

#[actix_web::test]
async fn another_node_tells_and_confirms_it_as_well() {
    let app = TestApp::start_with(On::Postgres, |_config| {}).await;
    app.catch_up();
    let world = World::make(&app).await;
    let (id, token) = working_token(&app, &world).await;
    jwt(&app, &token).await;
    let other = Process::start(&app).await;
    let gateway = at_gateway(&app, &world.gateway).at(&other.base);
    let mut feed = Feed::open(&app, &gateway).await;
    let start = feed.find("start").await.id;
    world.try_change(&id, "revoke").await.expect(204);
    assert_eq!(feed.token_after(start).await.said["state"], "revoked");
    let path = format!("/api/v1/tokens/{id}");
    let nodes = || async { world.agent.get(&path).await.expect(200)["recall"]["nodes"].clone() };
    while nodes().await.as_array().unwrap().len() < 2 {
        tokio::task::yield_now().await;
    }
    for node in nodes().await.as_array().unwrap() {
        assert!(node["millis"].as_u64().unwrap() < 5_000, "{node}");
    }
}

/// It takes no bytes, and the feeds of its gateway are counted: the place is free again soon.
#[actix_web::test]
async fn a_reader_that_does_not_read_is_cut() {
    let app = TestApp::start_with(On::Sqlite, |_config| {}).await;
    let world = World::make(&app).await;
    let (id, token) = working_token(&app, &world).await;
    jwt(&app, &token).await;
    let address: std::net::SocketAddr = app.base.trim_start_matches("http://").parse().unwrap();
    let call = format!(
        "GET /gateway/events HTTP/1.1\r\nHost: {address}\r\nX-Gateway-Key: {}\r\n\r\n",
        world.gateway
    );
    let mut deaf = Vec::new();
    for _ in 0..8 {
        let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
        // So that it is full soon.
        socket.set_recv_buffer_size(2_048).unwrap();
        socket.connect(&address.into()).unwrap();
        std::io::Write::write_all(&mut &socket, call.as_bytes()).unwrap();
        deaf.push(socket);
    }
    let gateway = nobody(&app).with("x-gateway-key", &world.gateway);
    while gateway.status_of("/gateway/events").await != 429 {
        tokio::task::yield_now().await;
    }
    for _ in 0..10 {
        world.try_change(&id, "suspend").await.expect(204);
        world.try_change(&id, "resume").await.expect(204);
    }
    let begun = std::time::Instant::now();
    while gateway.status_of("/gateway/events").await != 200 {
        assert!(begun.elapsed() < PATIENCE, "who does not read keeps its place");
        tokio::task::yield_now().await;
    }
    drop(deaf);
}
