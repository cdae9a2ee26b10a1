//! What the whole app knows: who is signed in, which customer is on the screen, what just happened.
//!
//! Each part is a set of signals made once at start; readers call the functions of its module.

pub mod events;
pub mod overlays;
pub mod session;
pub mod step_up;
pub mod tenant;
pub mod theme;
pub mod toasts;
mod waiting;

/// Makes every part. Call once, before anything is drawn.
pub fn provide() {
    theme::start();
    toasts::provide();
    session::provide();
    step_up::provide();
    tenant::provide();
    events::provide();
}
