//! Chooses another password.

use leptos::prelude::*;
use tessera_shared::dto::people::ChangePassword;

use crate::api;
use crate::components::here;
use crate::forms::checked::checked;
use crate::forms::creation::{Creation, use_creation};
use crate::forms::failure::FormFailure;
use crate::forms::fields::TextField;
use crate::t;
use crate::ui::{Button, Weight};

/// The old password and the new one.
#[component]
pub fn PasswordCard() -> impl IntoView {
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let form = use_creation();
    let Creation { errors, act, .. } = form;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = ChangePassword {
            current: current.get_untracked(),
            new: new.get_untracked(),
        };
        let send = |body, _key: String| async move { api::session::change_password(&body).await };
        form.submit(checked(body, |_| Vec::new()), send, move |()| {
            current.set(String::new());
            new.set(String::new());
            here::say(t!(
                "Your password is changed; you are signed out everywhere else.",
                "Sua senha foi trocada; você saiu de todos os outros lugares."
            ));
        });
    };
    view! {
        <section class="card-t p-5" aria-labelledby="password-card">
            <h2 id="password-card" class="text-sm font-semibold mb-3">{t!("Password", "Senha")}</h2>
            <form class="grid gap-4 max-w-sm" novalidate on:submit=submit aria-label=t!("Password", "Senha")>
                <TextField id="current-password" label=t!("Password now", "Senha atual") kind="password" pointer="/current" errors
                    autocomplete="current-password" value=current on_input=move |text| current.set(text) />
                <TextField id="new-password" label=t!("New password", "Nova senha") kind="password" pointer="/new" errors
                    autocomplete="new-password" hint=t!("At least 15 characters; a few words make a good one.", "Pelo menos 15 caracteres; algumas palavras juntas fazem uma boa senha.")
                    value=new on_input=move |text| new.set(text) />
                <FormFailure act />
                <div><Button weight=Weight::Primary busy=act.busy>{t!("Change password", "Trocar senha")}</Button></div>
            </form>
        </section>
    }
}
