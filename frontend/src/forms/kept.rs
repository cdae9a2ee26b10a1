//! What is typed outlives a reload of its page: by hand, or for another language.

use gloo_storage::{SessionStorage, Storage};
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What was typed into the form `name` of this tab before the page was loaded anew, once.
pub fn take_draft<T: DeserializeOwned>(name: &str) -> Option<T> {
    let draft = SessionStorage::get(name).ok();
    SessionStorage::delete(name);
    draft
}

/// Keeps what `draft` says under `name` when the page goes away; nothing where there is none.
pub fn keep_draft<T: Serialize + 'static>(name: String, draft: impl Fn() -> Option<T> + 'static) {
    let leaving = window_event_listener_untyped("pagehide", move |_| {
        if let Some(draft) = draft() {
            // A browser without storage forgets it, as it would have.
            drop(SessionStorage::set(&name, draft));
        }
    });
    on_cleanup(move || leaving.remove());
}
