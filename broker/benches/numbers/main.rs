//! The numbers of the design, measured in one run on this machine: `make bench`.
//!
//! Everything is measured from outside, against the release binary as a process of its own, over
//! HTTP. What has no meaning by itself stands beside a floor that was measured in the same run: the
//! same server with an empty handler, the same disk with bare syncs.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a measurement stops at what it did not expect, and its table is its output"
)]

mod check;
mod client;
mod contender;
mod disk;
mod floor;
mod issue;
mod jwt;
mod lists;
mod peers;
mod process;
mod report;
mod revoke;
mod start;
mod world;

use std::path::PathBuf;

use clap::Parser;

use crate::report::Report;

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    Check,
    Jwt,
    Revoke,
    Start,
    Issue,
    Lists,
    Peers,
}

/// Measures the release binary against the numbers it has to reach.
#[derive(Debug, Parser)]
struct Arguments {
    /// Measure only this; may be repeated.
    #[arg(long = "only")]
    only: Vec<Part>,
    /// The binary to measure.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/release/tessera"))]
    broker: PathBuf,
    /// A PostgreSQL that keeps what it was told; without one only SQLite is measured.
    #[arg(long, env = "TESSERA_TEST_POSTGRES_URL")]
    postgres: Option<String>,
    /// Where filled databases are kept for the next run.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/bench"))]
    cache: PathBuf,
    /// Peers that were started for a comparison, a file each; without them none is made.
    #[arg(long)]
    peers: Option<PathBuf>,
    /// `cargo bench` says this.
    #[arg(long, hide = true)]
    bench: bool,
    /// Serves the floor instead: always the answer of this file.
    #[arg(long, hide = true, requires = "listen")]
    floor: Option<PathBuf>,
    #[arg(long, hide = true)]
    listen: Option<String>,
}

fn main() {
    let arguments = Arguments::parse();
    if let (Some(answer), Some(listen)) = (&arguments.floor, &arguments.listen) {
        return floor::serve(answer, listen);
    }
    let wanted = |part| arguments.only.is_empty() || arguments.only.contains(&part);
    let mut report = Report::default();
    if wanted(Part::Check) {
        check::measure(&arguments, &mut report);
    }
    if wanted(Part::Jwt) {
        jwt::measure(&arguments, &mut report);
    }
    if wanted(Part::Revoke) {
        revoke::measure(&arguments, &mut report);
    }
    if wanted(Part::Start) {
        start::measure(&arguments, &mut report);
    }
    if wanted(Part::Issue) {
        issue::measure(&arguments, &mut report);
    }
    if wanted(Part::Lists) {
        lists::measure(&arguments, &mut report);
    }
    if let (Some(folder), true) = (&arguments.peers, wanted(Part::Peers)) {
        peers::measure(&arguments, folder, &mut report);
    }
    println!("{report}");
}
