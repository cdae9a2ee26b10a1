//! How long the index may answer without news from the database.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant as Steady};

/// The index answers for at most this long without news; then it refuses.
pub const MAX_STALE: Duration = Duration::from_secs(5);

/// A number that threads share. Who reads what another wrote also sees what that one did before.
pub trait Word {
    /// One with this value.
    fn new(value: u64) -> Self;
    /// Its value.
    fn load(&self) -> u64;
    /// Gives it a value.
    fn store(&self, value: u64);
    /// Gives it a value, unless it has a greater one.
    fn raise(&self, value: u64);
}

impl Word for AtomicU64 {
    fn new(value: u64) -> Self {
        Self::new(value)
    }

    fn load(&self) -> u64 {
        self.load(Ordering::Acquire)
    }

    fn store(&self, value: u64) {
        self.store(value, Ordering::Release);
    }

    fn raise(&self, value: u64) {
        self.fetch_max(value, Ordering::AcqRel);
    }
}

/// Kept on the machine's steady clock, which nobody can set back.
pub struct Freshness<W = AtomicU64> {
    made: Steady,
    /// Milliseconds after `made`; the largest number means for ever.
    until: W,
}

impl<W: Word> Freshness<W> {
    /// Not fresh until somebody says so.
    pub fn stale() -> Self {
        Self {
            made: Steady::now(),
            until: W::new(0),
        }
    }

    /// Everything that was committed before `look` began is known.
    pub fn since(&self, look: Steady) {
        let until = (look + MAX_STALE).saturating_duration_since(self.made);
        self.until.raise(u64::try_from(until.as_millis()).unwrap_or(0));
    }

    /// Nobody else writes, so nothing can be missed.
    pub fn always(&self) {
        self.until.store(u64::MAX);
    }

    /// Whether it holds now.
    pub fn holds(&self) -> bool {
        let until = self.until.load();
        until == u64::MAX || self.made.elapsed() < Duration::from_millis(until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_ends_by_itself_and_never_shrinks() {
        let freshness: Freshness = Freshness::stale();
        assert!(!freshness.holds());
        let now = Steady::now();
        freshness.since(now);
        assert!(freshness.holds());
        freshness.since(now.checked_sub(MAX_STALE).unwrap());
        assert!(freshness.holds());
    }

    #[test]
    fn an_old_look_is_no_news() {
        let freshness = Freshness {
            made: Steady::now().checked_sub(MAX_STALE * 2).unwrap(),
            until: <AtomicU64 as Word>::new(0),
        };
        freshness.since(Steady::now().checked_sub(MAX_STALE).unwrap());
        assert!(!freshness.holds());
        freshness.always();
        assert!(freshness.holds());
    }
}
