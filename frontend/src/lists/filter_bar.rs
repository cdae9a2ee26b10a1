//! Filters in the address: a search that waits for a pause, and choices.

use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::query_signal_with_options;

use crate::i18n::Named;
use crate::t;
use crate::ui::SearchField;

const PAUSE: Duration = Duration::from_millis(200);

/// A filter in the address; the page stays where it is when it changes.
pub fn use_filter<T>(name: &'static str) -> (Memo<Option<T>>, SignalSetter<Option<T>>)
where
    T: FromStr + ToString + PartialEq + Clone + Send + Sync + 'static,
{
    query_signal_with_options(
        name,
        NavigateOptions {
            replace: true,
            scroll: false,
            ..NavigateOptions::default()
        },
    )
}

/// Searches a list; what is typed reaches the address after a pause.
#[component]
pub fn Search(
    /// What is searched.
    label: &'static str,
    /// The text in the address.
    value: Memo<Option<String>>,
    /// Changes it.
    set_value: SignalSetter<Option<String>>,
) -> impl IntoView {
    let typed = RwSignal::new(value.get_untracked().unwrap_or_default());
    Effect::new(move |_| {
        // Somebody cleared the filters, or went back.
        let now = value.get().unwrap_or_default();
        if typed.with_untracked(|typed| typed.trim() != now) {
            typed.set(now);
        }
    });
    let pass_on = StoredValue::new_local(debounce(PAUSE, move |text: String| {
        let text = text.trim().to_owned();
        // The reader may have left the page during the pause.
        if typed.try_get_untracked().is_some() {
            set_value.set((!text.is_empty()).then_some(text));
        }
    }));
    let on_input = move |text: String| {
        typed.set(text.clone());
        pass_on.update_value(|pass_on| pass_on(text));
    };
    view! { <SearchField label value=typed on_input /> }
}

/// A choice among the words of a vocabulary, as a pill.
#[component]
pub fn PillChoice<T>(
    /// What it filters by.
    label: &'static str,
    /// Every word.
    all: &'static [T],
    /// The choice in the address.
    value: Memo<Option<T>>,
    /// Changes it.
    set_value: SignalSetter<Option<T>>,
) -> impl IntoView
where
    T: FromStr + Display + Named + PartialEq + Copy + Send + Sync + 'static,
{
    let option = move |word: &'static T| {
        view! { <option value=word.to_string() prop:selected=move || value.get() == Some(*word)>{word.name()}</option> }
    };
    let on_choose = move |word: String| set_value.set(word.parse().ok());
    view! {
        <PillSelect label on_choose>
            <option value="" prop:selected=move || value.get().is_none()>{t!("any", "todos")}</option>
            {all.iter().map(option).collect_view()}
        </PillSelect>
    }
}

/// Any choice, as a pill; the options say which of them is chosen.
#[component]
pub fn PillSelect(
    /// What is chosen.
    label: &'static str,
    /// Takes the value of the option that was chosen.
    #[prop(into)]
    on_choose: Callback<String>,
    /// Classes of the pill.
    #[prop(optional)]
    class: &'static str,
    /// Classes of the field in it.
    #[prop(optional)]
    field: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <label class=format!("pill {class}")>
            <span aria-hidden="true">{label}</span>
            <select
                class=format!("bg-transparent cursor-pointer field-sizing-content {field}") aria-label=label
                on:change:target=move |event| on_choose.run(event.target().value())
            >
                {children()}
            </select>
        </label>
    }
    .into_any()
}
