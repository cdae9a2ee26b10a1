//! Where the reader was in a list, for coming back.
//!
//! The entry in the browser's history carries a number; what the list looked like when the reader left it is kept in
//! memory under that number. Going there anew makes an entry without one, and begins at the top.

use std::any::Any;
use std::cell::RefCell;

use js_sys::Date;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::window::Heights;
use crate::components::here;

/// How many lists are kept.
const KEPT: usize = 8;

/// A list as it was left.
pub struct Place {
    /// The list's pages ([`super::sheet::Kept`]).
    pub list: Box<dyn Any>,
    /// How high they were.
    pub heights: Heights,
    /// How far the page was scrolled, in CSS pixels.
    pub scrolled: f64,
    /// The row of the cursor.
    pub cursor: Option<usize>,
}

struct Left {
    entry: f64,
    address: String,
    place: Place,
}

thread_local! {
    static LEFT: RefCell<Vec<Left>> = const { RefCell::new(Vec::new()) };
}

/// The address of a list: customer, page and filter.
pub fn address(path: &str, search: &str) -> String {
    let tenant = here::card().id;
    format!("{tenant} {path}?{}", search.trim_start_matches('?'))
}

/// Whether the browser is at `here`: while the router goes to a page, its address is ahead of the browser's.
pub fn is_here(here: &str) -> bool {
    let location = window().location();
    match (location.pathname(), location.search()) {
        (Ok(path), Ok(search)) => address(&path, &search) == here,
        _ => false,
    }
}

fn entry() -> Option<f64> {
    window().history().ok()?.state().ok()?.as_f64()
}

/// The number of this entry of the history, given now if it has none.
pub fn mark() -> Option<f64> {
    entry().or_else(|| {
        let number = Date::now();
        let history = window().history().ok()?;
        history.replace_state(&JsValue::from_f64(number), "").ok()?;
        Some(number)
    })
}

/// Keeps how a list was left.
pub fn leave(entry: f64, address: String, place: Place) {
    LEFT.with_borrow_mut(|left| {
        left.retain(|one| !same(one.entry, entry));
        left.push(Left { entry, address, place });
        if left.len() > KEPT {
            left.remove(0);
        }
    });
}

/// How the list of this entry was left, if it is still the same list.
pub fn come_back(address: &str) -> Option<Place> {
    let entry = entry()?;
    LEFT.with_borrow_mut(|left| {
        let at = left
            .iter()
            .position(|one| same(one.entry, entry) && one.address == address)?;
        Some(left.remove(at).place)
    })
}

fn same(one: f64, other: f64) -> bool {
    (one - other).abs() < 0.5
}
