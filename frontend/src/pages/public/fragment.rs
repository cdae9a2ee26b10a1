//! Takes the secret half of a link out of the address bar.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// The fragment the page was opened with. Taken again when another link is pasted into the same
/// tab, which the browser treats as a jump within the page.
pub fn use_fragment() -> ReadSignal<Option<String>> {
    let (fragment, set_fragment) = signal(take());
    let pasted = window_event_listener(leptos::ev::hashchange, move |_| {
        if let Some(text) = take() {
            set_fragment.try_set(Some(text));
        }
    });
    on_cleanup(move || pasted.remove());
    fragment
}

fn take() -> Option<String> {
    let window = web_sys::window()?;
    let location = window.location();
    let hash = location.hash().ok()?;
    let secret = hash.strip_prefix('#').filter(|text| !text.is_empty())?.to_owned();
    let path = location.pathname().ok()? + &location.search().ok()?;
    if let Ok(history) = window.history() {
        let state = history.state().unwrap_or(JsValue::NULL);
        // Nothing is lost when this fails but tidiness: the fragment never goes to a server.
        let _unused = history.replace_state_with_url(&state, "", Some(&path));
    }
    Some(secret)
}
