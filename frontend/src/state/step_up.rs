//! Proving once more who one is: calls that were refused for the lack of it wait here, while one
//! dialog asks, and go on by themselves. Nothing that was typed is lost.

use leptos::prelude::*;

use super::waiting::Waiting;

thread_local! {
    static ASKING: std::cell::Cell<Option<RwSignal<bool>>> = const { std::cell::Cell::new(None) };
    static WAITING: Waiting = const { Waiting::new() };
}

/// Makes the signal.
pub fn provide() {
    ASKING.set(Some(RwSignal::new(false)));
}

/// Whether the dialog has to be open. Tracked.
pub fn is_asking() -> bool {
    ASKING.get().is_some_and(|asking| asking.get())
}

/// Asks; says whether it was proven.
pub async fn ask() -> bool {
    let Some(asking) = ASKING.get() else { return false };
    asking.set(true);
    WAITING.with(Waiting::wait).await
}

/// The answer of the dialog.
pub fn settle(proven: bool) {
    if let Some(asking) = ASKING.get() {
        asking.set(false);
    }
    WAITING.with(|waiting| waiting.settle(proven));
}
