//! How long the index may answer without news from the database.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant as Steady};

/// The index answers for at most this long without news; then it refuses.
pub const MAX_STALE: Duration = Duration::from_secs(5);

/// Kept on the machine's steady clock, which nobody can set back.
pub struct Freshness {
    made: Steady,
    /// Milliseconds after `made`; the largest number means for ever.
    until: AtomicU64,
}

impl Freshness {
    /// Not fresh until somebody says so.
    pub fn stale() -> Self {
        Self {
            made: Steady::now(),
            until: AtomicU64::new(0),
        }
    }

    /// Everything that was committed before `look` began is known.
    pub fn since(&self, look: Steady) {
        let until = (look + MAX_STALE).saturating_duration_since(self.made);
        self.until
            .fetch_max(u64::try_from(until.as_millis()).unwrap_or(0), Ordering::AcqRel);
    }

    /// Nobody else writes, so nothing can be missed.
    pub fn always(&self) {
        self.until.store(u64::MAX, Ordering::Release);
    }

    /// Whether it holds now.
    pub fn holds(&self) -> bool {
        let until = self.until.load(Ordering::Acquire);
        until == u64::MAX || self.made.elapsed() < Duration::from_millis(until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_ends_by_itself_and_never_shrinks() {
        let freshness = Freshness::stale();
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
            until: AtomicU64::new(0),
        };
        freshness.since(Steady::now().checked_sub(MAX_STALE).unwrap());
        assert!(!freshness.holds());
        freshness.always();
        assert!(freshness.holds());
    }
}
