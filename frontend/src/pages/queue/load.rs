//! Loads the queue, and keeps news aside until the reader asks for them.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tessera_shared::dto::queue::{Queue, Topic};
use tessera_shared::ids::TenantId;
use tessera_shared::words::Environment;

use super::model::{RowKey, Whose, news, remove};
use crate::api;
use crate::components::here;
use crate::state::{events, tenant};
use crate::ui::Fault;
use crate::{t, tn};

/// Changes that come in a burst are looked at once.
const SETTLE: Duration = Duration::from_millis(400);

/// The queue on the screen and the one behind it.
#[derive(Clone, Copy)]
pub struct Source {
    /// What is on the screen; nothing while it is on its way.
    pub shown: RwSignal<Option<Result<Queue, Fault>>>,
    /// Over which customer; all of the reader's when none.
    pub tenant: RwSignal<Option<TenantId>>,
    fresh: RwSignal<Option<Queue>>,
    environment: Signal<Option<Environment>>,
    turn: StoredValue<u32>,
    kept: StoredValue<Option<TenantId>>,
}

/// The queue of the active customer, or of all when none is active.
pub fn use_source(environment: Signal<Option<Environment>>) -> Source {
    let source = Source {
        shown: RwSignal::new(None),
        tenant: RwSignal::new(tenant::active_id()),
        fresh: RwSignal::new(None),
        environment,
        turn: StoredValue::new(0),
        kept: StoredValue::new(None),
    };
    Effect::new(move |_| {
        let active = tenant::active().map(|card| card.id);
        // The reader's own act entered a customer: the list over all of them stays.
        let stays = source.tenant.get_untracked().is_none() && active.is_some() && source.kept.get_value() == active;
        if !stays {
            source
                .tenant
                .maybe_update(|tenant| std::mem::replace(tenant, active) != active);
        }
    });
    Effect::new(move |_| {
        source.tenant.track();
        source.environment.track();
        if !tenant::is_entering() {
            source.reload();
        }
    });
    let look = StoredValue::new_local(debounce(SETTLE, move |()| source.look()));
    for topic in [Topic::Requests, Topic::Tokens] {
        events::when_changed(topic, None, move || {
            look.try_update_value(|look| look(()));
        });
    }
    source
}

impl Source {
    /// Reads the queue on the screen; nothing while there is none. Tracked.
    pub fn with_queue<T>(self, read: impl FnOnce(&Queue) -> T) -> Option<T> {
        self.shown
            .with(|shown| shown.as_ref().and_then(|answer| answer.as_ref().ok()).map(read))
    }

    /// The same, untracked.
    pub fn with_queue_untracked<T>(self, read: impl FnOnce(&Queue) -> T) -> Option<T> {
        self.shown
            .with_untracked(|shown| shown.as_ref().and_then(|answer| answer.as_ref().ok()).map(read))
    }

    /// Loads again, with the skeleton.
    pub fn reload(self) {
        self.shown.set(None);
        self.fresh.set(None);
        self.fetch(move |answer| {
            self.shown.try_set(Some(answer));
        });
    }

    /// Puts the news on the screen.
    pub fn show_news(self) {
        if let Some(fresh) = self.fresh.try_update(Option::take).flatten() {
            self.shown.set(Some(Ok(fresh)));
        }
    }

    /// What the news line says; nothing when there are none.
    pub fn news_words(self, whose: Whose) -> Option<String> {
        let fresh = self.fresh.get()?;
        let shown = self.shown.get()?.ok()?;
        match news(&shown, &fresh, whose) {
            0 if whose.keys(&shown) == whose.keys(&fresh) => None,
            0 => Some(t!("The list changed", "A lista mudou").to_owned()),
            new => Some(tn!(u64::try_from(new).unwrap_or(0), "new", "new"; "novo", "novos")),
        }
    }

    /// An act of the reader is about to enter this customer; the list stays.
    pub fn keep(self, tenant: TenantId) {
        self.kept.set_value(Some(tenant));
    }

    /// Takes a row out; answers where the cursor goes. A list that is on its way was asked for before, and is asked for again.
    pub fn done(self, row: RowKey, whose: Whose) -> Option<RowKey> {
        if self.shown.with_untracked(Option::is_none) {
            self.reload();
        }
        let next = self
            .shown
            .try_update(|shown| remove(shown.as_mut()?.as_mut().ok()?, row, whose));
        next.flatten()
    }

    fn look(self) {
        if matches!(self.shown.try_get_untracked(), Some(Some(Ok(_)))) {
            self.fetch(move |answer| {
                if let Ok(queue) = answer {
                    self.fresh.try_set(Some(queue));
                }
            });
        }
    }

    fn fetch(self, then: impl FnOnce(Result<Queue, Fault>) + 'static) {
        let (Some(tenant), Some(environment), Some(turn)) = (
            self.tenant.try_get_untracked(),
            self.environment.try_get_untracked(),
            self.turn.try_get_value(),
        ) else {
            return;
        };
        let turn = turn.wrapping_add(1);
        self.turn.try_set_value(turn);
        spawn_local(async move {
            let answer = match tenant {
                None => api::queue::mine(environment).await,
                Some(_) => api::queue::of_tenant(environment).await,
            };
            // Only the answer to the newest question counts.
            if self.turn.try_get_value() == Some(turn) {
                then(answer.map_err(|error| here::fault(&error, t!("queue", "fila"))));
            }
        });
    }
}
