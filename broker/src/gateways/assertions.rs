//! Which assertions of a gateway were shown to this node and could be shown again (RFC 7523 §3, rule 7).
//!
//! In memory: a gateway may sign a new one for each of thousands of calls a second, and a row each would
//! make the database part of every check. So an assertion works once on each node until it ends, at most
//! [`LONGEST`] later, or the node starts anew. What somebody wins who took one off the wire and shows it
//! to another node in that time is an answer about tokens they hold already.

use std::collections::{BTreeMap, HashSet};

use aws_lc_rs::digest::{SHA256, digest};
use tessera_shared::instant::{Instant, Span};

use crate::auth::assertion::Times;

/// What an assertion of a gateway may take.
pub const TIMES: Times = Times {
    longest: LONGEST,
    ahead: Span::seconds(60),
    late: Span::seconds(0),
};
/// How far the end of an assertion may be away.
const LONGEST: Span = Span::minutes(5);
/// Ends are kept together by this many seconds.
const BUCKET: i64 = 15;
/// Assertions of one gateway that could be shown again: about 20 MB, and with those that live for a minute
/// more than 8,000 a second.
const MOST: usize = 1 << 19;
/// Enough of SHA-256 that nobody finds two names alike.
const NAME: usize = 16;

/// Assertions of one gateway.
#[derive(Default)]
pub struct UsedAssertions {
    by_end: BTreeMap<i64, HashSet<[u8; NAME]>>,
    count: usize,
}

/// What was known of an assertion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Nothing: it may pass.
    First,
    /// It has passed.
    Again,
    /// There is no room to remember another one, so none may pass.
    Full,
}

impl UsedAssertions {
    /// Remembers the assertion of that name until it ends.
    pub fn show(&mut self, name: &str, ends_at: Instant, now: Instant) -> Shown {
        self.forget_ended(now);
        let mut short = [0_u8; NAME];
        let hash = digest(&SHA256, name.as_bytes());
        for (to, from) in short.iter_mut().zip(hash.as_ref()) {
            *to = *from;
        }
        if self.by_end.values().any(|names| names.contains(&short)) {
            return Shown::Again;
        }
        if self.count >= MOST {
            return Shown::Full;
        }
        self.by_end.entry(bucket(ends_at)).or_default().insert(short);
        self.count += 1;
        Shown::First
    }

    fn forget_ended(&mut self, now: Instant) {
        while let Some(first) = self.by_end.first_entry().filter(|first| *first.key() < bucket(now)) {
            self.count -= first.remove().len();
        }
    }
}

fn bucket(at: Instant) -> i64 {
    at.unix_seconds().div_euclid(BUCKET)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant::from_millis(1_795_507_200_000);

    #[test]
    fn each_passes_once_until_it_ends() {
        let mut used = UsedAssertions::default();
        let end = NOW + Span::seconds(60);
        assert_eq!(used.show("a", end, NOW), Shown::First);
        assert_eq!(used.show("b", end, NOW), Shown::First);
        assert_eq!(used.show("a", end, NOW + Span::seconds(59)), Shown::Again);
        // The same name with another end is the same name.
        assert_eq!(used.show("a", end + Span::seconds(200), NOW), Shown::Again);
        used.forget_ended(end + Span::seconds(BUCKET));
        assert_eq!((used.by_end.len(), used.count), (0, 0));
    }

    #[test]
    fn without_room_none_passes_until_some_have_ended() {
        let mut used = UsedAssertions::default();
        let end = NOW + Span::seconds(60);
        used.show("a", end, NOW);
        used.count = MOST;
        assert_eq!(used.show("b", end, NOW), Shown::Full);
        assert_eq!(used.show("a", end, NOW), Shown::Again);
        used.count = 1;
        assert_eq!(
            used.show("b", end + Span::seconds(60), end + Span::seconds(BUCKET)),
            Shown::First
        );
        assert_eq!(used.count, 1);
    }
}
