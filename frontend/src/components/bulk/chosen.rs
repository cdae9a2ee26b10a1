//! Which rows are chosen, and what is asked about them.

use leptos::prelude::*;

use super::plan::{Item, Plan};
use super::run;
use crate::api;

/// What is sent of a row: which, of which version, and why.
type Sent = (String, u32, String);

/// The chosen rows of a page and the question on the screen.
#[derive(Clone, Copy)]
pub struct Bulk {
    /// The chosen rows.
    pub chosen: RwSignal<Vec<String>>,
    /// What the dialog asks; rows are taken as they were when it opened.
    pub asking: RwSignal<Option<Plan>>,
    /// Why the last try failed, by row.
    pub failures: RwSignal<Vec<(String, String)>>,
    /// Where a range begins.
    anchor: StoredValue<Option<String>>,
    /// Keys that make calls safe to repeat, by what is sent.
    keys: StoredValue<Vec<(Sent, String)>>,
}

/// A page's choice, empty at first.
pub fn use_bulk() -> Bulk {
    Bulk {
        chosen: RwSignal::new(Vec::new()),
        asking: RwSignal::new(None),
        failures: RwSignal::new(Vec::new()),
        anchor: StoredValue::new(None),
        keys: StoredValue::new(Vec::new()),
    }
}

impl Bulk {
    /// Whether a row is chosen. Tracked.
    pub fn has(self, key: &str) -> bool {
        self.chosen.with(|chosen| chosen.iter().any(|known| known == key))
    }

    /// Chooses a row or lets go of it; a range begins there.
    pub fn toggle(self, key: String) {
        self.anchor.set_value(Some(key.clone()));
        self.chosen.update(|chosen| {
            if chosen.contains(&key) {
                chosen.retain(|known| *known != key);
            } else {
                chosen.push(key);
            }
        });
    }

    /// Chooses everything of `keys` from where the range began to `key`.
    pub fn range_to(self, keys: &[String], key: &str) {
        let range = self.anchor.with_value(|anchor| between(keys, anchor.as_deref(), key));
        self.choose(range);
    }

    /// Chooses these as well.
    pub fn choose(self, keys: &[String]) {
        self.chosen.update(|chosen| {
            let new: Vec<String> = keys.iter().filter(|key| !chosen.contains(key)).cloned().collect();
            chosen.extend(new);
        });
    }

    /// Lets go of these.
    pub fn let_go(self, keys: &[String]) {
        self.chosen.update(|chosen| chosen.retain(|key| !keys.contains(key)));
    }

    /// Lets go of everything.
    pub fn clear(self) {
        self.chosen.set(Vec::new());
        self.failures.set(Vec::new());
    }

    /// Lets go of what is no longer in the list.
    pub fn keep_only(self, keys: &[String]) {
        self.chosen.maybe_update(|chosen| {
            let before = chosen.len();
            chosen.retain(|key| keys.contains(key));
            chosen.len() != before
        });
        self.failures.maybe_update(|failures| {
            let before = failures.len();
            failures.retain(|(key, _)| keys.contains(key));
            failures.len() != before
        });
    }

    /// Why the last try on a row failed. Tracked.
    pub fn failure(self, key: &str) -> Option<String> {
        self.failures
            .with(|failures| failures.iter().find(|(of, _)| of == key).map(|(_, why)| why.clone()))
    }

    /// Asks about an act; nothing when it is for no row.
    pub fn ask(self, plan: Plan) {
        if plan.count() > 0 && run::current().with_untracked(Option::is_none) {
            self.asking.set(Some(plan));
        }
    }

    /// Sends what the dialog shows.
    pub fn confirm(self, reason: &str) {
        let Some(plan) = self.asking.get_untracked() else {
            return;
        };
        let items = plan.items().map(|item| (item.clone(), self.key_for(item, reason)));
        run::start(plan.act, reason.to_owned(), items.collect());
        self.asking.set(None);
    }

    /// The same key as long as the same is sent, so that a second try after a lost answer makes no second token.
    fn key_for(self, item: &Item, reason: &str) -> String {
        let sent = (item.key.clone(), item.version, reason.to_owned());
        let known = self
            .keys
            .with_value(|keys| keys.iter().find(|(of, _)| *of == sent).map(|(_, key)| key.clone()));
        known.unwrap_or_else(|| {
            let key = api::fresh_key();
            self.keys.update_value(|keys| keys.push((sent, key.clone())));
            key
        })
    }
}

/// The keys between two rows, both included, in the order of the list; only `to` when `from` is not there.
fn between<'a>(keys: &'a [String], from: Option<&str>, to: &str) -> &'a [String] {
    let place = |key: &str| keys.iter().position(|known| known == key);
    let Some(end) = place(to) else { return &[] };
    let start = from.and_then(place).unwrap_or(end);
    keys.get(start.min(end)..=start.max(end)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_runs_either_way() {
        let keys = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(between(&keys, Some("c"), "b"), &keys[1..]);
        assert_eq!(between(&keys, Some("a"), "c"), keys);
        assert_eq!(between(&keys, None, "b"), &keys[1..2]);
        assert_eq!(between(&keys[..1], Some("a"), "c"), &keys[..0]);
    }
}
