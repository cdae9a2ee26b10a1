//! Keys of the frame: `Ctrl K` finds, `C` switches, `U` takes back, `?` helps, `/` searches the list, `G` and a letter go to a page.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;

use crate::components::places::places;
use crate::state::overlays::Overlays;
use crate::state::toasts;
use crate::ui::kbd::{is_covered, is_shortcut};

/// How long `G` waits for its letter, in milliseconds.
const PATIENCE: f64 = 1_500.0;

/// Whether it is `Ctrl K` or `⌘ K`, which works in fields too.
fn is_palette(event: &web_sys::KeyboardEvent) -> bool {
    let command = event.ctrl_key() || event.meta_key();
    command && !event.alt_key() && !event.shift_key() && !event.repeat() && event.key().eq_ignore_ascii_case("k")
}

/// Puts the focus into the search field of the page, if it has one.
fn search_list() -> bool {
    let field = document().query_selector("#main input[type=search]").ok().flatten();
    let field = field.and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok());
    if let Some(field) = &field {
        // It is on the page, so it takes the focus.
        drop(field.focus());
        field.select();
    }
    field.is_some()
}

/// Listens while the frame is there, before any page does.
pub fn listen(overlays: Overlays) {
    let Overlays {
        switching,
        helping,
        finding,
        ..
    } = overlays;
    let navigate = use_navigate();
    let going = StoredValue::new(f64::MIN);
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        if is_palette(&event) {
            event.prevent_default();
            let open = finding.try_get_untracked() == Some(true);
            if open || !is_covered() {
                finding.try_set(!open);
            }
            return;
        }
        if !is_shortcut(&event) {
            return;
        }
        let key = event.key().to_lowercase();
        let since = event.time_stamp() - going.try_get_value().unwrap_or(f64::MIN);
        if since < PATIENCE && !event.shift_key() {
            going.try_set_value(f64::MIN);
            event.prevent_default();
            if let Some(place) = places(false).find(|place| place.letter().eq_ignore_ascii_case(&key)) {
                navigate(place.href, NavigateOptions::default());
            }
            return;
        }
        match key.as_str() {
            "g" => drop(going.try_set_value(event.time_stamp())),
            "c" => drop(switching.try_set(true)),
            "u" if toasts::undo() => {}
            "?" => drop(helping.try_set(true)),
            "/" if search_list() => {}
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || handle.remove());
}
