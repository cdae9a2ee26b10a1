//! The only page for people whose role needs a second factor they do not have yet.

use leptos::prelude::*;

use super::step_up::StepUpDialogs;
use super::toast;
use crate::api::authenticator;
use crate::components::enrol::{AddPasskey, Enrol, RecoveryCodesShown};
use crate::state::session;
use crate::t;
use crate::ui::Brand;

/// Adding it, or signing out.
#[component]
pub fn MustEnrol() -> impl IntoView {
    document().set_title(t!(
        "Add a second factor · Tessera",
        "Adicione um segundo fator · Tessera"
    ));
    let done = |()| session::refresh();
    let codes = RwSignal::new(None::<Vec<String>>);
    let choose = move || {
        view! {
            {authenticator::is_there().then(|| view! {
                <section class="card-t p-5 mb-4" aria-labelledby="by-passkey">
                    <h2 id="by-passkey" class="text-sm font-semibold mb-1">{t!("With a passkey", "Com uma chave de acesso")}</h2>
                    <p class="text-sm text-muted mb-4">{t!("Your fingerprint, face or PIN on this device or a security key.", "Sua digital, seu rosto ou PIN neste dispositivo, ou uma chave de segurança.")}</p>
                    <AddPasskey on_done=move |made| codes.set(Some(made)) />
                </section>
            })}
            <section class="card-t p-5" aria-labelledby="by-app">
                <h2 id="by-app" class="text-sm font-semibold mb-3">{t!("With an authenticator app", "Com um app autenticador")}</h2>
                <Enrol on_done=done />
            </section>
        }
    };
    view! {
        <main id="main" class="min-h-dvh px-4 sm:px-10 py-8 max-w-2xl mx-auto">
            <div class="flex items-center mb-8">
                <Brand />
                <button type="button" class="btn btn-sm btn-ghost ml-auto" on:click=|_| session::sign_out()>{t!("Sign out", "Sair")}</button>
            </div>
            <h1 class="text-2xl">{t!("Add a second factor", "Adicione um segundo fator")}</h1>
            <p class="text-muted mt-1 mb-6">{t!("Your role reaches many customers, so a password alone does not open it.", "Seu papel alcança muitos clientes, então só a senha não basta para entrar.")}</p>
            {move || match codes.get() {
                Some(codes) => view! { <section class="card-t p-5"><RecoveryCodesShown codes on_done=done /></section> }.into_any(),
                None => choose().into_any(),
            }}
            <StepUpDialogs />
            <toast::ToastRegion />
        </main>
    }
}
