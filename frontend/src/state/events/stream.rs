//! The stream of events itself. Browsers allow few connections to one server, so only a tab that can
//! be seen keeps one; it looks at everything again when it comes back.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use leptos::prelude::*;
use tessera_shared::paths;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

use super::{changed, missed, set_live};
use crate::state::session;

/// Before trying again when the browser has given up.
const PAUSE: Duration = Duration::from_secs(4);

type Listener = Closure<dyn Fn(web_sys::Event)>;

/// An open stream and what listens to it.
struct Stream {
    source: EventSource,
    _listeners: [Listener; 4],
}

thread_local! {
    static STREAM: RefCell<Option<Stream>> = const { RefCell::new(None) };
    /// Somebody is signed in and wants events.
    static WANTED: Cell<bool> = const { Cell::new(false) };
    /// Changes may have been missed since the last open stream.
    static BROKEN: Cell<bool> = const { Cell::new(false) };
}

/// Opens the stream and keeps it open.
pub fn open() {
    WANTED.set(true);
    BROKEN.set(false);
    connect();
}

/// Closes the stream.
pub fn close() {
    WANTED.set(false);
    disconnect();
}

/// Follows whether the tab can be seen.
pub(super) fn follow_visibility() {
    window_event_listener_untyped("visibilitychange", |_| {
        if document().hidden() {
            BROKEN.set(true);
            disconnect();
        } else if STREAM.with_borrow(Option::is_none) {
            connect();
        }
    });
}

fn disconnect() {
    if let Some(stream) = STREAM.take() {
        stream.source.close();
    }
    set_live(false);
}

fn connect() {
    disconnect();
    if !WANTED.get() || document().hidden() {
        return;
    }
    let Ok(source) = EventSource::new(paths::MY_EVENTS) else {
        return;
    };
    let listeners = [
        listen(&source, "open", |_| opened()),
        listen(&source, "error", |_| broke()),
        listen(&source, "change", |event| read(&event)),
        listen(&source, "reload", |_| missed()),
    ];
    STREAM.set(Some(Stream {
        source,
        _listeners: listeners,
    }));
}

fn opened() {
    set_live(true);
    if BROKEN.replace(false) {
        missed();
    }
}

/// The browser tries again by itself unless the answer was a refusal.
fn broke() {
    set_live(false);
    BROKEN.set(true);
    let gave_up = STREAM.with_borrow(|stream| {
        stream
            .as_ref()
            .is_some_and(|stream| stream.source.ready_state() == EventSource::CLOSED)
    });
    if gave_up {
        // The refusal may mean that the session is over.
        session::refresh();
        set_timeout(
            || {
                let closed = STREAM.with_borrow(|stream| {
                    stream
                        .as_ref()
                        .is_none_or(|stream| stream.source.ready_state() == EventSource::CLOSED)
                });
                if closed {
                    connect();
                }
            },
            PAUSE,
        );
    }
}

fn read(event: &web_sys::Event) {
    let text = event
        .dyn_ref::<MessageEvent>()
        .and_then(|event| event.data().as_string());
    if let Some(change) = text.and_then(|text| serde_json::from_str(&text).ok()) {
        changed(&change);
    }
}

fn listen(source: &EventSource, name: &str, act: impl Fn(web_sys::Event) + 'static) -> Listener {
    let act = Listener::new(act);
    // A stream that cannot be listened to is as good as closed.
    drop(source.add_event_listener_with_callback(name, act.as_ref().unchecked_ref()));
    act
}
