//! Which customer is on the screen: one value, kept in this browser and followed by every tab.
//!
//! The id is what tabs share; the card (name, colour, role) always comes from the broker, so a tab
//! never shows a customer the reader has left.

use std::cell::Cell;

use gloo_storage::{LocalStorage, Storage};
use leptos::prelude::*;
use leptos::task::spawn_local;
use tessera_shared::dto::people::TenantCard;
use tessera_shared::dto::tenants::Brand;
use tessera_shared::ids::TenantId;

use super::toasts;
use crate::{api, t};

const ACTIVE: &str = "tessera.tenant";
const RECENT: &str = "tessera.recent";
const FAVOURITES: &str = "tessera.favourites";
/// Most recents and favourites kept.
const KEPT: usize = 9;

thread_local! {
    static STATE: Cell<Option<State>> = const { Cell::new(None) };
}

#[derive(Clone, Copy)]
struct State {
    active: RwSignal<Option<TenantCard>>,
    /// An id that another tab or the address named and whose card is on its way.
    entering: RwSignal<Option<TenantId>>,
    recent: RwSignal<Vec<TenantId>>,
    favourites: RwSignal<Vec<TenantId>>,
    /// The customer an unsent form belongs to.
    pinned: RwSignal<Option<TenantCard>>,
}

/// Makes the signals and begins to follow the other tabs.
pub fn provide() {
    let list = |key| LocalStorage::get::<Vec<TenantId>>(key).unwrap_or_default();
    let state = State {
        active: RwSignal::new(None),
        entering: RwSignal::new(LocalStorage::get(ACTIVE).ok()),
        recent: RwSignal::new(list(RECENT)),
        favourites: RwSignal::new(list(FAVOURITES)),
        pinned: RwSignal::new(None),
    };
    STATE.set(Some(state));
    window_event_listener_untyped("storage", move |event| {
        use wasm_bindgen::JsCast;
        let key = event
            .dyn_ref::<web_sys::StorageEvent>()
            .and_then(web_sys::StorageEvent::key);
        match key.as_deref() {
            Some(ACTIVE) | None => follow(),
            Some(RECENT) => state.recent.set(list(RECENT)),
            Some(FAVOURITES) => state.favourites.set(list(FAVOURITES)),
            Some(_) => {}
        }
    });
}

/// The customer on the screen; none means all customers. Tracked.
pub fn active() -> Option<TenantCard> {
    STATE.get().and_then(|state| state.active.get())
}

/// The same, untracked.
pub fn active_untracked() -> Option<TenantCard> {
    STATE.get().and_then(|state| state.active.get_untracked())
}

/// Its id, untracked: what calls act in.
pub fn active_id() -> Option<TenantId> {
    active_untracked().map(|card| card.id)
}

/// The customer calls may act in: the one on the screen, unless the page there is the frozen form of
/// another one. Untracked.
pub fn acting_in() -> Option<TenantId> {
    let here = active_id()?;
    let pinned = STATE
        .get()
        .and_then(|state| state.pinned.with_untracked(|card| card.as_ref().map(|card| card.id)));
    pinned.is_none_or(|pinned| pinned == here).then_some(here)
}

/// The customer on the screen or on its way there, untracked.
pub fn heading_for() -> Option<TenantId> {
    let entering = STATE.get().and_then(|state| state.entering.get_untracked());
    entering.or_else(active_id)
}

/// Keeps the page of an unsent form on the screen when the customer changes.
pub fn pin(card: Option<TenantCard>) {
    if let Some(state) = STATE.get() {
        state.pinned.set(card);
    }
}

/// Lets go of the form.
pub fn unpin() {
    if let Some(state) = STATE.get()
        && state.pinned.try_with_untracked(Option::is_some) == Some(true)
    {
        state.pinned.set(None);
    }
}

/// Whose page is drawn: that of the pinned form, else of the customer on the screen. A page is
/// made afresh whenever this changes, so nothing loaded for one customer outlives the switch.
pub fn page_owner() -> Memo<Option<TenantId>> {
    Memo::new(|_| {
        let state = STATE.get()?;
        let pinned = state.pinned.with(|card| card.as_ref().map(|card| card.id));
        pinned.or_else(|| state.active.with(|card| card.as_ref().map(|card| card.id)))
    })
}

/// Whether the card of the customer to show is still on its way. Tracked.
pub fn is_entering() -> bool {
    STATE.get().is_some_and(|state| state.entering.get().is_some())
}

/// Customers entered lately, newest first. Tracked.
pub fn recent() -> Vec<TenantId> {
    STATE.get().map(|state| state.recent.get()).unwrap_or_default()
}

/// Customers marked with a star. Tracked.
pub fn favourites() -> Vec<TenantId> {
    STATE.get().map(|state| state.favourites.get()).unwrap_or_default()
}

/// Puts a customer on the screen, in every tab.
pub fn enter(card: TenantCard) {
    // Storage that is full or forbidden costs the other tabs, not this one.
    drop(LocalStorage::set(ACTIVE, card.id));
    show(card);
}

