//! Which changes were seen and which may still appear.

use std::collections::BTreeMap;
use std::time::{Duration, Instant as Steady};

/// No transaction is this old: the database ends idle and waiting ones long before.
const OLDEST: Duration = Duration::from_mins(2);
/// More skipped numbers than this are not followed one by one.
const MOST: i64 = 10_000;

/// How many numbers behind the newest one a new start asks for.
const AGAIN: i64 = 1_000;

/// What one node knows of the table of changes.
#[derive(Debug)]
pub struct News {
    newest: i64,
    missing: BTreeMap<i64, Steady>,
    lost: bool,
}

impl News {
    /// Everything up to number `newest` is known, except what had not committed by `begun`: the
    /// last numbers before it are asked for again.
    pub fn since(newest: i64, begun: Steady) -> Self {
        let first = newest.saturating_sub(AGAIN - 1).max(1);
        Self {
            newest,
            missing: (first..=newest).map(|number| (number, begun)).collect(),
            lost: false,
        }
    }

    /// The greatest number seen.
    pub fn newest(&self) -> i64 {
        self.newest
    }

    /// Smaller numbers that may still appear.
    pub fn missing(&self) -> Vec<i64> {
        self.missing.keys().copied().collect()
    }

    /// Whether too much was skipped to be followed.
    pub fn is_lost(&self) -> bool {
        self.lost
    }

    /// Takes note of what a look that began at `begun` has found, by ascending number in each part.
    pub fn saw(&mut self, numbers: &[i64], begun: Steady) {
        for &number in numbers {
            if number <= self.newest {
                self.missing.remove(&number);
                continue;
            }
            let skipped = self.newest + 1..number;
            self.newest = number;
            if number - skipped.start > MOST {
                self.lost = true;
            } else {
                self.missing.extend(skipped.map(|number| (number, begun)));
            }
        }
        self.missing
            .retain(|_, since| begun.saturating_duration_since(*since) < OLDEST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen_to_1(start: Steady) -> News {
        let mut news = News::since(1, start);
        news.saw(&[1], start);
        news
    }

    #[test]
    fn a_number_that_was_skipped_is_asked_for_until_it_appears() {
        let start = Steady::now();
        let mut news = seen_to_1(start);
        news.saw(&[2, 5], start);
        assert_eq!((news.newest(), news.missing()), (5, vec![3, 4]));
        news.saw(&[3, 6], start);
        assert_eq!((news.newest(), news.missing()), (6, vec![4]));
    }

    #[test]
    fn a_number_that_was_rolled_back_is_forgotten_in_time() {
        let start = Steady::now();
        let mut news = seen_to_1(start);
        news.saw(&[3], start);
        news.saw(&[], start + Duration::from_secs(119));
        assert_eq!(news.missing(), vec![2]);
        news.saw(&[], start + OLDEST);
        assert!(news.missing().is_empty());
    }

    #[test]
    fn too_much_to_follow_is_noticed() {
        let mut news = seen_to_1(Steady::now());
        news.saw(&[MOST + 2], Steady::now());
        assert!(!news.is_lost());
        news.saw(&[MOST * 3], Steady::now());
        assert!(news.is_lost());
    }

    #[test]
    fn a_start_asks_again_for_what_may_not_have_committed() {
        let news = News::since(5_000, Steady::now());
        assert_eq!((news.newest(), news.missing().len()), (5_000, 1_000));
        assert!(News::since(0, Steady::now()).missing().is_empty());
    }
}
