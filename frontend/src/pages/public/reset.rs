//! `/reset`: asks for a link to choose another password; `/reset#code`: chooses it.

use leptos::prelude::*;
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
use crate::shell::brand::Brand;
use crate::ui::{Button, Weight};

/// The page of who lost their password.
#[component]
pub fn ResetPage() -> impl IntoView {
    document().set_title("New password · Tessera");
    let fragment = use_fragment();
    let body = move || match fragment.get() {
        Some(code) => view! { <Choose code /> }.into_any(),
        None => view! { <Ask /> }.into_any(),
    };
    view! {
        <PlainFrame>
            <div class="max-w-sm mx-auto grid gap-8"><Brand />{body}</div>
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
        <h1 class="text-2xl">"Look into your mail"</h1>
        <p role="status" class="text-muted mt-2">
            "A letter is on its way to "<strong class="font-medium text-ink break-all">{move || email.get()}</strong>
            ". If there is an account, it holds a link that is good for half an hour."
        </p>
    };
    let ask = view! {
        <h1 class="text-2xl">"New password"</h1>
        <p class="text-muted mt-2 mb-6">"We send a link to the address of your account."</p>
        <form class="grid gap-4" novalidate on:submit=submit aria-label="New password">
            <TextField id="reset-email" label="E-mail" kind="email" pointer="/email" errors autocomplete="username"
                value=email on_input=move |text| email.set(text) />
            <FormFailure act />
            <div><Button weight=Weight::Primary busy=act.busy>"Send the link"</Button></div>
        </form>
    };
    view! {
        <section>
            <div hidden=move || asked.get()>{ask}</div>
            <div hidden=move || !asked.get()>{sent}</div>
            <p class="mt-6 text-sm"><A href="/login" attr:class="link-t">"Back to sign-in"</A></p>
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
                <TextField id="reset-password" label="New password" kind="password" pointer="/password" errors
                    autocomplete="new-password" hint="At least 15 characters; a few words make a good one."
                    value=password on_input=move |text| password.set(text) />
                <FormFailure act />
                <div><Button weight=Weight::Primary busy=act.busy>"Set the password"</Button></div>
            </form>
        }
    };
    let body = move || {
        if chosen.get() {
            view! {
                <p role="status" class="text-muted mt-2 mb-6">"Your password is set, and you are signed out everywhere."</p>
                <A href="/login" attr:class="btn btn-primary">"Sign in"</A>
            }
            .into_any()
        } else if gone.get() {
            view! {
                <p role="alert" class="text-muted mt-2 mb-6">"This link was used or ran out; it is good for half an hour."</p>
                <a href="/reset" class="btn btn-line">"Ask for another one"</a>
            }
            .into_any()
        } else {
            form().into_any()
        }
    };
    view! { <section><h1 class="text-2xl">"Choose a new password"</h1>{body}</section> }
}

// The hint above says the bound in words.
const _: () = assert!(MIN_PASSWORD == 15);
