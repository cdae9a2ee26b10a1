//! Recovery codes, the one time they are seen.

use leptos::prelude::*;

use crate::t;
use crate::ui::{Button, CopyButton, Weight};

/// The codes; `on_done` hears that they are kept somewhere.
#[component]
pub fn RecoveryCodesShown(codes: Vec<String>, #[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let text = codes.join("\n");
    let rows = codes
        .into_iter()
        .map(|code| view! { <li class="mono text-sm">{code}</li> })
        .collect_view();
    view! {
        <div class="grid gap-4">
            <h3 class="text-sm font-semibold">{t!("Keep your recovery codes", "Guarde seus códigos de recuperação")}</h3>
            <p class="text-sm text-muted">
                {t!("Each signs you in once when your app is lost. They are shown only now; keep them where your password is not.", "Cada um permite entrar uma vez se você perder o aplicativo. Eles só aparecem agora; guarde-os longe da sua senha.")}
            </p>
            <ul class="grid sm:grid-cols-2 gap-x-6 gap-y-1.5 bg-sunken rounded-lg p-4" aria-label=t!("Recovery codes", "Códigos de recuperação")>{rows}</ul>
            <div class="flex flex-wrap gap-2">
                <CopyButton text=Signal::stored(text) label=t!("Copy all", "Copiar todos") shown=t!("Copy all", "Copiar todos") class="btn-line" />
                <Button weight=Weight::Primary on_click=on_done>{t!("I have kept them", "Já os guardei")}</Button>
            </div>
        </div>
    }
}
