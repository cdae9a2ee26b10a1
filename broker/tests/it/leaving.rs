//! Who is removed, placed elsewhere or given another role is so at once: at every route, on every
//! node, and in streams that are open.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::matrix::objects::Objects;
use crate::matrix::table::{Row, TABLE};
use crate::matrix::there_and_nowhere;
use crate::on_both;
use crate::support::client::Client;
use crate::support::process::Process;
use crate::support::world::{World, text};
use crate::support::{On, TestApp};

/// What is published about streams; routes have no such grace.
const BOUND: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_mins(1);

/// A call in a loop: when each began and how it was answered.
type Log = Rc<RefCell<Vec<(Instant, u16)>>>;

/// Somebody at work: an open stream, and calls that never pause.
struct AtWork {
    /// When the stream closed.
    closed: Rc<Cell<Option<Instant>>>,
    logs: Vec<(&'static str, Log)>,
    stop: Rc<Cell<bool>>,
}

impl AtWork {
    /// Calls `paths` over and over and waits until each was answered with 200.
    async fn begin(who: &Client, paths: &[&'static str]) -> Self {
        let mut stream = who.outside().open_stream("/api/v1/me/events").await;
        stream.chunk().await.unwrap().unwrap();
        let closed = Rc::new(Cell::new(None));
        let seen = Rc::clone(&closed);
        actix_web::rt::spawn(async move {
            while stream.chunk().await.unwrap().is_some() {}
            seen.set(Some(Instant::now()));
        });
        let stop = Rc::new(Cell::new(false));
        let logs = paths.iter().map(|path| {
            let (path, who, stop, log) = (*path, who.clone(), Rc::clone(&stop), Log::default());
            let noted = Rc::clone(&log);
            actix_web::rt::spawn(async move {
                while !stop.get() {
                    let begun = Instant::now();
                    let status = who.get(path).await.status.as_u16();
                    noted.borrow_mut().push((begun, status));
                }
            });
            (path, log)
        });
        let at_work = Self {
            closed,
            logs: logs.collect(),
            stop,
        };
        at_work.until(|(_, status)| *status == 200).await;
        at_work
    }

    /// Waits until every loop has noted something like this.
    async fn until(&self, noted: impl Fn(&(Instant, u16)) -> bool) {
        let begun = Instant::now();
        while !self.logs.iter().all(|(_, log)| log.borrow().iter().any(&noted)) {
            assert!(begun.elapsed() < PATIENCE, "{:?}", self.logs);
            actix_web::rt::task::yield_now().await;
        }
    }

    /// Every call that began after `end` has this status, and the stream closed in time.
    async fn ended(self, end: Instant, status: u16) {
        self.until(|(begun, _)| *begun > end).await;
        while self.closed.get().is_none() {
            assert!(end.elapsed() < PATIENCE, "the stream goes on");
            actix_web::rt::task::yield_now().await;
        }
        let closed = self.closed.get().unwrap().saturating_duration_since(end);
        assert!(closed <= BOUND, "the stream closed after {closed:?}");
        self.stop.set(true);
        for (path, log) in &self.logs {
            let log = log.borrow();
            let late: Vec<u16> = log
                .iter()
                .filter(|(begun, _)| *begun > end)
                .map(|(_, status)| *status)
                .collect();
            assert!(late.iter().all(|got| *got == status), "{path}: {late:?}");
        }
    }
}

async fn id_of(caller: &Client) -> String {
    text(&caller.outside().get("/api/v1/me").await.expect(200)["id"])
}

/// Every route in a tenant is to them what it is to somebody who never was there.
async fn is_a_stranger(who: &Client, objects: &Objects) {
    let rows: Vec<&Row> = TABLE.iter().filter(|row| row.in_tenant()).collect();
    assert!(rows.len() > 30);
    for row in rows {
        let (there, nowhere) = there_and_nowhere(who, row, objects).await;
        assert_eq!(there.status, 404, "{} {}", row.method, row.path);
        let paths = (objects.fill(row.path), Objects::random().fill(row.path));
        let (there, nowhere) = (there.seen_without(&paths.0), nowhere.seen_without(&paths.1));
        assert_eq!(there, nowhere, "{} {}", row.method, row.path);
    }
}

const LISTS: [&str; 3] = ["/api/v1/requests", "/api/v1/tokens", "/api/v1/tenant"];

on_both! {
    async fn who_is_removed_is_a_stranger_at_every_route_at_once(app) {
        let world = World::make(&app).await;
        let (objects, _) = Objects::make(&app, &world).await;
        let remove = format!("/api/v1/members/{}/remove", id_of(&world.agent).await);
        let at_work = AtWork::begin(&world.agent, &LISTS).await;
        world.lead.post(&remove, &json!({"reason": "Moved on."})).await.expect(204);
        let end = Instant::now();
        is_a_stranger(&world.agent, &objects).await;
        at_work.ended(end, 404).await;
        world.agent.outside().get("/api/v1/me").await.expect(200);
    }

    async fn who_is_taken_out_of_many_tenants_is_a_stranger_in_each(app) {
        let world = World::make(&app).await;
        let owner = World::platform_owner(&app).await;
        let there = world.seen_from_quay().await;
        let (quay, _) = Objects::make(&app, &there).await;
        let (halden, _) = Objects::make(&app, &world).await;
        let unplace = format!("/api/v1/people/{}/unplace", id_of(&world.lead).await);
        let at_work = AtWork::begin(&world.lead, &LISTS).await;
        let elsewhere = AtWork::begin(&there.lead, &LISTS).await;
        let both = json!({"tenants": [world.halden.to_string(), world.quay.to_string()], "reason": "A new team."});
        owner.post(&unplace, &both).await.expect(204);
        let end = Instant::now();
        is_a_stranger(&world.lead, &halden).await;
        is_a_stranger(&world.lead, &quay).await;
        at_work.ended(end, 404).await;
        elsewhere.ended(end, 404).await;
    }

    async fn who_is_given_another_role_has_lost_the_first_at_once(app) {
        let world = World::make(&app).await;
        let owner = World::platform_owner(&app).await;
        let place = format!("/api/v1/people/{}/place", id_of(&world.lead).await);
        // Both only look at what is there; leads may look at service accounts that are not, too.
        let at_work = AtWork::begin(&world.lead, &LISTS).await;
        let (retire, body) = (Objects::random().fill("/api/v1/service-accounts/{account}/retire"), json!({"reason": "Done."}));
        world.lead.post(&retire, &body).await.refused(404);
        let role = json!({"tenants": [world.slug], "role": "support_agent", "preview": false});
        let placed: Value = owner.post(&place, &role).await.expect(200);
        assert_eq!(placed["results"][0]["outcome"], json!("changed"));
        let end = Instant::now();
        assert_eq!(world.lead.post(&retire, &body).await.refused(403), "forbidden");
        for row in TABLE.iter().filter(|row| row.in_tenant() && row.mark(2) == 'f') {
            let (there, _) = there_and_nowhere(&world.lead, row, &Objects::random_in(world.halden)).await;
            assert_eq!(there.refused(403), "forbidden", "{} {}", row.method, row.path);
        }
        at_work.ended(end, 200).await;
        // The other tenant is as it was.
        world.lead.in_tenant(world.quay).post(&retire, &body).await.refused(404);
    }
}

#[actix_web::test]
async fn who_is_removed_at_one_node_is_a_stranger_at_the_other() {
    let app = TestApp::start_with(On::Postgres, |_config| {}).await;
    app.catch_up();
    let world = World::make(&app).await;
    let (objects, _) = Objects::make(&app, &world).await;
    let other = Process::start(&app).await;
    let there = world.agent.at(&other.base);
    let remove = format!("/api/v1/members/{}/remove", id_of(&world.agent).await);
    let at_work = AtWork::begin(&there, &LISTS).await;
    world
        .lead
        .post(&remove, &json!({"reason": "Moved on."}))
        .await
        .expect(204);
    let end = Instant::now();
    is_a_stranger(&there, &objects).await;
    at_work.ended(end, 404).await;
}
