//! The only page for people whose role needs a second factor they do not have yet.

use leptos::prelude::*;

use super::step_up::StepUpDialogs;
use super::toast;
use crate::state::session;
use crate::t;
use crate::ui::Brand;

/// Adding it, or signing out.
#[component]
pub fn MustEnrol(
    /// Draws the ways to one.
    enrol: fn() -> AnyView,
) -> impl IntoView {
    document().set_title(t!(
        "Add a second factor · Tessera",
        "Adicione um segundo fator · Tessera"
    ));
    view! {
        <main id="main" class="min-h-dvh px-4 sm:px-10 py-8 max-w-2xl mx-auto">
            <div class="flex items-center mb-8">
                <Brand />
                <button type="button" class="btn btn-sm btn-ghost ml-auto" on:click=|_| session::sign_out()>{t!("Sign out", "Sair")}</button>
            </div>
            <h1 class="text-2xl">{t!("Add a second factor", "Adicione um segundo fator")}</h1>
            <p class="text-muted mt-1 mb-6">{t!("Your role reaches many customers, so a password alone does not open it.", "Seu papel alcança muitos clientes, então só a senha não basta para entrar.")}</p>
            {enrol()}
            <StepUpDialogs />
            <toast::ToastRegion />
        </main>
    }
}
