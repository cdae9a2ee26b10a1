//! Short messages about what was just done, one at a time.
//!
//! Where an act can honestly be taken back, its message offers to: a suspended token works again, a star is back in its
//! place. What cannot be taken back has no such offer, and the dialog before it says so: a request that is approved,
//! denied or issued has reached the partner by mail, and to revoke a token is not to un-issue it.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use leptos::prelude::*;

use crate::ui::Tone;

const SHOWN: Duration = Duration::from_secs(8);

/// What takes an act back, and the number of the message that offers it.
type Undo = (u32, Box<dyn FnOnce()>);

thread_local! {
    static UNDO: RefCell<Option<Undo>> = const { RefCell::new(None) };
    static TOAST: Cell<Option<RwSignal<Option<Message>>>> = const { Cell::new(None) };
    static NUMBER: Cell<u32> = const { Cell::new(0) };
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
    /// Whether it can be taken back.
    pub undoable: bool,
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
    show(Tone::Ok, text, None);
}

/// Says that something was done and offers to take it back by `undo`, as long as the message stands. `undo` may run when
/// the page and the customer it was done in are no longer on the screen.
pub fn say_undoable(text: &str, undo: impl FnOnce() + 'static) {
    show(Tone::Ok, text, Some(Box::new(undo)));
}

/// Takes back what the message on the screen is about; says whether there was anything.
pub fn undo() -> bool {
    let Some(toast) = TOAST.get() else { return false };
    let number = toast.with_untracked(|held| held.as_ref().map(|held| held.number));
    let undo = UNDO.with_borrow_mut(|held| held.take_if(|(of, _)| Some(*of) == number));
    let Some((_, undo)) = undo else { return false };
    toast.set(None);
    undo();
    true
}

/// Says that something did not work.
pub fn complain(text: &str) {
    show(Tone::Bad, text, None);
}

fn show(tone: Tone, text: &str, undo: Option<Box<dyn FnOnce()>>) {
    let Some(toast) = TOAST.get() else { return };
    let number = NUMBER.replace(NUMBER.get() + 1);
    let undoable = undo.is_some();
    UNDO.set(undo.map(|undo| (number, undo)));
    toast.set(Some(Message {
        number,
        tone,
        text: text.to_owned(),
        undoable,
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
