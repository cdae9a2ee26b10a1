//! How soon the broker is ready and how much memory it takes.

use std::time::Duration;

use tessera_broker::demo::service::DemoSize;

use crate::Arguments;
use crate::report::{Report, grouped};
use crate::world::{LARGE, World};

/// The size of a demo that nobody asked to be otherwise.
const DEMO: DemoSize = DemoSize {
    tenants: 300,
    tokens: 20_000,
    to_issue: 0,
    ending_soon: 0,
};
const REST: Duration = Duration::from_secs(5);
const MEBIBYTE: f64 = 1_048_576.0;

/// Starts each world once more than it must, since the first start may read from a cold disk.
pub fn measure(arguments: &Arguments, report: &mut Report) {
    let demo = World::on_sqlite(arguments, DEMO);
    let idle = started(arguments, &demo);
    let mebibytes = idle.at_rest / MEBIBYTE;
    report.row(
        "memory at rest, demo data",
        format!("{mebibytes:.0} MB"),
        "≤ 60 MB",
        mebibytes <= 60.0,
    );
    let large = World::on_sqlite(arguments, LARGE);
    let full = started(arguments, &large);
    let what = format!("start to ready, {} tokens", grouped(full.tokens));
    report.row(what, format!("{:.2} s", full.seconds), "≤ 3 s", full.seconds <= 3.0);
    let each = (full.memory - idle.memory) / (full.tokens - idle.tokens);
    let what = format!("memory per token ({:.0} MB in all)", full.memory / MEBIBYTE);
    report.row(what, format!("{each:.0} bytes"), "≤ 130 bytes", each <= 130.0);
}

struct Started {
    seconds: f64,
    /// When it is ready, before any job has run.
    memory: f64,
    /// A while later, when every job has run once.
    at_rest: f64,
    tokens: f64,
}

fn started(arguments: &Arguments, world: &World) -> Started {
    drop(world.serve(arguments));
    let server = world.serve(arguments);
    let memory = server.memory();
    std::thread::sleep(REST);
    Started {
        seconds: server.ready_after.as_secs_f64(),
        memory,
        at_rest: server.memory(),
        tokens: world.tokens_loaded(),
    }
}