/// Puts a customer on the screen of this tab.
fn show(card: TenantCard) {
    let Some(state) = STATE.get() else { return };
    let id = card.id;
    set_entering(state, None);
    set_active(state, Some(card));
    state.recent.update(|recent| {
        recent.retain(|known| *known != id);
        recent.insert(0, id);
        recent.truncate(KEPT);
    });
    drop(LocalStorage::set(RECENT, state.recent.get_untracked()));
}

/// Puts all customers on the screen, in every tab.
pub fn leave() {
    LocalStorage::delete(ACTIVE);
    clear();
}

fn clear() {
    if let Some(state) = STATE.get() {
        set_entering(state, None);
        set_active(state, None);
    }
}

/// Tells nobody when it is the same as before: who looks again at each act would load what is there already.
fn set_entering(state: State, id: Option<TenantId>) {
    state
        .entering
        .maybe_update(|before| std::mem::replace(before, id) != id);
}

/// The one place that changes the customer on the screen.
fn set_active(state: State, card: Option<TenantCard>) {
    if active_id() != card.as_ref().map(|card| card.id) {
        api::abort();
    }
    state.active.set(card);
}

/// Shows what the customer on the screen looks like now.
pub fn rebrand(id: TenantId, brand: Brand) {
    let Some(state) = STATE.get() else { return };
    if active_id() == Some(id) {
        state.active.update(|card| {
            if let Some(card) = card {
                card.name = brand.name;
                card.accent = brand.accent;
                card.logo = brand.logo;
            }
        });
    }
}

/// Looks again at the name, colour and logo of the customer on the screen, as somebody changed one.
pub fn look_again() {
    let Some(id) = active_id() else { return };
    spawn_local(async move {
        // Without an answer the old look stays until the next one.
        let Ok(cards) = api::tenants::by_ids(&[id]).await else {
            return;
        };
        if let Some(card) = cards.into_iter().next() {
            let TenantCard { name, accent, logo, .. } = card;
            rebrand(id, Brand { name, accent, logo });
        }
    });
}

/// Adds or takes away a star.
pub fn toggle_favourite(id: TenantId) {
    let Some(state) = STATE.get() else { return };
    let before = state.favourites.get_untracked();
    let mut list = before.clone();
    if list.contains(&id) {
        list.retain(|known| *known != id);
        let text = t!("No longer a favourite.", "Não é mais favorito.");
        // The place in the list is a key of its own, so a star that comes back has to come back there.
        toasts::say_undoable(text, move || keep_favourites(state, before));
    } else {
        list.push(id);
        list.truncate(KEPT);
    }
    keep_favourites(state, list);
}

fn keep_favourites(state: State, list: Vec<TenantId>) {
    drop(LocalStorage::set(FAVOURITES, &list));
    state.favourites.set(list);
}

/// Forgets everything, at the end of a session.
pub fn forget() {
    for key in [ACTIVE, RECENT, FAVOURITES] {
        LocalStorage::delete(key);
    }
    clear();
    if let Some(state) = STATE.get() {
        state.recent.set(Vec::new());
        state.favourites.set(Vec::new());
    }
}

/// Shows what the tabs agreed on. The old customer leaves the screen at once: nothing of it can
/// be acted on while the new card is on its way.
pub fn follow() {
    let Some(state) = STATE.get() else { return };
    match agreed() {
        None => clear(),
        Some(wanted) if active_id() == Some(wanted) => set_entering(state, None),
        Some(wanted) => {
            set_active(state, None);
            fetch(state, wanted, |card| {
                // The tabs may have moved on; this one must not lead them back.
                if agreed() == Some(card.id) {
                    show(card);
                }
            });
        }
    }
}

fn agreed() -> Option<TenantId> {
    LocalStorage::get(ACTIVE).ok()
}

/// Enters the customer with this id, if the reader may.
pub fn enter_by_id(id: TenantId) {
    if let Some(state) = STATE.get() {
        fetch(state, id, enter);
    }
}

/// Enters the customer of a reader who has just one.
pub fn enter_the_only_one() {
    if heading_for().is_some() {
        return;
    }
    spawn_local(async {
        let Ok(page) = api::tenants::search("", 2).await else {
            return;
        };
        if let [card] = page.items.as_slice()
            && heading_for().is_none()
        {
            enter(card.clone());
        }
    });
}

fn fetch(state: State, id: TenantId, found: impl FnOnce(TenantCard) + 'static) {
    set_entering(state, Some(id));
    spawn_local(async move {
        let answer = api::tenants::by_ids(&[id]).await;
        // Another switch may have come meanwhile.
        if state.entering.get_untracked() != Some(id) {
            return;
        }
        match answer.map(|cards| cards.into_iter().next()) {
            Ok(Some(card)) => found(card),
            // The reader is no member any more: no tab can show it.
            Ok(None) if agreed() == Some(id) => leave(),
            Ok(None) => clear(),
            Err(error) => {
                clear();
                toasts::complain(&error.to_string());
            }
        }
    });
}
