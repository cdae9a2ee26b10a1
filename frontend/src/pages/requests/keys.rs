//! One-key shortcuts of a page.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Calls `act` with the letter pressed (lower case) unless a field has the focus, a dialog is open
/// or somebody else took the key; `act` says whether it used it.
pub fn use_keys(act: impl Fn(&str) -> bool + 'static) {
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        let taken = event.default_prevented() || event.repeat();
        let combined = event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key();
        if !taken && !combined && !typing() && act(&event.key().to_lowercase()) {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}

fn typing() -> bool {
    let open = document()
        .query_selector("dialog[open], [role=dialog]")
        .ok()
        .flatten()
        .is_some();
    let field = document().active_element().is_some_and(|element| {
        let editable = element
            .dyn_ref::<web_sys::HtmlElement>()
            .is_some_and(web_sys::HtmlElement::is_content_editable);
        // A ticked box keeps the focus and takes no letters.
        let takes_text = element
            .dyn_ref::<web_sys::HtmlInputElement>()
            .map(|input| input.type_() != "checkbox");
        editable || takes_text.unwrap_or_else(|| matches!(element.tag_name().as_str(), "TEXTAREA" | "SELECT"))
    });
    open || field
}
