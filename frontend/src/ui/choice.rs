//! A choice between few things, all of them in sight.

use leptos::prelude::*;

/// One answer of a [`Seg`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<T> {
    /// What it stands for.
    pub value: T,
    /// Its words.
    pub label: String,
    /// A count behind the words.
    pub count: Option<String>,
}

impl<T> Answer<T> {
    /// An answer without a count.
    pub fn new(value: T, label: impl Into<String>) -> Self {
        Self {
            value,
            label: label.into(),
            count: None,
        }
    }
}

/// Chooses a view or a period; never navigates between pages.
#[component]
pub fn Seg<T>(
    /// What is chosen.
    label: &'static str,
    /// The answers, in order.
    #[prop(into)]
    answers: Signal<Vec<Answer<T>>>,
    /// The choice now.
    #[prop(into)]
    value: Signal<T>,
    /// Takes a new choice.
    #[prop(into)]
    on_change: Callback<T>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let buttons = move || {
        let button = |answer: Answer<T>| {
            let this = answer.value;
            view! {
                <button
                    type="button" aria-pressed=move || (value.get() == this).to_string()
                    on:click=move |_| on_change.run(this)
                >
                    {answer.label} {answer.count.map(|count| view! { <span class="text-faint">{count}</span> })}
                </button>
            }
        };
        answers.get().into_iter().map(button).collect_view()
    };
    view! { <div class="seg max-w-full flex-wrap" role="group" aria-label=label>{buttons}</div> }
}
