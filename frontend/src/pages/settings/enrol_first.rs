//! The ways to a second factor, for people whose role needs one they do not have yet.

use leptos::prelude::*;

use crate::api::authenticator;
use crate::components::enrol::{AddPasskey, Enrol, RecoveryCodesShown};
use crate::state::session;
use crate::t;

/// Adding one; the frame around it says why.
#[component]
pub fn EnrolFirstPage() -> impl IntoView {
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
    move || match codes.get() {
        Some(codes) => {
            view! { <section class="card-t p-5"><RecoveryCodesShown codes on_done=done /></section> }.into_any()
        }
        None => choose().into_any(),
    }
}
