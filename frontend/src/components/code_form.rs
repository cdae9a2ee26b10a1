//! Asks for a code of an authenticator app, or a recovery code.

use leptos::prelude::*;
use tessera_shared::dto::factors::GiveCode;

use crate::api::ApiError;
use crate::forms::checked::checked;
use crate::forms::creation::{Creation, use_creation};
use crate::forms::failure::FormFailure;
use crate::forms::fields::TextField;
use crate::t;
use crate::ui::{Button, Weight};

/// The form; `send` shows the code, `on_done` hears that it was good.
#[component]
pub fn CodeForm<F>(
    /// What the button does.
    act: &'static str,
    /// Shows the code.
    send: fn(GiveCode) -> F,
    /// Hears of a good one.
    #[prop(into)]
    on_done: Callback<()>,
    /// Where errors about the code point.
    #[prop(default = "/code")]
    pointer: &'static str,
    /// Whether a recovery code will do.
    #[prop(optional)]
    recovery: bool,
    /// Whether there is an app.
    #[prop(default = true)]
    app: bool,
    /// How much the button asks for attention.
    #[prop(default = Weight::Primary)]
    weight: Weight,
    /// Whether the field takes the focus.
    #[prop(default = true)]
    focus: bool,
) -> impl IntoView
where
    F: Future<Output = Result<(), ApiError>> + 'static,
{
    let code = RwSignal::new(String::new());
    let form = use_creation();
    let Creation {
        errors, act: progress, ..
    } = form;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = GiveCode {
            code: code.get_untracked(),
        };
        form.submit(
            checked(body, |_| Vec::new()),
            |body, _key| send(body),
            move |()| on_done.run(()),
        );
    };
    let hint = match (app, recovery) {
        (true, true) => t!(
            "From your authenticator app, or one of your recovery codes.",
            "Do seu aplicativo autenticador ou um dos seus códigos de recuperação."
        ),
        (false, true) => t!("One of your recovery codes.", "Um dos seus códigos de recuperação."),
        (_, false) => t!(
            "The six digits your app shows now.",
            "Os seis dígitos que seu aplicativo mostra agora."
        ),
    };
    view! {
        <form class="grid gap-4" novalidate on:submit=submit>
            <TextField id="code" label=t!("Code", "Código") pointer errors autocomplete="one-time-code" autofocus=focus hint
                value=code on_input=move |text| code.set(text) />
            <FormFailure act=progress />
            <Button weight class="w-full" busy=progress.busy>{act}</Button>
        </form>
    }
    .into_any()
}
