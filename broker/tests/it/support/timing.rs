//! Whether two kinds of calls can be told apart by how long they take: Welch's t-test on calls made
//! in turns, in an order that chance decides.

use std::time::Instant;

use tessera_broker::random;

/// From here on a difference is taken for one.
const TELLING: f64 = 4.5;
/// A machine that is busy with something else may spoil a round.
const ROUNDS: usize = 3;
/// Calls before the first one that counts.
const WARM_UP: usize = 5;

/// The fastest nine tenths: what is slower was disturbed.
fn undisturbed(sample: &[f64]) -> Vec<f64> {
    let mut sample = sample.to_vec();
    sample.sort_by(f64::total_cmp);
    sample.truncate(sample.len() * 9 / 10);
    sample
}

fn mean_and_error(sample: &[f64]) -> (f64, f64) {
    let size = f64::from(u32::try_from(sample.len()).unwrap());
    let mean = sample.iter().sum::<f64>() / size;
    let variance = sample.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (size - 1.0);
    (mean, variance / size)
}

/// Welch's t of what is undisturbed in two samples.
pub fn welch(one: &[f64], other: &[f64]) -> f64 {
    let (one, other) = (mean_and_error(&undisturbed(one)), mean_and_error(&undisturbed(other)));
    (one.0 - other.0) / (one.1 + other.1).sqrt()
}

/// Fails if in every round calls of `one` take another time than calls of `other`; each is told the
/// number of the pair.
pub async fn alike(what: &str, pairs: usize, one: impl AsyncFn(usize), other: impl AsyncFn(usize)) {
    let mut found = Vec::new();
    for _ in 0..ROUNDS {
        let (mut ones, mut others) = (Vec::new(), Vec::new());
        for pair in 0..pairs + WARM_UP {
            let one_first = random::bytes::<1>().unwrap()[0] < 128;
            for turn in [one_first, !one_first] {
                let begun = Instant::now();
                if turn {
                    one(pair).await;
                } else {
                    other(pair).await;
                }
                let took = begun.elapsed().as_secs_f64();
                if pair >= WARM_UP {
                    if turn { &mut ones } else { &mut others }.push(took);
                }
            }
        }
        let t = welch(&ones, &others);
        if t.abs() < TELLING {
            return;
        }
        found.push(t);
    }
    panic!("{what} can be told apart by time: t = {found:.1?}");
}

/// Times around `mean` as a busy machine gives them: some jitter, and now and then far too long.
fn times(mean: f64, seed: u32) -> Vec<f64> {
    let mut state = seed.wrapping_mul(2_654_435_761);
    let mut chance = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 8) / f64::from(1 << 24)
    };
    (0..150)
        .map(|_| {
            let jitter = (0..4).map(|_| chance()).sum::<f64>() - 2.0;
            let disturbed = if chance() < 0.05 { 3.0 } else { 1.0 };
            mean * (1.0 + 0.06 * jitter) * disturbed
        })
        .collect()
}

#[test]
fn a_twentieth_more_is_seen_and_chance_is_not() {
    for seed in 1..50 {
        let (one, other) = (times(1.0, seed), times(1.0, seed + 1_000));
        assert!(welch(&one, &other).abs() < TELLING, "{seed}");
        assert!(welch(&times(1.05, seed), &other).abs() >= TELLING, "{seed}");
    }
}
