//! The rule by which entries replace each other, apart from the table they lie in.
//!
//! Who changed a token, who reads it again from the database and who sweeps come in any order and at
//! the same time. Two things keep what was revoked from coming back: an entry gives way only to a newer
//! version of itself, decided and done in one step; and it stays for [`LINGER`] after its end, which is
//! longer than any reading of the database may lag behind what it applies.
//!
//! The rule is written for any table. Tests put it on one whose every step a model checker orders in
//! every way there is.

use tessera_shared::instant::{Instant, Span};

/// How long an entry stays after its end.
pub const LINGER: Span = Span::minutes(1);

/// What the rule has to know of an entry.
pub trait Entry {
    /// Counts changes.
    fn version(&self) -> u32;
    /// Ends here.
    fn expires_at(&self) -> Instant;
}

/// What the rule needs of a table.
pub trait Table {
    /// Under which entries lie.
    type Key;
    /// What lies there.
    type Entry: Entry;

    /// Puts down what `decide` makes of what is there, or leaves that when it makes nothing. Nobody comes between:
    /// where somebody did, it is asked again.
    fn replace(&self, key: Self::Key, decide: impl Fn(Option<&Self::Entry>) -> Option<Self::Entry>);

    /// Drops every entry of which `keep` says no, as it is then.
    fn retain(&self, keep: impl Fn(&Self::Entry) -> bool);
}

/// A table under the rule.
#[derive(Default)]
pub struct Slots<T>(T);

impl<T: Table> Slots<T> {
    /// The table, to be read.
    pub fn table(&self) -> &T {
        &self.0
    }

    /// Takes an entry of this version in, unless this or a newer one is there.
    pub fn apply(&self, key: T::Key, version: u32, make: impl Fn() -> T::Entry) {
        self.0.replace(key, |held| match held {
            Some(held) if held.version() >= version => None,
            _ => Some(make()),
        });
    }

    /// Drops entries that ended longer ago than [`LINGER`].
    pub fn sweep(&self, now: Instant) {
        let past = now - LINGER;
        self.0.retain(|entry| entry.expires_at() > past);
    }
}

#[cfg(test)]
#[path = "slots_model.rs"]
mod model;
