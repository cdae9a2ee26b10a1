//! The dialog that asks once more who one is, before something dangerous goes on.

use leptos::prelude::*;
use tessera_shared::dto::factors::{Factors, GiveCode, SecondFactorNeeded, StepUp};

use crate::api::{self, ApiError};
use crate::components::here;
use crate::components::second_factor::ShowFactor;
use crate::forms::checked::checked;
use crate::forms::creation::{Creation, use_creation};
use crate::forms::failure::FormFailure;
use crate::forms::fields::TextField;
use crate::state::step_up;
use crate::t;
use crate::ui::{Button, Dialog, Loaded, Weight};

/// The dialog, while something waits for it.
#[component]
pub fn StepUpDialogs() -> impl IntoView {
    move || step_up::is_asking().then(|| view! { <StepUpDialog /> })
}

async fn show_code(body: GiveCode) -> Result<(), ApiError> {
    api::factors::step_up(&StepUp::by_code(body.code)).await
}

#[component]
fn StepUpDialog() -> impl IntoView {
    let factors = LocalResource::new(api::factors::list);
    let value = Signal::derive(move || {
        let answer = factors.get();
        answer.map(|answer| answer.map_err(|error| here::fault(&error, "question")))
    });
    let done = Callback::new(|()| step_up::settle(true));
    let ask = move |factors: Factors| {
        let (app, passkey) = (factors.totp_since.is_some(), !factors.passkeys.items.is_empty());
        if !app && !passkey {
            return view! { <PasswordForm on_done=done /> }.into_any();
        }
        let recovery_codes = factors.recovery_codes_left > 0;
        let needed = SecondFactorNeeded {
            totp: app,
            passkey,
            recovery_codes,
        };
        view! {
            <ShowFactor needed act=t!("Go on", "Continuar") send_code=show_code send_passkey=api::passkeys::step_up pointer="/proof"
                on_done=done />
        }
        .into_any()
    };
    view! {
        <Dialog title=t!("Is it still you?", "Ainda é você?") on_close=|()| step_up::settle(false)>
            <div class="px-5 pb-5 grid gap-4">
                <p class="text-sm text-muted mt-1">
                    {t!("This is asked before anything that is hard to take back. What you were about to do goes on afterwards.", "Isto é perguntado antes de tudo que é difícil de desfazer. O que você ia fazer continua em seguida.")}
                </p>
                <Loaded value what="question" retry=move |()| factors.refetch() children=ask />
            </div>
        </Dialog>
    }
}

#[component]
fn PasswordForm(on_done: Callback<()>) -> impl IntoView {
    let password = RwSignal::new(String::new());
    let form = use_creation();
    let Creation { errors, act, .. } = form;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = StepUp::by_password(password.get_untracked());
        let send = |body, _key: String| async move { api::factors::step_up(&body).await };
        form.submit(checked(body, |_| Vec::new()), send, move |()| on_done.run(()));
    };
    view! {
        <form class="grid gap-4" novalidate on:submit=submit>
            <TextField id="step-up-password" label=t!("Your password", "Sua senha") kind="password" pointer="/proof" errors
                autocomplete="current-password" autofocus=true value=password on_input=move |text| password.set(text) />
            <FormFailure act />
            <Button weight=Weight::Primary class="w-full" busy=act.busy>{t!("Go on", "Continuar")}</Button>
        </form>
    }
}
