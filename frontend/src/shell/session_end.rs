//! The end of a session: a warning while it can be put off, and signing in again over the page when
//! it could not. Nothing that was typed is lost.

use std::time::Duration;

use leptos::prelude::*;
use tessera_shared::dto::factors::SecondFactorNeeded;
use tessera_shared::dto::people::SignIn;

use crate::api;
use crate::components::second_factor::FinishSignIn;
use crate::forms::act::use_act;
use crate::forms::failure::FormFailure;
use crate::forms::fields::TextField;
use crate::state::session;
use crate::t;
use crate::ui::{Button, Dialog, Glyph, Icon, Weight};

/// A warning comes when less than this is left.
const WARN_SECONDS: i64 = 90;
/// How often the time that is left is looked at; also the longest by which a warning is late.
const LOOK: Duration = Duration::from_secs(5);

/// The warning and the dialog.
#[component]
pub fn SessionEnd() -> impl IntoView {
    let warning = RwSignal::new(false);
    let look = move || {
        let Some(left) = session::seconds_left() else { return };
        if left <= 0 {
            session::refresh();
        }
        let warn = left <= WARN_SECONDS;
        let _gone = warning.try_maybe_update(|now| (std::mem::replace(now, warn) != warn, ()));
    };
    if let Ok(ticking) = set_interval_with_handle(look, LOOK) {
        on_cleanup(move || ticking.clear());
    }
    move || match (session::has_ended(), warning.get()) {
        (true, _) => view! { <SignInAgain /> }.into_any(),
        (false, true) => view! { <Warning warning /> }.into_any(),
        (false, false) => ().into_any(),
    }
}

#[component]
fn Warning(warning: RwSignal<bool>) -> impl IntoView {
    let act = use_act();
    let fixed = RwSignal::new(false);
    let stay = move |()| {
        act.run(session::stay(), move |left| {
            let extended = left > WARN_SECONDS;
            fixed.set(!extended);
            warning.set(!extended);
        });
    };
    let words = move || {
        if fixed.get() {
            t!(
                "This session has reached its end and cannot be prolonged. You can sign in again on this page; what you typed stays.",
                "Esta sessão chegou ao fim e não pode ser prolongada. Você pode entrar de novo nesta página; o que você digitou fica."
            )
        } else {
            t!(
                "You will be signed out in about a minute, since nothing was done for a while.",
                "Você vai sair em cerca de um minuto, porque nada foi feito há algum tempo."
            )
        }
    };
    view! {
        <div class="fixed inset-x-4 bottom-20 sm:left-auto sm:bottom-4 sm:w-96 z-50 sheet p-4 text-sm" role="alert">
            <p class="flex gap-2"><Icon name=Glyph::Hourglass /><span>{words}</span></p>
            {move || (!fixed.get()).then(|| view! {
                <div class="mt-3 flex justify-end">
                    <Button weight=Weight::Primary busy=act.busy on_click=stay>{t!("Stay signed in", "Continuar conectado")}</Button>
                </div>
            })}
        </div>
    }
}

/// Signs the same person in again.
#[component]
fn SignInAgain() -> impl IntoView {
    let email = session::me_untracked().map(|me| me.email).unwrap_or_default();
    let halfway = RwSignal::new(None::<SecondFactorNeeded>);
    let done = Callback::new(|()| session::again());
    let body = {
        let email = email.clone();
        move || match halfway.get() {
            Some(needed) => view! { <FinishSignIn needed on_done=done /> }.into_any(),
            None => view! { <PasswordForm email=email.clone() halfway on_done=done /> }.into_any(),
        }
    };
    view! {
        <Dialog title=t!("Your session ended", "Sua sessão terminou") closes=false on_close=|()| session::leave()>
            <div class="px-5 pb-5 grid gap-4">
                <p class="text-sm text-muted mt-1">
                    {t!("Sign in again as ", "Entre de novo como ")}<strong class="font-medium text-ink break-all">{email}</strong>
                    {t!(" to go on where you were. What you typed is still there.", " para continuar de onde parou. O que você digitou ainda está aí.")}
                </p>
                {body}
            </div>
        </Dialog>
    }
}

#[component]
fn PasswordForm(email: String, halfway: RwSignal<Option<SecondFactorNeeded>>, on_done: Callback<()>) -> impl IntoView {
    let password = RwSignal::new(String::new());
    let act = use_act();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = SignIn {
            email: email.clone(),
            password: password.get_untracked(),
        };
        let call = async move { api::session::sign_in(&body).await };
        act.run(call, move |needed| match needed {
            Some(needed) => halfway.set(Some(needed)),
            None => on_done.run(()),
        });
    };
    let errors = RwSignal::new(Vec::new());
    view! {
        <form class="grid gap-4" novalidate on:submit=submit>
            <TextField id="again-password" label=t!("Password", "Senha") kind="password" pointer="/password" errors
                autocomplete="current-password" autofocus=true value=password on_input=move |text| password.set(text) />
            <FormFailure act />
            <div class="flex flex-wrap gap-2">
                <Button weight=Weight::Primary busy=act.busy>{t!("Sign in", "Entrar")}</Button>
                <Button weight=Weight::Ghost on_click=|()| session::leave()>{t!("Leave this page", "Sair desta página")}</Button>
            </div>
        </form>
    }
}
