//! Adding an authenticator app: the picture, a code, the recovery codes.

use leptos::prelude::*;
use tessera_shared::dto::factors::{GiveCode, QrPicture, TotpEnrolment};

use super::recovery::RecoveryCodesShown;
use crate::api;
use crate::components::here;
use crate::forms::checked::checked;
use crate::forms::creation::{Creation, use_creation};
use crate::forms::failure::FormFailure;
use crate::forms::fields::TextField;
use crate::t;
use crate::ui::{Button, CopyButton, Loaded, Weight};

/// The steps; `on_done` hears that the codes are kept.
#[component]
pub fn Enrol(#[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let begun = LocalResource::new(api::factors::begin_totp);
    let value = Signal::derive(move || {
        let answer = begun.get();
        answer.map(|answer| {
            answer.map_err(|error| here::fault(&error, t!("authenticator app", "aplicativo autenticador")))
        })
    });
    let codes = RwSignal::new(None::<Vec<String>>);
    let confirm = move |shown: TotpEnrolment| view! { <Confirm shown codes /> }.into_any();
    move || {
        match codes.get() {
        Some(codes) => view! { <RecoveryCodesShown codes on_done /> }.into_any(),
        None => view! { <Loaded value what=t!("authenticator app", "aplicativo autenticador") retry=move |()| begun.refetch() children=confirm /> }
            .into_any(),
    }
    }
}

/// Dark on white in both themes, with the quiet zone that readers need.
#[component]
fn Picture(qr: QrPicture) -> impl IntoView {
    let size = qr.size + 8;
    view! {
        <svg class="size-48 rounded-lg bg-white text-black" viewBox=format!("-4 -4 {size} {size}") role="img"
            aria-label=t!("QR code for your authenticator app", "Código QR para seu aplicativo autenticador") shape-rendering="crispEdges">
            <path fill="currentColor" d=qr.path />
        </svg>
    }
}

#[component]
fn Confirm(shown: TotpEnrolment, codes: RwSignal<Option<Vec<String>>>) -> impl IntoView {
    let code = RwSignal::new(String::new());
    let form = use_creation();
    let Creation { errors, act, .. } = form;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = GiveCode {
            code: code.get_untracked(),
        };
        let send = |body, _key: String| async move { api::factors::confirm_totp(&body).await };
        form.submit(checked(body, |_| Vec::new()), send, move |made| {
            here::say(t!(
                "Your authenticator app is added; you are signed out everywhere else.",
                "Seu aplicativo autenticador foi adicionado; você saiu de todos os outros lugares."
            ));
            codes.set(Some(made.codes));
        });
    };
    let secret = shown.secret.clone();
    view! {
        <div class="grid gap-4 max-w-md">
            <p class="text-sm text-muted">{t!("Scan this with an authenticator app, then enter the code it shows.", "Leia isto com um aplicativo autenticador e informe o código que ele mostra.")}</p>
            <Picture qr=shown.qr />
            <div class="text-sm">
                <p class="text-muted">{t!("Cannot scan? Type this key into the app:", "Não consegue ler? Digite esta chave no aplicativo:")}</p>
                <p class="mono text-xs break-all mt-1" data-testid="totp-secret">{shown.secret}</p>
                <CopyButton text=Signal::stored(secret) label=t!("Copy key", "Copiar chave") shown=t!("Copy key", "Copiar chave") />
            </div>
            <form class="grid gap-4" novalidate on:submit=submit aria-label=t!("Authenticator app", "Aplicativo autenticador")>
                <TextField id="totp-code" label=t!("Code", "Código") pointer="/code" errors autocomplete="one-time-code"
                    hint=t!("The six digits your app shows now.", "Os seis dígitos que seu aplicativo mostra agora.") value=code on_input=move |text| code.set(text) />
                <FormFailure act />
                <div><Button weight=Weight::Primary busy=act.busy>{t!("Confirm the app", "Confirmar o aplicativo")}</Button></div>
            </form>
        </div>
    }
}
