//! What the screen says, in the reader's language.
//!
//! Both texts stand side by side where they are shown, `t!("Queue", "Fila")`: a text in one language only does not
//! compile, and each part of the program brings the texts of its own pages and no others. `scripts/check-texts.mjs`
//! finds what is said without a translation.
//!
//! The language is chosen once, at the start: by the reader's choice, else by the browser's languages. Changing it
//! loads the page anew.

mod problems;
mod rules;
mod words;

use std::sync::atomic::{AtomicBool, Ordering};

use gloo_storage::{LocalStorage, Storage};
use leptos::prelude::{document, window};

pub use self::problems::problem;
pub use self::rules::{LOGO_KINDS, NO_SVG, OWN_RULE, field_rule};
pub use self::words::Named;

const KEY: &str = "language";

/// English unless it says so. A plain flag, not a signal: a page is in one language from its start to its end.
static PORTUGUESE: AtomicBool = AtomicBool::new(false);

/// A language the app speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Brazilian Portuguese.
    Portuguese,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::Portuguese];

    /// Its tag (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Portuguese => "pt-BR",
        }
    }

    /// What it calls itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Portuguese => "Português (Brasil)",
        }
    }

    /// The language of a tag, in any of its regional forms: `pt`, `pt-PT`, `EN-gb`.
    fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| {
            language
                .tag()
                .get(..2)
                .is_some_and(|own| own.eq_ignore_ascii_case(primary))
        })
    }
}

/// The language on the screen.
pub fn language() -> Language {
    if PORTUGUESE.load(Ordering::Relaxed) {
        Language::Portuguese
    } else {
        Language::English
    }
}

/// Takes the reader's choice, or the first of the browser's languages that the app speaks. Call once, at the start.
pub fn start() {
    let chosen = LocalStorage::raw().get_item(KEY).ok().flatten();
    let wanted = window().navigator().languages();
    let language = chosen
        .into_iter()
        .chain(wanted.iter().filter_map(|tag| tag.as_string()))
        .find_map(|tag| Language::of_tag(&tag))
        .unwrap_or(Language::English);
    PORTUGUESE.store(language == Language::Portuguese, Ordering::Relaxed);
    if let Some(root) = document().document_element() {
        drop(root.set_attribute("lang", language.tag()));
    }
}

/// Chooses a language and shows the page in it.
pub fn choose(language: Language) {
    // Without storage the browser's own languages decide again.
    drop(LocalStorage::raw().set_item(KEY, language.tag()));
    drop(window().location().reload());
}

/// One of two things, by the language on the screen.
pub fn pick<T>(english: T, portuguese: T) -> T {
    match language() {
        Language::English => english,
        Language::Portuguese => portuguese,
    }
}

/// A text in both languages: `t!("Queue", "Fila")` is the one the reader understands.
#[macro_export]
macro_rules! t {
    ($english:literal, $portuguese:literal $(,)?) => {
        $crate::i18n::pick($english, $portuguese)
    };
}

/// A text with values in both languages: `tf!("{name} left", "{name} saiu")`, as `format!` reads it.
#[macro_export]
macro_rules! tf {
    ($english:literal, $portuguese:literal $(,)?) => {
        match $crate::i18n::language() {
            $crate::i18n::Language::English => format!($english),
            $crate::i18n::Language::Portuguese => format!($portuguese),
        }
    };
}

/// Something counted, in both languages: `tn!(3, "scope", "scopes"; "escopo", "escopos")` is `3 scopes`.
#[macro_export]
macro_rules! tn {
    ($number:expr, $one:literal, $many:literal; $um:literal, $varios:literal) => {
        $crate::ui::number::plural($number, $crate::t!($one, $um), $crate::t!($many, $varios))
    };
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn regional_forms_are_understood() {
        for (tag, language) in [
            ("pt-BR", Some(Language::Portuguese)),
            ("pt", Some(Language::Portuguese)),
            ("PT-pt", Some(Language::Portuguese)),
            ("en-GB", Some(Language::English)),
            ("de", None),
            ("", None),
        ] {
            assert_eq!(Language::of_tag(tag), language, "{tag}");
        }
    }
}
