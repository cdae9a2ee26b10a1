//! Choosing the language.

use leptos::prelude::*;

use crate::i18n::{Language, choose, language};
use crate::t;

/// The languages by their own names; choosing one loads the page in it.
#[component]
pub fn LanguageChoice(
    /// How it looks.
    #[prop(optional)]
    class: &'static str,
    /// Runs before the page is loaded anew.
    #[prop(into, optional)]
    before: Option<Callback<()>>,
) -> impl IntoView {
    let option = |one: Language| {
        view! { <option value=one.tag() lang=one.tag() selected=one == language()>{one.own_name()}</option> }
    };
    let take = move |tag: String| {
        let chosen = Language::ALL.into_iter().find(|one| one.tag() == tag);
        if let Some(chosen) = chosen.filter(|one| *one != language()) {
            if let Some(before) = before {
                before.run(());
            }
            choose(chosen);
        }
    };
    view! {
        <select class=format!("cursor-pointer bg-transparent field-sizing-content {class}") aria-label=t!("Language", "Idioma") on:change:target=move |event| take(event.target().value())>
            {Language::ALL.map(option)}
        </select>
    }
}
