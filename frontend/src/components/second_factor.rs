//! Asks for a second factor: a passkey where there is one, a code from who has codes.

use leptos::prelude::*;
use tessera_shared::dto::factors::{GiveCode, SecondFactorNeeded};

use super::code_form::CodeForm;
use super::passkey::PasskeyButton;
use crate::api::{self, ApiError};
use crate::t;
use crate::ui::Weight;

/// Both ways; each `send` shows what its name says, `on_done` hears that it was good.
#[component]
pub fn ShowFactor<C, P>(
    /// What will do.
    needed: SecondFactorNeeded,
    /// What the code's button does.
    act: &'static str,
    /// Shows the code.
    send_code: fn(GiveCode) -> C,
    /// Shows the passkey.
    send_passkey: fn() -> P,
    /// Where errors about the code point.
    #[prop(default = "/code")]
    pointer: &'static str,
    /// Hears of a good one.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView
where
    C: Future<Output = Result<(), ApiError>> + 'static,
    P: Future<Output = Result<(), ApiError>> + 'static,
{
    let (app, codes) = (needed.totp, needed.totp || needed.recovery_codes);
    let passkey = needed.passkey.then(|| {
        view! {
            <PasskeyButton act=t!("Use your passkey", "Usar sua chave de acesso") weight=Weight::Primary send=send_passkey on_done />
            {codes.then(|| view! { <p class="text-xs text-muted text-center">{t!("or", "ou")}</p> })}
        }
    });
    let weight = if needed.passkey { Weight::Line } else { Weight::Primary };
    let code = codes.then(|| {
        view! { <CodeForm act send=send_code on_done pointer recovery=true app weight focus=!needed.passkey /> }
    });
    view! { <div class="grid gap-4">{passkey} {code}</div> }.into_any()
}

async fn finish_with_code(body: GiveCode) -> Result<(), ApiError> {
    api::factors::finish_sign_in(&body).await
}

/// Asks for it after the password.
#[component]
pub fn FinishSignIn(needed: SecondFactorNeeded, #[prop(into)] on_done: Callback<()>) -> impl IntoView {
    view! {
        <ShowFactor needed act=t!("Sign in", "Entrar") send_code=finish_with_code send_passkey=api::passkeys::finish_sign_in on_done />
    }
}
