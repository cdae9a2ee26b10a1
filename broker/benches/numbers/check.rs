//! The check by forward-auth, beside an empty handler that answers the same headers.

use std::time::Duration;

use tessera_shared::paths;

use crate::Arguments;
use crate::client::{self, call, for_some_time, load};
use crate::process::{Server, median};
use crate::report::{Report, grouped};
use crate::world::{LARGE, SMALL, World};

const CONNECTIONS: usize = 32;
const ROUNDS: usize = 7;
const ROUND: Duration = Duration::from_secs(3);
/// Tokens that are in use at the same time.
const IN_USE: usize = 5_000;

/// One server with the calls it gets.
struct Contender {
    server: Server,
    calls: Vec<Vec<u8>>,
    rounds: Vec<Round>,
}

struct Round {
    per_second: f64,
    p50: f64,
    p99: f64,
    /// Processor time of the server per call, in microseconds.
    cpu: f64,
}

impl Contender {
    fn new(server: Server, mut calls: Vec<Vec<u8>>) -> Self {
        // A kept world grows older, and some of its tokens end.
        let good = |call: &Vec<u8>| client::send(server.address, call).unwrap().status == 200;
        calls.retain(good);
        Self {
            server,
            calls,
            rounds: Vec::new(),
        }
    }

    fn run(&mut self) {
        let before = self.server.cpu();
        let answered = load(self.server.address, CONNECTIONS, 200, for_some_time(&self.calls, ROUND));
        self.rounds.push(Round {
            per_second: answered.per_second(),
            p50: answered.quantile(0.5),
            p99: answered.quantile(0.99),
            cpu: (self.server.cpu() - before) * 1e6 / answered.count() as f64,
        });
    }

    fn median(&self, part: impl Fn(&Round) -> f64) -> f64 {
        median(self.rounds.iter().map(part).collect())
    }
}

/// Measures in turns, so that whatever else happens on the machine happens to all.
pub fn measure(arguments: &Arguments, report: &mut Report) {
    let (small, large) = (World::on_sqlite(arguments, SMALL), World::on_sqlite(arguments, LARGE));
    let mut few = Contender::new(small.serve(arguments), calls(&small));
    let mut many = Contender::new(large.serve(arguments), calls(&large));
    let mut empty = floor(arguments, &many);
    for _ in 0..=ROUNDS {
        for contender in [&mut empty, &mut few, &mut many] {
            contender.run();
        }
    }
    // The first round warms up.
    for contender in [&mut empty, &mut few, &mut many] {
        contender.rounds.remove(0);
    }
    tell(report, "empty handler, same headers", &empty);
    tell(report, &tokens("check", &small), &few);
    tell(report, &tokens("check", &large), &many);
    compare(report, &empty, &few, &many);
}

fn tokens(what: &str, world: &World) -> String {
    format!("{what}, {} tokens", grouped(world.tokens_loaded()))
}

fn calls(world: &World) -> Vec<Vec<u8>> {
    let one = |(credential, token): (String, String)| {
        let bearer = format!("Bearer {token}");
        let headers = [(paths::GATEWAY_HEADER, credential.as_str()), ("authorization", &bearer)];
        call("GET", paths::GATEWAY_VERIFY, &headers, "")
    };
    world.samples(IN_USE).into_iter().map(one).collect()
}

/// The empty handler, with the headers of a real answer.
fn floor(arguments: &Arguments, like: &Contender) -> Contender {
    let answer = client::send(like.server.address, &like.calls[0]).unwrap();
    let headers = arguments.cache.join("floor-headers");
    std::fs::write(&headers, answer.head).unwrap();
    let program = std::env::current_exe().unwrap();
    let words = ["--floor", headers.to_str().unwrap()];
    let server = Server::start(&program, &words, &arguments.cache.join("floor.log"));
    Contender::new(server, like.calls.clone())
}

fn tell(report: &mut Report, what: &str, contender: &Contender) {
    let rate = contender.median(|round| round.per_second);
    let (p50, p99) = (contender.median(|round| round.p50), contender.median(|round| round.p99));
    let cpu = contender.median(|round| round.cpu);
    let figures = format!("{}/s, p50 {p50:.2} ms, p99 {p99:.2} ms, {cpu:.1} µs cpu", grouped(rate));
    report.floor(what, figures);
}

fn compare(report: &mut Report, empty: &Contender, few: &Contender, many: &Contender) {
    let ratio = |over: &Contender, under: &Contender, part: fn(&Round) -> f64| over.median(part) / under.median(part);
    let rate = ratio(many, empty, |round| round.per_second);
    report.row(
        "check / empty: throughput",
        format!("{:.0} %", rate * 100.0),
        "≥ 90 %",
        rate >= 0.9,
    );
    let cpu = ratio(many, empty, |round| round.cpu);
    report.row(
        "check / empty: cpu per call",
        format!("{cpu:.2}×"),
        "≤ 1.1×",
        cpu <= 1.1,
    );
    let p99 = ratio(many, empty, |round| round.p99);
    report.row("check / empty: p99", format!("{p99:.2}×"), "≤ 1.5×", p99 <= 1.5);
    let growth = ratio(many, few, |round| round.cpu);
    report.row(
        "cpu per check, few → many tokens",
        format!("{growth:.2}×"),
        "≤ 1.1×",
        growth <= 1.1,
    );
}
