//! What the keys of the queue do.

use leptos::prelude::*;
use tessera_shared::dto::queue::{QueueItem, QueueKind};

use super::acts::Acts;
use super::bulk::plan::{BulkAct, can_choose};
use super::model::{key_of, step};

/// One-key shortcuts; the answer says whether the key was used. While rows are chosen, the keys of acts are for all of
/// them, and each opens a dialog first.
pub fn press_key(key: &str, acts: Acts) -> bool {
    let item = acts.at_cursor();
    let chosen = !acts.bulk.chosen.with_untracked(Vec::is_empty);
    match (key, item) {
        ("j" | "k", _) => {
            if let Some(next) = step(&acts.keys(), acts.cursor.get_untracked(), key == "j") {
                acts.focus(next);
            }
            true
        }
        ("x", Some(item)) if can_choose(item.kind) => {
            acts.bulk.toggle(key_of(&item).link_id());
            true
        }
        ("shift+x", Some(item)) if can_choose(item.kind) => {
            acts.choose_to(&item);
            true
        }
        ("escape", Some(item)) if acts.armed.get_untracked().is_some() => {
            acts.disarm();
            acts.focus(key_of(&item));
            true
        }
        ("escape", _) if chosen => {
            acts.clear_chosen();
            true
        }
        ("a" | "d" | "i" | "r", _) if chosen => {
            if let Some(act) = act_of(key) {
                acts.ask(act, untrack(|| acts.chosen_items()));
            }
            true
        }
        (_, Some(item)) => press_on(key, &item, acts),
        ("o" | "enter", None) if key == "o" || nothing_focused() => {
            let gateway = acts.gateway_at_cursor();
            gateway.is_some_and(|gateway| {
                acts.open_gateway(&gateway);
                true
            })
        }
        _ => false,
    }
}

const fn act_of(key: &str) -> Option<BulkAct> {
    match key.as_bytes() {
        b"a" => Some(BulkAct::Approve),
        b"d" => Some(BulkAct::Deny),
        b"i" => Some(BulkAct::Issue),
        b"r" => Some(BulkAct::Resend),
        _ => None,
    }
}

/// The keys that are for the row under the cursor.
fn press_on(key: &str, item: &QueueItem, acts: Acts) -> bool {
    match (key, item.kind) {
        ("o", _) => acts.open(item),
        // A focused link or button takes Enter by itself.
        ("enter", _) if nothing_focused() => acts.open(item),
        ("a", QueueKind::ToDecide) if item.mine => acts.open(item),
        ("d", QueueKind::ToDecide) if item.mine => {
            acts.failure.set(None);
            acts.denying.set(Some(item.clone()));
        }
        ("i", QueueKind::ToIssue) | ("r", QueueKind::Delivery) if item.mine => acts.press(item),
        _ => return false,
    }
    true
}

fn nothing_focused() -> bool {
    document()
        .active_element()
        .is_none_or(|element| matches!(element.tag_name().as_str(), "BODY" | "MAIN"))
}
