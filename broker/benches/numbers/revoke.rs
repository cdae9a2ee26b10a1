//! From revoking on one node to the refusal on another, while that one answers other checks.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;
use tessera_shared::paths;

use crate::Arguments;
use crate::client::{self, Answer, call};
use crate::issue::new_database;
use crate::lists::{Person, sign_in};
use crate::process::Server;
use crate::report::Report;
use crate::world::{EVERYWHERE, SMALL, World};

const REVOCATIONS: usize = 1_000;
const CHECKS_PER_SECOND: u32 = 500;
/// How long somebody waits before asking once more about the same token.
const PAUSE: Duration = Duration::from_micros(500);
/// Nothing may take longer, even between nodes that cannot hear each other.
const NEVER_LONGER: Duration = Duration::from_secs(5);

/// Two nodes over one PostgreSQL.
pub fn measure(arguments: &Arguments, report: &mut Report) {
    let Some(admin) = &arguments.postgres else { return };
    let world = World::on_postgres(arguments, new_database(admin), SMALL);
    let (here, there) = (world.serve(arguments), world.serve_as(arguments, "second"));
    let person = sign_in(&here, EVERYWHERE);
    let (doomed, kept) = split(world.samples(REVOCATIONS * 2));
    let done = AtomicBool::new(false);
    let (mut waits, asked) = thread::scope(|scope| {
        let load = scope.spawn(|| check_steadily(&there, &kept, &done));
        // Also when something unexpected stops this one.
        let stop = StopOnDrop(&done);
        let waits: Vec<Duration> = doomed
            .iter()
            .filter_map(|sample| revoke_and_wait(&here, &there, &person, sample))
            .collect();
        drop(stop);
        (waits, load.join().unwrap())
    });
    waits.sort_unstable();
    let at = |share: f64| waits[((waits.len() - 1) as f64 * share).round() as usize].as_secs_f64() * 1_000.0;
    let (p50, p99, max) = (at(0.5), at(0.99), at(1.0));
    report.row(
        format!(
            "revoke → refused on a second node, {} under {asked:.0} checks/s",
            waits.len()
        ),
        format!("p50 {p50:.0} ms, p99 {p99:.0} ms, max {max:.0} ms"),
        "p99 ≤ 250 ms",
        p99 <= 250.0,
    );
}

/// Tells the other thread to stop.
struct StopOnDrop<'a>(&'a AtomicBool);

impl Drop for StopOnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

type Sample = (String, String);

fn split(samples: Vec<Sample>) -> (Vec<Sample>, Vec<Sample>) {
    let mut kept = samples;
    let doomed = kept.split_off(kept.len() / 2);
    (doomed, kept)
}

fn check((credential, token): &Sample) -> Vec<u8> {
    let bearer = format!("Bearer {token}");
    let headers = [(paths::GATEWAY_HEADER, credential.as_str()), ("authorization", &bearer)];
    call("GET", paths::GATEWAY_VERIFY, &headers, "")
}

/// From sending the revocation to the first refusal; nothing for a token that is over already.
fn revoke_and_wait(here: &Server, there: &Server, person: &Person, sample: &Sample) -> Option<Duration> {
    let check = check(sample);
    let passed = client::send(there.address, &check).unwrap();
    let (token, tenant) = (passed.header("x-tessera-token")?, passed.header("x-tessera-tenant-id")?);
    let person = person.acting_in(tenant);
    let told = |answer: Answer, status: u16| assert_eq!(answer.status, status, "{}", answer.body);
    let path = format!("{}/{token}", paths::TOKENS);
    let found = client::send(here.address, &call("GET", &path, &person.headers(), "")).unwrap();
    let body = json!({"version": found.json()["summary"]["version"], "reason": "measured"}).to_string();
    let revoke = call("POST", &format!("{path}/revoke"), &person.headers(), &body);
    let began = Instant::now();
    told(client::send(here.address, &revoke).unwrap(), 204);
    while client::send(there.address, &check).unwrap().status != 401 {
        assert!(began.elapsed() < NEVER_LONGER, "a revoked token still works");
        thread::sleep(PAUSE);
    }
    Some(began.elapsed())
}

/// Asks at a steady pace until told to stop; says how often a second it did.
fn check_steadily(server: &Server, samples: &[Sample], done: &AtomicBool) -> f64 {
    let calls: Vec<Vec<u8>> = samples.iter().map(check).collect();
    let (began, mut count) = (Instant::now(), 0_u32);
    for call in calls.iter().cycle() {
        if done.load(Ordering::Relaxed) {
            break;
        }
        client::send(server.address, call).unwrap();
        count += 1;
        thread::sleep(
            (began + Duration::from_secs(1) * count / CHECKS_PER_SECOND).saturating_duration_since(Instant::now()),
        );
    }
    f64::from(count) / began.elapsed().as_secs_f64()
}
