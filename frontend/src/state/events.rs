//! What changed on the server, live: a counter per topic and customer that pages watch.

mod stream;

use std::collections::HashMap;

use leptos::prelude::*;
use tessera_shared::dto::queue::{ChangeEvent, Topic};
use tessera_shared::ids::TenantId;

pub use stream::{close, open};

thread_local! {
    static STATE: std::cell::Cell<Option<State>> = const { std::cell::Cell::new(None) };
}

#[derive(Clone, Copy)]
struct State {
    seen: RwSignal<Seen>,
    live: RwSignal<bool>,
}

/// How often what changed.
#[derive(Debug, Default)]
struct Seen {
    changes: HashMap<(Topic, TenantId), u32>,
    /// Times when changes may have been missed, so that everything counts as changed.
    gaps: u32,
}

impl Seen {
    fn add(&mut self, change: &ChangeEvent) {
        *self.changes.entry((change.topic, change.tenant)).or_default() += 1;
    }

    fn count(&self, topic: Topic, tenant: Option<TenantId>) -> u32 {
        let hits = |(known, at): &(Topic, TenantId)| *known == topic && tenant.is_none_or(|tenant| tenant == *at);
        let changes: u32 = self
            .changes
            .iter()
            .filter(|(key, _)| hits(key))
            .map(|(_, times)| times)
            .sum();
        changes + self.gaps
    }
}

/// Makes the signals and begins to follow whether the tab can be seen.
pub fn provide() {
    STATE.set(Some(State {
        seen: RwSignal::new(Seen::default()),
        live: RwSignal::new(false),
    }));
    stream::follow_visibility();
}

/// Whether the stream is open. Tracked.
pub fn is_live() -> bool {
    STATE.get().is_some_and(|state| state.live.get())
}

/// Counts changes of `topic`, in one customer or in all: watch it to know when to look again.
pub fn count(topic: Topic, tenant: Option<TenantId>) -> Memo<u32> {
    Memo::new(move |_| {
        STATE
            .get()
            .map_or(0, |state| state.seen.with(|seen| seen.count(topic, tenant)))
    })
}

/// Does something each time something of `topic` changed, in one customer or in all.
pub fn when_changed(topic: Topic, tenant: Option<TenantId>, act: impl Fn() + 'static) {
    let count = count(topic, tenant);
    Effect::new(move |before: Option<u32>| {
        let now = count.get();
        if before.is_some_and(|before| before != now) {
            untrack(&act);
        }
        now
    });
}

fn set_live(live: bool) {
    if let Some(state) = STATE.get() {
        state
            .live
            .maybe_update(|before| std::mem::replace(before, live) != live);
    }
}

fn changed(change: &ChangeEvent) {
    if let Some(state) = STATE.get() {
        state.seen.update(|seen| seen.add(change));
    }
}

fn missed() {
    if let Some(state) = STATE.get() {
        state.seen.update(|seen| seen.gaps += 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_counts_for_its_customer_and_for_all() {
        let (here, there) = (TenantId::from_u128(1), TenantId::from_u128(2));
        let mut seen = Seen::default();
        let change = |tenant, topic| ChangeEvent { tenant, topic };
        seen.add(&change(here, Topic::Tokens));
        seen.add(&change(there, Topic::Tokens));
        seen.add(&change(there, Topic::Requests));
        assert_eq!(seen.count(Topic::Tokens, Some(here)), 1);
        assert_eq!(seen.count(Topic::Tokens, None), 2);
        assert_eq!(seen.count(Topic::Gateways, None), 0);
    }

    #[test]
    fn a_gap_counts_for_everything() {
        let mut seen = Seen::default();
        seen.gaps += 1;
        assert_eq!(seen.count(Topic::Gateways, Some(TenantId::from_u128(1))), 1);
    }
}
