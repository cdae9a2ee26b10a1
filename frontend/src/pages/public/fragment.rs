//! Takes the secret half of a link out of the address bar.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// The fragment of the page that stands around; see [`put_back`].
#[derive(Clone, Copy)]
struct Taken(ReadSignal<Option<String>>);

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
    provide_context(Taken(fragment));
    fragment
}

/// Gives back to the address what was taken from it, for who is about to load the page anew.
pub fn put_back() -> Callback<()> {
    let taken = use_context::<Taken>();
    Callback::new(move |()| {
        let secret = taken.and_then(|Taken(fragment)| fragment.get_untracked());
        if let (Some(secret), Some(window)) = (secret, web_sys::window()) {
            replace_address(&window, &format!("#{secret}"));
        }
    })
}

/// Writes the page's own address anew, with another end.
fn replace_address(window: &web_sys::Window, end: &str) {
    let location = window.location();
    let (Ok(path), Ok(search), Ok(history)) = (location.pathname(), location.search(), window.history()) else {
        return;
    };
    let state = history.state().unwrap_or(JsValue::NULL);
    // Nothing is lost when this fails but tidiness: the fragment never goes to a server.
    let _unused = history.replace_state_with_url(&state, "", Some(&format!("{path}{search}{end}")));
}

fn take() -> Option<String> {
    let window = web_sys::window()?;
    let hash = window.location().hash().ok()?;
    let secret = hash.strip_prefix('#').filter(|text| !text.is_empty())?.to_owned();
    replace_address(&window, "");
    Some(secret)
}
