//! Servers measured in turns, so that whatever else happens on the machine happens to all.

use std::time::Duration;

use crate::client::{self, for_some_time, load};
use crate::process::{Seat, median};
use crate::report::{Report, grouped};

const CONNECTIONS: usize = 32;
const ROUNDS: usize = 7;
const ROUND: Duration = Duration::from_secs(3);

/// One server with the calls it gets.
pub struct Contender {
    name: String,
    seat: Seat,
    calls: Vec<Vec<u8>>,
    rounds: Vec<Round>,
}

/// What one round showed.
pub struct Round {
    pub per_second: f64,
    pub p99: f64,
    /// Processor time of the server per call, in microseconds.
    pub cpu: f64,
    p50: f64,
}

impl Contender {
    /// Keeps those of `calls` that the server answers with 200: a kept world grows older, and some of its
    /// tokens end.
    pub fn new(name: impl Into<String>, seat: Seat, mut calls: Vec<Vec<u8>>) -> Self {
        calls.retain(|call| client::send(seat.address, call).unwrap().status == 200);
        assert!(!calls.is_empty(), "nothing to ask {}", seat.address);
        Self {
            name: name.into(),
            seat,
            calls,
            rounds: Vec::new(),
        }
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is asked.
    pub fn calls(&self) -> &[Vec<u8>] {
        &self.calls
    }

    /// The middle of its rounds.
    pub fn median(&self, part: impl Fn(&Round) -> f64) -> f64 {
        median(self.rounds.iter().map(part).collect())
    }

    /// How much more than `floor` it shows of `part`.
    pub fn over(&self, floor: &Contender, part: fn(&Round) -> f64) -> f64 {
        self.median(part) / floor.median(part)
    }

    fn run(&mut self) {
        let before = self.seat.cpu();
        let answered = load(self.seat.address, CONNECTIONS, 200, for_some_time(&self.calls, ROUND));
        self.rounds.push(Round {
            per_second: answered.per_second(),
            p50: answered.quantile(0.5),
            p99: answered.quantile(0.99),
            cpu: (self.seat.cpu() - before) * 1e6 / answered.count() as f64,
        });
    }

    fn tell(&self, report: &mut Report) {
        let rate = self.median(|round| round.per_second);
        let (p50, p99) = (self.median(|round| round.p50), self.median(|round| round.p99));
        let cpu = self.median(|round| round.cpu);
        let figures = format!("{}/s, p50 {p50:.2} ms, p99 {p99:.2} ms, {cpu:.1} µs cpu", grouped(rate));
        report.floor(&self.name, figures);
    }
}

/// Runs all of them round by round and tells what each did. The first round warms up.
pub fn in_turns(report: &mut Report, mut contenders: Vec<&mut Contender>) {
    for _ in 0..=ROUNDS {
        for contender in &mut contenders {
            contender.run();
        }
    }
    for contender in contenders {
        contender.rounds.remove(0);
        contender.tell(report);
    }
}

/// Compares with the floor, by the bars of a check.
pub fn compare(report: &mut Report, what: &str, over: &Contender, floor: &Contender) {
    let rate = over.over(floor, |round| round.per_second);
    let percent = format!("{:.0} %", rate * 100.0);
    report.row(format!("{what} / empty: throughput"), percent, "≥ 90 %", rate >= 0.9);
    let cpu = over.over(floor, |round| round.cpu);
    let what_cpu = format!("{what} / empty: cpu per call");
    report.row(what_cpu, format!("{cpu:.2}×"), "≤ 1.1×", cpu <= 1.1);
    let p99 = over.over(floor, |round| round.p99);
    report.row(
        format!("{what} / empty: p99"),
        format!("{p99:.2}×"),
        "≤ 1.5×",
        p99 <= 1.5,
    );
}
