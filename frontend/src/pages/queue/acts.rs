//! What a reader can do with a row. Every act first enters the row's customer, so the screen
//! already shows where it lands, and the call goes out under that customer.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tessera_shared::dto::queue::{Queue, QueueGateway, QueueItem, QueueKind};
use tessera_shared::dto::requests::{DenyRequest, IssueToken};
use wasm_bindgen::JsCast;

use super::bulk::plan::{BulkAct, can_choose};
use super::bulk::plan_of;
use super::load::Source;
use super::model::{RowKey, Whose, find, key_of};
use crate::api::{self, ApiError};
use crate::components::bulk::{Bulk, use_bulk};
use crate::forms::act;
use crate::state::{tenant, toasts};
use crate::tf;

/// Where the cursor is, what is under way, and what follows.
#[derive(Clone, Copy)]
pub struct Acts {
    /// Acts on many rows.
    pub bulk: Bulk,
    source: Source,
    whose: Memo<Whose>,
    /// The row that keys act on.
    pub cursor: RwSignal<Option<RowKey>>,
    /// The row that the next Enter issues.
    pub armed: RwSignal<Option<RowKey>>,
    /// The row that is about to be denied.
    pub denying: RwSignal<Option<QueueItem>>,
    /// An act is under way.
    pub busy: RwSignal<bool>,
    /// Why the last act failed.
    pub failure: RwSignal<Option<String>>,
    repeat_key: StoredValue<Option<(RowKey, String)>>,
    entering: Callback<QueueItem>,
    done: Callback<RowKey>,
    go: Callback<String>,
}

/// The acts of a page that shows `source`; `go` opens a page.
pub fn use_acts(source: Source, whose: Memo<Whose>, go: Callback<String>) -> Acts {
    let cursor = RwSignal::new(None);
    let entering = Callback::new(move |item: QueueItem| source.keep(item.tenant.id));
    let done = Callback::new(move |row| cursor.set(source.done(row, whose.get_untracked())));
    Acts {
        bulk: use_bulk(),
        source,
        whose,
        cursor,
        armed: RwSignal::new(None),
        denying: RwSignal::new(None),
        busy: RwSignal::new(false),
        failure: RwSignal::new(None),
        repeat_key: StoredValue::new(None),
        entering,
        done,
        go,
    }
}

/// The page of a row, for a new tab: it enters the customer by itself.
pub fn href(item: &QueueItem) -> String {
    format!("{}?tenant={}", page_of(item), item.tenant.id)
}

impl Acts {
    /// Whether all rows are of one customer. Tracked.
    pub fn of_one(self) -> bool {
        self.source.tenant.get().is_some()
    }

    /// Opens the page of a row.
    pub fn open(self, item: &QueueItem) {
        tenant::enter(item.tenant.clone());
        self.go.run(page_of(item));
    }

    /// Opens the page of a gateway.
    pub fn open_gateway(self, row: &QueueGateway) {
        tenant::enter(row.tenant.clone());
        self.go.run(format!("/gateways/{}", row.gateway));
    }

    /// The gateway under the cursor. Untracked.
    pub fn gateway_at_cursor(self) -> Option<QueueGateway> {
        let Some(RowKey::Gateway(id)) = self.cursor.get_untracked() else {
            return None;
        };
        let of = |queue: &Queue| queue.gateways.items.iter().find(|row| row.gateway == id).cloned();
        self.source.with_queue_untracked(of).flatten()
    }

    /// The row's button.
    pub fn press(self, item: &QueueItem) {
        if item.kind == QueueKind::Delivery && item.mine {
            self.ask(BulkAct::Resend, vec![item.clone()]);
        } else if item.kind == QueueKind::ToIssue && item.mine {
            self.failure.set(None);
            self.cursor.set(Some(key_of(item)));
            self.armed.set(Some(key_of(item)));
        } else {
            self.open(item);
        }
    }

    /// Takes back the first of the two keystrokes; the focus goes back to the row.
    pub fn disarm(self) {
        self.armed.set(None);
        self.failure.set(None);
    }

    /// Issues the row's token.
    pub fn issue(self, item: &QueueItem) {
        if self.busy.get_untracked() {
            return;
        }
        let (row, id, body) = (key_of(item), item.request, IssueToken { revision: item.version });
        let key = self.key_for(row);
        let (name, address) = (&item.tenant.name, &item.contact_email);
        let said = tf!(
            "Token issued in {name}. The link is on its way to {address}.",
            "Token emitido em {name}. O link está a caminho de {address}."
        );
        self.run(item, said, async move {
            api::requests::issue(id, &body, &key).await.map(|_issued| ())
        });
    }

