//! Short messages about what was just done, one at a time.

use std::time::Duration;

use leptos::prelude::*;

use crate::ui::Tone;

const SHOWN: Duration = Duration::from_secs(8);

thread_local! {
    static TOAST: std::cell::Cell<Option<RwSignal<Option<Message>>>> = const { std::cell::Cell::new(None) };
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Tells two equal messages apart.
    number: u32,
    /// Good or bad news.
    pub tone: Tone,
    /// What was done.
    pub text: String,
}

/// Makes the signal.
pub fn provide() {
    TOAST.set(Some(RwSignal::new(None)));
}

/// The message to show, tracked.
pub fn current() -> Option<Message> {
    TOAST.get().and_then(|toast| toast.get())
}

/// Says that something was done.
pub fn say(text: &str) {
    show(Tone::Ok, text);
}

/// Says that something did not work.
pub fn complain(text: &str) {
    show(Tone::Bad, text);
}

fn show(tone: Tone, text: &str) {
    let Some(toast) = TOAST.get() else { return };
    let number = toast.with_untracked(|held| held.as_ref().map_or(0, |held| held.number)) + 1;
    toast.set(Some(Message {
        number,
        tone,
        text: text.to_owned(),
    }));
    set_timeout(
        move || {
            if toast.with_untracked(|held| held.as_ref().is_some_and(|held| held.number == number)) {
                toast.set(None);
            }
        },
        SHOWN,
    );
}
