//! Copies a text and says so.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::glyph::Glyph;
use super::icon::Icon;
use crate::t;

const SAID_FOR: Duration = Duration::from_secs(2);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Waiting,
    Copied,
    Refused,
}

/// A button that copies and announces the outcome.
#[component]
pub fn CopyButton(
    /// What is copied; always whole, however short the screen shows it.
    #[prop(into)]
    text: Signal<String>,
    /// Name of the button: "Copy token".
    #[prop(into)]
    label: String,
    /// Shown instead of the name, such as a shortened id; empty for an icon alone.
    #[prop(optional, into)]
    shown: Option<String>,
    /// More classes, such as `btn-line`.
    #[prop(default = "btn-ghost")]
    class: &'static str,
) -> impl IntoView {
    let outcome = RwSignal::new(Outcome::Waiting);
    let copy = move |_| {
        let text = text.get_untracked();
        spawn_local(async move {
            let written = JsFuture::from(window().navigator().clipboard().write_text(&text)).await;
            let _gone = outcome.try_set(if written.is_ok() {
                Outcome::Copied
            } else {
                Outcome::Refused
            });
            let again = move || {
                let _gone = outcome.try_set(Outcome::Waiting);
            };
            set_timeout(again, SAID_FOR);
        });
    };
    let glyph = move || {
        if outcome.get() == Outcome::Copied {
            Glyph::Check
        } else {
            Glyph::Copy
        }
    };
    let said = move || match outcome.get() {
        Outcome::Waiting => "",
        Outcome::Copied => t!("Copied", "Copiado"),
        Outcome::Refused => t!(
            "The browser refused, select the text and copy it",
            "O navegador recusou, selecione o texto e copie"
        ),
    };
    // What is read out contains what is seen, for whoever speaks to the page.
    let name = match &shown {
        Some(shown) if !label.contains(shown.as_str()) => format!("{label} {shown}"),
        _ => label.clone(),
    };
    let words = shown.map_or_else(
        || view! { <span>{label}</span> }.into_any(),
        |shown| {
            if shown.is_empty() {
                ().into_any()
            } else {
                view! { <span class="mono text-xs">{shown}</span> }.into_any()
            }
        },
    );
    view! {
        <button type="button" class=["btn btn-sm ", class].concat() aria-label=name.clone() title=name on:click=copy>
            {move || view! { <Icon name=glyph() /> }} {words}
        </button>
        <span class="sr-only" role="status">{said}</span>
    }
}
