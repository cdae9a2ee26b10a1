//! Light, dark, or as the system says. `static/theme.js` sets it before the first paint.

use gloo_storage::{LocalStorage, Storage};
use leptos::prelude::*;

const KEY: &str = "theme";

thread_local! {
    static THEME: std::cell::Cell<Option<RwSignal<Theme>>> = const { std::cell::Cell::new(None) };
}

/// What the reader chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    const fn word(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// Reads the choice.
pub fn start() {
    let theme = match LocalStorage::raw().get_item(KEY).ok().flatten().as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    };
    THEME.set(Some(RwSignal::new(theme)));
}

/// The choice, tracked.
pub fn current() -> Theme {
    THEME.get().map_or(Theme::System, |theme| theme.get())
}

/// Chooses.
pub fn choose(theme: Theme) {
    let root = document().document_element();
    let storage = LocalStorage::raw();
    // Without storage the choice lasts as long as the page.
    match theme.word() {
        Some(word) => drop(storage.set_item(KEY, word)),
        None => drop(storage.remove_item(KEY)),
    }
    if let Some(root) = root {
        drop(match theme.word() {
            Some(word) => root.set_attribute("data-theme", word),
            None => root.remove_attribute("data-theme"),
        });
    }
    if let Some(signal) = THEME.get() {
        signal.set(theme);
    }
}

/// The other one of light and dark, for the button in the bar.
pub fn toggle() {
    let dark = match current() {
        Theme::Dark => true,
        Theme::Light => false,
        Theme::System => window()
            .match_media("(prefers-color-scheme: dark)")
            .ok()
            .flatten()
            .is_some_and(|query| query.matches()),
    };
    choose(if dark { Theme::Light } else { Theme::Dark });
}
