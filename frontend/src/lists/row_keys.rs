//! `J` and `K` move through the rows, `O` opens one. The focus goes with the cursor, so `↵` is the browser's own.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;

use super::row::Row;
use super::sight::Sight;
use crate::ui::kbd::typing;
use crate::ui::options::keep_in_sight;

/// How many frames a row may take to come into the document.
const PATIENCE: u8 = 20;

/// Listens while the list is there.
pub fn use_row_keys<Q, T>(sight: Sight<Q, T>)
where
    Q: Clone + Send + Sync + 'static,
    T: Row,
{
    let navigate = use_navigate();
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        let combined = event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key();
        if event.default_prevented() || combined || typing() {
            return;
        }
        match event.key().to_lowercase().as_str() {
            "j" => step(sight, true),
            "k" => step(sight, false),
            "o" => match here(sight).and_then(|row| row.href()) {
                Some(href) => navigate(&href, NavigateOptions::default()),
                None => return,
            },
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || listener.remove());
}

/// The row of the cursor, untracked.
pub fn here<Q, T>(sight: Sight<Q, T>) -> Option<T>
where
    Q: Clone + Send + Sync + 'static,
    T: Row,
{
    let row = sight.cursor.get_untracked()?;
    sight.row(row)
}

fn step<Q, T>(sight: Sight<Q, T>, down: bool)
where
    Q: Clone + Send + Sync + 'static,
    T: Row,
{
    let len: usize = sight.paged.lengths().into_iter().sum();
    let Some(last) = len.checked_sub(1) else { return };
    let to = match sight.cursor.get_untracked() {
        None => 0,
        Some(row) if down => row.saturating_add(1).min(last),
        Some(row) => row.saturating_sub(1),
    };
    if to == last {
        sight.paged.load_more();
    }
    sight.cursor.set(Some(to));
    focus(sight, to, PATIENCE);
}

/// Moves the focus to a row, after bringing it into the document if need be.
fn focus<Q, T>(sight: Sight<Q, T>, row: usize, patience: u8)
where
    Q: Clone + Send + Sync + 'static,
    T: Row,
{
    match sight.element_of(row) {
        Some(element) => {
            let link = element.query_selector("a, button").ok().flatten();
            if let Some(link) = link.and_then(|link| link.dyn_into::<web_sys::HtmlElement>().ok()) {
                // A link in the document takes the focus.
                drop(link.focus());
            }
            keep_in_sight(&element);
        }
        None if patience > 0 => {
            if patience == PATIENCE {
                sight.scroll_to(row);
            }
            request_animation_frame(move || focus(sight, row, patience - 1));
        }
        None => {}
    }
}

/// The cursor goes where the focus goes.
pub fn follow_focus<Q, T>(sight: Sight<Q, T>, event: &web_sys::FocusEvent)
where
    Q: Clone + Send + Sync + 'static,
    T: Row,
{
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let row = target.and_then(|element| element.closest("[data-row]").ok().flatten());
    let row = row.and_then(|row| row.get_attribute("data-row")?.parse().ok());
    if row.is_some() && sight.cursor.get_untracked() != row {
        sight.cursor.set(row);
    }
}
