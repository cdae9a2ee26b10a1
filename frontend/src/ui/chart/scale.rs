//! Round numbers for an axis.

use crate::ui::number::{float, length_text, short};

/// What an axis counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Steps {
    /// Things: steps of 1, 2 and 5.
    Count,
    /// Seconds: steps of whole minutes, hours and days.
    Seconds,
}

/// From zero to a round number at or above the largest value, in at most three steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    step: u64,
    top: u64,
    steps: Steps,
}

const LINES: u64 = 3;

impl Scale {
    /// The scale for values up to `max`.
    pub fn new(max: u64, steps: Steps) -> Self {
        let fits = |step: &u64| step.saturating_mul(LINES) >= max;
        let step = match steps {
            Steps::Count => counts().find(fits),
            Steps::Seconds => times().find(fits),
        }
        .unwrap_or(u64::MAX / LINES);
        Self {
            step,
            top: step.saturating_mul(max.div_ceil(step).max(1)),
            steps,
        }
    }

    /// Where `value` lies between `bottom` and `top` of the drawing.
    pub fn y(self, value: u64, bottom: f64, top: f64) -> f64 {
        bottom - float(value) / float(self.top) * (bottom - top)
    }

    /// Grid lines with their labels.
    pub fn lines(self, bottom: f64, top: f64) -> Vec<(f64, String)> {
        (0..=self.top / self.step)
            .map(|index| {
                let value = index * self.step;
                let label = match (value, self.steps) {
                    (0, _) => "0".to_owned(),
                    (_, Steps::Count) => short(value),
                    (_, Steps::Seconds) => length_text(value),
                };
                (self.y(value, bottom, top), label)
            })
            .collect()
    }
}

fn counts() -> impl Iterator<Item = u64> {
    (0..18_u32).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_u64.pow(power)))
}

fn times() -> impl Iterator<Item = u64> {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    const DAY: u64 = 24 * HOUR;
    let short = [
        MINUTE,
        2 * MINUTE,
        5 * MINUTE,
        10 * MINUTE,
        20 * MINUTE,
        30 * MINUTE,
        HOUR,
        2 * HOUR,
        5 * HOUR,
        10 * HOUR,
        20 * HOUR,
        2 * DAY,
        5 * DAY,
    ];
    short
        .into_iter()
        .chain(counts().map(|days| days.saturating_mul(10 * DAY)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_tops() {
        for (max, top) in [(0, 1), (3, 3), (4, 4), (7, 10), (441_210, 600_000)] {
            assert_eq!(Scale::new(max, Steps::Count).top, top, "{max}");
        }
        assert_eq!(Scale::new(30_000, Steps::Seconds).top, 10 * 3_600);
    }

    #[test]
    fn never_more_than_four_lines() {
        for max in 0..5_000 {
            for steps in [Steps::Count, Steps::Seconds] {
                let scale = Scale::new(max, steps);
                assert!(scale.lines(100.0, 0.0).len() <= 4, "{max}");
                assert!(scale.top >= max);
            }
        }
    }
}
