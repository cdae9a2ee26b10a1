//! Which rows are chosen, and what is asked about them.

use leptos::prelude::*;
use tessera_shared::dto::queue::QueueItem;

use super::super::model::{RowKey, between, key_of};
use super::plan::{BulkAct, Plan};
use super::run;
use crate::api;

/// What is sent of a row: which, of which version, and why.
type Sent = (RowKey, u32, String);

/// The chosen rows of a page and the question on the screen.
#[derive(Clone, Copy)]
pub struct Bulk {
    /// The chosen rows.
    pub chosen: RwSignal<Vec<RowKey>>,
    /// What the dialog asks; rows are taken as they were when it opened.
    pub asking: RwSignal<Option<Plan>>,
    /// Why the last try failed, by row.
    pub failures: RwSignal<Vec<(RowKey, String)>>,
    /// Where a range begins.
    anchor: StoredValue<Option<RowKey>>,
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
    pub fn has(self, key: RowKey) -> bool {
        self.chosen.with(|chosen| chosen.contains(&key))
    }

    /// Chooses a row or lets go of it; a range begins there.
    pub fn toggle(self, key: RowKey) {
        self.anchor.set_value(Some(key));
        self.chosen.update(|chosen| {
            if chosen.contains(&key) {
                chosen.retain(|known| *known != key);
            } else {
                chosen.push(key);
            }
        });
    }

    /// Chooses everything of `keys` from where the range began to `key`.
    pub fn range_to(self, keys: &[RowKey], key: RowKey) {
        let range = between(keys, self.anchor.get_value(), key);
        self.choose(&range);
    }

    /// Chooses these as well.
    pub fn choose(self, keys: &[RowKey]) {
        self.chosen.update(|chosen| {
            let new: Vec<RowKey> = keys.iter().filter(|key| !chosen.contains(key)).copied().collect();
            chosen.extend(new);
        });
    }

    /// Lets go of these.
    pub fn let_go(self, keys: &[RowKey]) {
        self.chosen.update(|chosen| chosen.retain(|key| !keys.contains(key)));
    }

    /// Lets go of everything.
    pub fn clear(self) {
        self.chosen.set(Vec::new());
        self.failures.set(Vec::new());
    }

    /// Lets go of what is no longer in the list.
    pub fn keep_only(self, keys: &[RowKey]) {
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
    pub fn failure(self, key: RowKey) -> Option<String> {
        self.failures
            .with(|failures| failures.iter().find(|(of, _)| *of == key).map(|(_, why)| why.clone()))
    }

    /// Asks about an act on these rows; nothing when it is for none of them.
    pub fn ask(self, act: BulkAct, items: Vec<QueueItem>) {
        let plan = Plan::of(act, items);
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
    fn key_for(self, item: &QueueItem, reason: &str) -> String {
        let sent = (key_of(item), item.version, reason.to_owned());
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
