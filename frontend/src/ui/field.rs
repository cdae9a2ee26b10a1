//! A labelled field: label above, hint below, and an error that replaces the hint and says the fix.

use leptos::prelude::*;

use super::glyph::Glyph;
use super::icon::Icon;

/// Wraps one control. The control carries `id` and `aria-describedby="{id}-note"`.
#[component]
pub fn Field(
    /// Id of the control; unique on the page.
    #[prop(into)]
    id: String,
    /// What it asks for.
    #[prop(into)]
    label: String,
    /// What is wrong with it.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// Help otherwise.
    #[prop(optional)]
    hint: &'static str,
    children: Children,
) -> impl IntoView {
    let note_id = format!("{id}-note");
    let note = move || match error.get() {
        Some(text) => view! {
            <p class="text-xs text-bad mt-1.5 flex gap-1.5"><Icon name=Glyph::CircleAlert class="icon-sm" />{text}</p>
        }
        .into_any(),
        None if hint.is_empty() => ().into_any(),
        None => view! { <p class="hint">{hint}</p> }.into_any(),
    };
    view! {
        <div>
            <label class="lab" for=id>{label}</label>
            {children()}
            <div id=note_id aria-live="polite">{note}</div>
        </div>
    }
    .into_any()
}

/// A search field for a bar above a list.
#[component]
pub fn SearchField(
    /// What is searched, read out and shown as placeholder.
    label: &'static str,
    /// The text now.
    #[prop(into)]
    value: Signal<String>,
    /// Takes a new text, on every key.
    #[prop(into)]
    on_input: Callback<String>,
) -> impl IntoView {
    view! {
        <label class="input input-sm input-quiet w-full sm:w-56">
            <Icon name=Glyph::Search class="text-faint" />
            <input
                type="search" data-search placeholder=label aria-label=label autocomplete="off" spellcheck="false"
                prop:value=move || value.get()
                on:input:target=move |event| on_input.run(event.target().value())
            />
        </label>
    }
}
