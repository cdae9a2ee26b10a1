//! Keys of the frame: `C` switches, `?` helps, `G` and a letter go to a page.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;

use super::frame::Overlays;

/// How long `G` waits for its letter, in milliseconds.
const PATIENCE: f64 = 1_500.0;

const PAGES: &[(&str, &str)] = &[
    ("o", "/overview"),
    ("q", "/queue"),
    ("r", "/requests"),
    ("t", "/tokens"),
    ("p", "/partners"),
    ("a", "/apis"),
    ("w", "/gateways"),
    ("u", "/audit"),
    ("s", "/settings"),
];

/// Whether the key is meant for something else: a field, a dialog, or the browser.
fn is_taken(event: &web_sys::KeyboardEvent) -> bool {
    let field = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .and_then(|element| {
            element
                .closest("input, textarea, select, [contenteditable]")
                .ok()
                .flatten()
        })
        .is_some_and(|field| field.get_attribute("type").as_deref() != Some("checkbox"));
    let overlay = document().query_selector("dialog[open], [role=dialog]").ok().flatten();
    let combined = event.ctrl_key() || event.meta_key() || event.alt_key();
    field || overlay.is_some() || combined || event.repeat() || event.default_prevented()
}

/// Listens while the frame is there, before any page does.
pub fn listen(overlays: Overlays) {
    let Overlays { switching, helping } = overlays;
    let navigate = use_navigate();
    let going = StoredValue::new(f64::MIN);
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        if is_taken(&event) {
            return;
        }
        let key = event.key().to_lowercase();
        let since = event.time_stamp() - going.try_get_value().unwrap_or(f64::MIN);
        if since < PATIENCE && !event.shift_key() {
            going.try_set_value(f64::MIN);
            event.prevent_default();
            if let Some((_, page)) = PAGES.iter().find(|(letter, _)| *letter == key) {
                navigate(page, NavigateOptions::default());
            }
            return;
        }
        match key.as_str() {
            "g" => drop(going.try_set_value(event.time_stamp())),
            "c" => drop(switching.try_set(true)),
            "?" => drop(helping.try_set(true)),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || handle.remove());
}
