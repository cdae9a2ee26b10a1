//! One-key shortcuts of a page.

use leptos::prelude::*;

use crate::ui::kbd::typing;

/// Calls `act` with the letter pressed (lower case, `shift+x` with shift) unless a field has the focus, a dialog is open
/// or somebody else took the key; `act` says whether it used it.
pub fn use_keys(act: impl Fn(&str) -> bool + 'static) {
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        let taken = event.default_prevented() || event.repeat();
        let combined = event.ctrl_key() || event.meta_key() || event.alt_key();
        let shift = if event.shift_key() { "shift+" } else { "" };
        if !taken && !combined && !typing() && act(&[shift, &event.key().to_lowercase()].concat()) {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}
