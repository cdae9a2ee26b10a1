//! Every order in which reloads, revokes, sweeps and checks can meet, tried one by one by loom. The rule
//! and the mark of freshness are those of the index; only the table and the atomic number are loom's.

use std::sync::atomic::Ordering;
use std::time::Instant as Steady;

use loom::sync::Arc;
use loom::sync::atomic::AtomicU64;
use loom::thread;
use tessera_shared::instant::{Instant, Span};

use super::{Entry, LINGER, Slots, Table};
use crate::tokens::index::freshness::{Freshness, Word};

/// When the token of the tests ends, once it was changed.
const END: Instant = Instant::from_millis(1_000_000);
/// When it would have ended.
const LATER: Instant = Instant::from_millis(9_000_000);

/// A token as the model knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Held {
    version: u32,
    good: bool,
}

const FIRST: Held = Held { version: 1, good: true };
const REVOKED: Held = Held {
    version: 2,
    good: false,
};

impl Entry for Held {
    fn version(&self) -> u32 {
        self.version
    }

    fn expires_at(&self) -> Instant {
        if *self == FIRST { LATER } else { END }
    }
}

/// One place, which changes hands in one step as those of a real table do. Nothing is 0.
#[derive(Default)]
struct Place(AtomicU64);

impl Place {
    fn pack(held: Option<Held>) -> u64 {
        held.map_or(0, |held| u64::from(held.version) << 1 | u64::from(held.good))
    }

    fn unpack(word: u64) -> Option<Held> {
        let version = u32::try_from(word >> 1).unwrap();
        (version > 0).then_some(Held {
            version,
            good: word & 1 == 1,
        })
    }

    fn read(&self) -> Option<Held> {
        Self::unpack(self.0.load(Ordering::Acquire))
    }

    /// Until nobody came between. What is there is read by an addition of nothing: the checker takes that for a
    /// writing, and so tries all of it before whatever others do, which after a mere reading it would not.
    fn change(&self, decide: impl Fn(Option<Held>) -> Option<Option<Held>>) {
        let mut seen = self.0.fetch_add(0, Ordering::AcqRel);
        while let Some(new) = decide(Self::unpack(seen)) {
            let done = self
                .0
                .compare_exchange(seen, Self::pack(new), Ordering::AcqRel, Ordering::Acquire);
            match done {
                Ok(_) => return,
                Err(other) => seen = other,
            }
        }
    }
}

impl Table for Place {
    type Key = ();
    type Entry = Held;

    fn replace(&self, (): (), decide: impl Fn(Option<&Held>) -> Option<Held>) {
        self.change(|held| decide(held.as_ref()).map(Some));
    }

    fn retain(&self, keep: impl Fn(&Held) -> bool) {
        self.change(|held| held.filter(|held| !keep(held)).map(|_dropped| None));
    }
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

impl Slots<Place> {
    fn take(&self, held: Held) {
        self.apply((), held.version, || held);
    }

    fn read(&self) -> Option<Held> {
        self.table().read()
    }
}

fn slots(held: Option<Held>) -> Arc<Slots<Place>> {
    let slots = Slots::<Place>::default();
    if let Some(held) = held {
        slots.take(held);
    }
    Arc::new(slots)
}

/// Runs `act` on another thread.
fn beside(slots: &Arc<Slots<Place>>, act: impl Fn(&Slots<Place>) + 'static) -> thread::JoinHandle<()> {
    let slots = Arc::clone(slots);
    thread::spawn(move || act(&slots))
}

#[test]
fn no_reload_brings_back_what_was_revoked() {
    for held in [None, Some(FIRST)] {
        loom::model(move || {
            let slots = slots(held);
            // Its reading of the database began before the revoke, and ends whenever.
            let reload = beside(&slots, |slots| slots.take(FIRST));
            let revoke = beside(&slots, |slots| {
                slots.take(REVOKED);
                assert_eq!(slots.read(), Some(REVOKED), "acknowledged, and yet it passes");
            });
            // A sweep as late as it can be while a reading from before the revoke may still run.
            slots.sweep(END + LINGER - Span::millis(1));
            revoke.join().unwrap();
            assert_eq!(slots.read(), Some(REVOKED));
            reload.join().unwrap();
            assert_eq!(slots.read(), Some(REVOKED));
            slots.sweep(END + LINGER);
            assert_eq!(slots.read(), None, "it is over and stays");
        });
    }
}

#[test]
fn whatever_the_order_the_newest_version_stays() {
    loom::model(|| {
        let resumed = Held { version: 3, good: true };
        let slots = slots(Some(FIRST));
        let others = [REVOKED, resumed].map(|held| beside(&slots, move |slots| slots.take(held)));
        slots.take(FIRST);
        for other in others {
            other.join().unwrap();
        }
        assert_eq!(slots.read(), Some(resumed));
    });
}

#[test]
fn who_sees_that_the_index_is_fresh_sees_what_made_it_so() {
    loom::model(|| {
        let slots = slots(Some(FIRST));
        let mark = Arc::new(Freshness::<AtomicU64>::stale());
        let told = Arc::clone(&mark);
        // Another node revoked it; this one takes that in and says so, in this order.
        let sync = beside(&slots, move |slots| {
            let look = Steady::now();
            slots.take(REVOKED);
            told.since(look);
        });
        let reload = beside(&slots, |slots| slots.take(FIRST));
        if mark.holds() {
            assert_eq!(slots.read(), Some(REVOKED), "fresh, and yet it passes");
        }
        sync.join().unwrap();
        reload.join().unwrap();
        assert!(mark.holds());
        assert_eq!(slots.read(), Some(REVOKED));
    });
}
