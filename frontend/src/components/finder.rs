//! Finds customers by typing, and shows each so that it can be chosen.

use std::future::Future;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Logo, LogoSize};
use crate::api::ApiError;

const PAUSE: Duration = Duration::from_millis(150);

/// Classes of the label around a choice and the [`found`] customer.
pub const FOUND: &str =
    "flex items-center gap-2.5 px-2 py-1.5 min-h-9 rounded-md cursor-pointer hover:bg-hover text-sm min-w-0";

/// What is typed and what it finds.
pub struct Finder<T: Send + Sync + 'static> {
    /// The text of the field.
    pub typed: RwSignal<String>,
    /// What was found for it; nothing for an empty one.
    pub hits: RwSignal<Vec<T>>,
    /// Takes another text.
    pub on_input: Callback<String>,
}

/// Looks with `search` a moment after the reader stops typing.
pub fn use_finder<T, S, F>(search: S) -> Finder<T>
where
    T: Send + Sync + 'static,
    S: Fn(String) -> F + 'static,
    F: Future<Output = Result<Vec<T>, ApiError>> + 'static,
{
    let typed = RwSignal::new(String::new());
    let hits = RwSignal::new(Vec::new());
    let look = StoredValue::new_local(debounce(PAUSE, move |text: String| {
        let found = search(text.clone());
        spawn_local(async move {
            // A failed look leaves what was found before; typing on looks again.
            if let Ok(found) = found.await
                && typed.try_with_untracked(|typed| *typed == text) == Some(true)
            {
                hits.set(found);
            }
        });
    }));
    let on_input = Callback::new(move |text: String| {
        typed.set(text.clone());
        if text.trim().is_empty() {
            hits.set(Vec::new());
        } else {
            look.update_value(|look| look(text));
        }
    });
    Finder { typed, hits, on_input }
}

/// A customer that was found, beside the control that chooses it.
pub fn found(slug: &str, name: String, accent: String, logo: Option<String>) -> impl IntoView + use<> {
    let slug = slug.to_owned();
    view! {
        <Logo slug=slug.clone() accent logo size=LogoSize::Small />
        <span class="truncate">{name}</span>
        <span class="mono text-xs text-faint ml-auto">{slug}</span>
    }
}
