//! `/reset`: asks for a link to choose another password; `/reset#code`: chooses it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use tessera_shared::dto::people::{AskReset, CompleteReset};
use tessera_shared::error::ErrorCode;
use tessera_shared::validate::MIN_PASSWORD;

use super::fragment::use_fragment;
use super::frame::PlainFrame;
use crate::api;
use crate::forms::checked::checked;
use crate::forms::creation::{Creation, use_creation};
use crate::forms::failure::FormFailure;
use crate::forms::fields::TextField;
use crate::t;
use crate::ui::{Button, Weight};

/// The page of who lost their password.
#[component]
pub fn ResetPage() -> impl IntoView {
    document().set_title(t!("New password · Tessera", "Nova senha · Tessera"));
    let fragment = use_fragment();
    let body = move || match fragment.get() {
        Some(code) => view! { <Choose code /> }.into_any(),
        None => view! { <Ask /> }.into_any(),
    };
    view! {
        <PlainFrame>
            <div class="max-w-sm">{body}</div>
        </PlainFrame>
    }
}

#[component]
fn Ask() -> impl IntoView {
    let email = RwSignal::new(String::new());
    let asked = RwSignal::new(false);
    let form = use_creation();
    let Creation { errors, act, .. } = form;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let email = email.get_untracked().trim().to_owned();
        let send = |body, _key: String| async move { api::session::ask_reset(&body).await };
        form.submit(checked(AskReset { email }, |_| Vec::new()), send, move |()| {
            asked.set(true);
        });
    };
    let sent = view! {
        <h1 class="text-2xl">{t!("Look into your mail", "Confira seu e-mail")}</h1>
        <p role="status" class="text-muted mt-2">
            {t!("A letter is on its way to ", "Uma mensagem está a caminho de ")}<strong class="font-medium text-ink break-all">{move || email.get()}</strong>
            {t!(". If there is an account, it holds a link that is good for half an hour.", ". Se houver uma conta, ela traz um link que vale por meia hora.")}
        </p>
    };
    let ask = view! {
        <h1 class="text-2xl">{t!("New password", "Nova senha")}</h1>
        <p class="text-muted mt-2 mb-6">{t!("We send a link to the address of your account.", "Enviamos um link para o e-mail da sua conta.")}</p>
        <form class="grid gap-4" novalidate on:submit=submit aria-label=t!("New password", "Nova senha")>
            <TextField id="reset-email" label=t!("E-mail", "E-mail") kind="email" pointer="/email" errors autocomplete="username"
                value=email on_input=move |text| email.set(text) />
            <FormFailure act />
            <div><Button weight=Weight::Primary class="max-sm:w-full max-sm:h-10" busy=act.busy>{t!("Send the link", "Enviar o link")}</Button></div>
        </form>
    };
    view! {
        <section>
            <div hidden=move || asked.get()>{ask}</div>
            <div hidden=move || !asked.get()>{sent}</div>
            <p class="mt-6 text-sm"><A href="/login" attr:class="link-t">{t!("Back to sign-in", "Voltar para a entrada")}</A></p>
        </section>
    }
}

#[component]
fn Choose(code: String) -> impl IntoView {
    let password = RwSignal::new(String::new());
    let (chosen, gone) = (RwSignal::new(false), RwSignal::new(false));
    let form = use_creation();
    let Creation { errors, act, .. } = form;
    let code = StoredValue::new(code);
    // Whoever comes too late learns it before they think of a password; other failures show when it is sent.
    spawn_local(async move {
        let opened = api::session::open_reset(code.get_value()).await;
        if matches!(opened, Err(error) if error.code() == Some(ErrorCode::NotFound)) {
            gone.try_set(true);
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = CompleteReset {
            code: code.get_value(),
            password: password.get_untracked(),
        };
        let send = move |body, _key: String| async move {
            let done = api::session::complete_reset(&body).await;
            gone.set(matches!(&done, Err(error) if error.code() == Some(ErrorCode::NotFound)));
            done
        };
        form.submit(checked(body, |_| Vec::new()), send, move |()| chosen.set(true));
    };
    let form = move || {
        view! {
            <form class="grid gap-4 mt-6" novalidate on:submit=submit>
                <TextField id="reset-password" label=t!("New password", "Nova senha") kind="password" pointer="/password" errors
                    autocomplete="new-password" hint=t!("At least 15 characters; a few words make a good one.", "Pelo menos 15 caracteres; algumas palavras juntas fazem uma boa senha.")
                    value=password on_input=move |text| password.set(text) />
                <FormFailure act />
                <div><Button weight=Weight::Primary class="max-sm:w-full max-sm:h-10" busy=act.busy>{t!("Set the password", "Definir a senha")}</Button></div>
            </form>
        }
    };
    let body = move || {
        if chosen.get() {
            view! {
                <p role="status" class="text-muted mt-2 mb-6">{t!("Your password is set, and you are signed out everywhere.", "Sua senha foi definida, e você saiu de todos os lugares.")}</p>
                <A href="/login" attr:class="btn btn-primary">{t!("Sign in", "Entrar")}</A>
            }
            .into_any()
        } else if gone.get() {
            view! {
                <p role="alert" class="text-muted mt-2 mb-6">{t!("This link was used or ran out; it is good for half an hour.", "Este link já foi usado ou expirou; ele vale por meia hora.")}</p>
                <a href="/reset" class="btn btn-line">{t!("Ask for another one", "Pedir outro")}</a>
            }
            .into_any()
        } else {
            form().into_any()
        }
    };
    view! { <section><h1 class="text-2xl">{t!("Choose a new password", "Escolha uma nova senha")}</h1>{body}</section> }
}

// The hint above says the bound in words.
const _: () = assert!(MIN_PASSWORD == 15);