    /// Denies the row's request.
    pub fn deny(self, item: &QueueItem, reason: String) {
        let id = item.request;
        let body = DenyRequest {
            revision: item.version,
            snapshot: item.snapshot.clone(),
            reason,
        };
        let name = &item.tenant.name;
        let said = tf!(
            "Denied in {name}. The partner is told why.",
            "Negado em {name}. O parceiro recebe o motivo."
        );
        self.run(item, said, async move { api::requests::deny(id, &body).await });
    }

    /// Enters the row's customer and sends the call under it. The outcome is told even when the
    /// reader has left the queue meanwhile.
    fn run(self, item: &QueueItem, said: String, call: impl Future<Output = Result<(), ApiError>> + 'static) {
        let row = key_of(item);
        self.busy.set(true);
        self.failure.set(None);
        self.entering.run(item.clone());
        tenant::enter(item.tenant.clone());
        spawn_local(async move {
            let answer = call.await;
            let left = self.busy.try_set(false).is_some();
            match answer {
                Ok(()) => {
                    toasts::say(&said);
                    self.armed.try_set(None);
                    self.denying.try_set(None);
                    let _gone = self.done.try_run(row);
                }
                Err(error) if left => toasts::complain(&act::words(&error)),
                Err(error) => {
                    self.failure.try_set(Some(act::words(&error)));
                }
            }
        });
    }

    /// The keys of all rows on the screen, from above. Untracked.
    pub fn keys(self) -> Vec<RowKey> {
        let whose = self.whose.get_untracked();
        self.source
            .with_queue_untracked(|queue| whose.keys(queue))
            .unwrap_or_default()
    }

    /// The row under the cursor. Untracked.
    pub fn at_cursor(self) -> Option<QueueItem> {
        let key = self.cursor.get_untracked()?;
        self.source
            .with_queue_untracked(|queue| find(queue, key).cloned())
            .flatten()
    }

    /// The chosen rows, in the order of the list. Tracked.
    pub fn chosen_items(self) -> Vec<QueueItem> {
        let chosen = self.bulk.chosen.get();
        let whose = self.whose.get();
        let items = self.source.with_queue(|queue| {
            let keys = whose.keys(queue);
            let chosen = keys.into_iter().filter(|key| chosen.contains(&key.link_id()));
            chosen.filter_map(|key| find(queue, key).cloned()).collect()
        });
        items.unwrap_or_default()
    }

    /// Asks about an act on these rows; nothing when it is for none of them.
    pub fn ask(self, act: BulkAct, rows: Vec<QueueItem>) {
        self.bulk.ask(plan_of(act, rows));
    }

    /// Chooses everything that can be chosen from where the range began to `item`.
    pub fn choose_to(self, item: &QueueItem) {
        let choosable = |key: &RowKey| matches!(key, RowKey::Item(kind, ..) if can_choose(*kind));
        let keys = self.keys().into_iter().filter(choosable);
        let keys: Vec<String> = keys.map(RowKey::link_id).collect();
        self.bulk.range_to(&keys, &key_of(item).link_id());
    }

    /// Takes a row out; the cursor goes to the row that takes its place.
    pub fn take_out(self, row: RowKey) {
        self.done.run(row);
    }

    /// Lets go of the chosen rows.
    pub fn clear_chosen(self) {
        self.bulk.clear();
        self.focus_cursor();
    }

    /// Moves the focus to the row under the cursor, once a dialog has given back its own.
    pub fn focus_cursor(self) {
        let soon = |act: Box<dyn FnOnce()>| set_timeout(act, Duration::ZERO);
        soon(Box::new(move || {
            soon(Box::new(move || {
                if let Some(Some(row)) = self.cursor.try_get_untracked() {
                    self.focus(row);
                }
            }));
        }));
    }

    /// Moves the cursor and the focus to a row.
    pub fn focus(self, row: RowKey) {
        self.cursor.set(Some(row));
        let link = document().get_element_by_id(&row.link_id());
        if let Some(link) = link.and_then(|link| link.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _focused = link.focus();
        }
    }

    /// The same key until the act succeeds, so that a second try after a lost answer makes no
    /// second token.
    fn key_for(self, row: RowKey) -> String {
        let known = self
            .repeat_key
            .with_value(|kept| kept.as_ref().filter(|(of, _)| *of == row).map(|(_, key)| key.clone()));
        known.unwrap_or_else(|| {
            let key = api::fresh_key();
            self.repeat_key.set_value(Some((row, key.clone())));
            key
        })
    }
}

fn page_of(item: &QueueItem) -> String {
    item.token.map_or_else(
        || format!("/requests/{}", item.request),
        |token| format!("/tokens/{token}"),
    )
}
