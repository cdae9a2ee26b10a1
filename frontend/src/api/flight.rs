//! Reads that are on their way for the customer on the screen: a switch calls them back.
//!
//! Changes are never called back: they may have happened already. Only their answer is dropped.

use std::cell::RefCell;

use web_sys::{AbortController, AbortSignal};

thread_local! {
    static FLIGHT: RefCell<Option<AbortController>> = const { RefCell::new(None) };
}

/// What a read listens to.
pub(super) fn signal() -> Option<AbortSignal> {
    FLIGHT.with_borrow_mut(|flight| {
        if flight.is_none() {
            *flight = AbortController::new().ok();
        }
        flight.as_ref().map(AbortController::signal)
    })
}

/// Calls back every read that is on its way.
pub fn abort() {
    if let Some(flight) = FLIGHT.with_borrow_mut(Option::take) {
        flight.abort();
    }
}
