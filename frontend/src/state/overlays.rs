//! What floats above the page and who may open it.

use leptos::prelude::*;

/// The overlays of the frame, given to the pages as context.
#[derive(Clone, Copy)]
pub struct Overlays {
    /// The switcher of customers.
    pub switching: RwSignal<bool>,
    /// The list of shortcuts.
    pub helping: RwSignal<bool>,
    /// The palette.
    pub finding: RwSignal<bool>,
    /// What is typed into the palette.
    pub text: RwSignal<String>,
    /// The element of its row that Enter takes.
    pub row: RwSignal<Option<String>>,
}

impl Default for Overlays {
    fn default() -> Self {
        Self {
            switching: RwSignal::new(false),
            helping: RwSignal::new(false),
            finding: RwSignal::new(false),
            text: RwSignal::new(String::new()),
            row: RwSignal::new(None),
        }
    }
}
