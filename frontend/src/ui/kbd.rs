//! A key of the keyboard, and whether it is meant for something else.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A key, shown as hint.
#[component]
pub fn Kbd(
    /// What stands on it.
    key: &'static str,
) -> impl IntoView {
    view! { <kbd class="key">{key}</kbd> }
}

/// Whether a press is a shortcut of the page: one key, pressed once, that nobody else took or is meant to get.
pub fn is_shortcut(event: &web_sys::KeyboardEvent) -> bool {
    let taken = event.default_prevented() || event.repeat();
    let combined = event.ctrl_key() || event.meta_key() || event.alt_key();
    !taken && !combined && !typing()
}

/// Whether something lies above the page.
pub fn is_covered() -> bool {
    let open = document().query_selector("dialog[open], [role=dialog]");
    open.ok().flatten().is_some()
}

/// Whether a key is meant for something else: a field has the focus, or a dialog is open.
pub fn typing() -> bool {
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
    field || is_covered()
}
