//! One-key shortcuts of a page.

use leptos::prelude::*;

use super::kbd::is_shortcut;

/// Calls `act` with the letter pressed (lower case, `shift+x` with shift) unless a field has the focus, a dialog is open
/// or somebody else took the key; `act` says whether it used it.
pub fn use_keys(act: impl Fn(&str) -> bool + 'static) {
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        let shift = if event.shift_key() { "shift+" } else { "" };
        if is_shortcut(&event) && act(&[shift, &event.key().to_lowercase()].concat()) {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}
