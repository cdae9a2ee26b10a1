//! Text fields of the forms in this folder and its neighbours, bound to their errors.

use leptos::prelude::*;
use tessera_shared::error::FieldError;
use tessera_shared::words::Environment;

use super::checked::error_at;
use crate::i18n::Named as _;
use crate::t;
use crate::ui::Field;

/// What is wrong with a form, by field.
pub type Errors = RwSignal<Vec<FieldError>>;

/// A one-line field.
#[component]
pub fn TextField(
    /// Id of the input; unique on the page.
    #[prop(into)]
    id: String,
    /// What it asks for.
    #[prop(into)]
    label: String,
    /// Where its errors point.
    #[prop(into)]
    pointer: String,
    /// What is wrong with the form.
    errors: Errors,
    /// The text now.
    #[prop(into)]
    value: Signal<String>,
    /// Takes a new text.
    #[prop(into)]
    on_input: Callback<String>,
    /// Help below the field.
    #[prop(optional)]
    hint: &'static str,
    /// Type of the input.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Takes the focus when its dialog opens.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let error = Memo::new(move |_| errors.with(|errors| error_at(errors, &pointer)));
    let described = format!("{id}-note");
    view! {
        <Field id=id.clone() label error hint>
            <input
                id=id type=kind autocomplete=autocomplete autofocus=autofocus class="input w-full"
                class=("input-error", move || error.with(Option::is_some))
                aria-invalid=move || error.with(Option::is_some).to_string()
                aria-describedby=described
                prop:value=move || value.get()
                on:input:target=move |event| on_input.run(event.target().value())
            />
        </Field>
    }
}

/// A field of several lines.
#[component]
pub fn AreaField(
    /// Id of the field; unique on the page.
    #[prop(into)]
    id: String,
    /// What it asks for.
    #[prop(into)]
    label: String,
    /// Where its errors point.
    #[prop(into)]
    pointer: String,
    /// What is wrong with the form.
    errors: Errors,
    /// The text now.
    #[prop(into)]
    value: Signal<String>,
    /// Takes a new text.
    #[prop(into)]
    on_input: Callback<String>,
    /// Help below the field.
    #[prop(optional)]
    hint: &'static str,
) -> impl IntoView {
    let error = Memo::new(move |_| errors.with(|errors| error_at(errors, &pointer)));
    let described = format!("{id}-note");
    view! {
        <Field id=id.clone() label error hint>
            <textarea
                id=id rows="3" class="textarea w-full min-h-18 text-sm"
                class=("textarea-error", move || error.with(Option::is_some))
                aria-invalid=move || error.with(Option::is_some).to_string()
                aria-describedby=described
                prop:value=move || value.get()
                on:input:target=move |event| on_input.run(event.target().value())
            />
        </Field>
    }
}

/// A choice of environment.
#[component]
pub fn EnvironmentField(
    /// Id of the field; unique on the page.
    id: &'static str,
    /// The choice now.
    #[prop(into)]
    value: Signal<Environment>,
    /// Takes a new choice.
    #[prop(into)]
    on_change: Callback<Environment>,
) -> impl IntoView {
    let options = Environment::ALL
        .iter()
        .map(|word| view! { <option value=word.as_str() selected=move || value.get() == *word>{word.name()}</option> })
        .collect_view();
    view! {
        <Field id label=t!("Environment", "Ambiente") hint=t!("Tokens of one environment do not work in another.", "Tokens de um ambiente não funcionam em outro.")>
            <select
                id=id class="select w-full" aria-describedby="environment-note"
                prop:value=move || value.get().as_str()
                on:change:target=move |event| {
                    if let Ok(word) = event.target().value().parse() {
                        on_change.run(word);
                    }
                }
            >
                {options}
            </select>
        </Field>
    }
}

/// Takes the reader to the first field that is wrong, once the messages are on the screen.
pub fn focus_first_error() {
    request_animation_frame(|| {
        let found = document().query_selector("[aria-invalid=true]").ok().flatten();
        if let Some(field) =
            found.and_then(|element| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(element).ok())
        {
            let _unused = field.focus();
        }
    });
}
