//! A gateway's credential, the one time it is on the screen.

use leptos::prelude::*;

use crate::t;
use crate::ui::{CopyButton, Glyph, Icon};

/// The credential; it lives as long as this component.
#[component]
pub fn CredentialCard(
    /// For the `X-Gateway-Key` header.
    credential: String,
) -> impl IntoView {
    let text = credential.clone();
    view! {
        <section class="card-t p-4">
            <div class="flex flex-wrap items-center gap-2 mb-2">
                <h2 class="text-sm" id="credential-title">{t!("Credential", "Credencial")}</h2>
                <span class="ml-auto"><CopyButton text=Signal::stored(text) label=t!("Copy credential", "Copiar credencial") class="btn-line" /></span>
            </div>
            <div
                class="rounded-lg border border-line-strong bg-sunken p-3 mono text-sm break-all select-all"
                role="textbox" aria-readonly="true" aria-labelledby="credential-title" tabindex="0" data-testid="credential"
            >
                {credential}
            </div>
            <p class="hint flex gap-1.5">
                <Icon name=Glyph::Info class="icon-sm" />
                {t!("Shown once. It goes into the X-Gateway-Key header, from a file that only the gateway can read.", "Mostrada uma única vez. Vai no cabeçalho X-Gateway-Key, a partir de um arquivo que só o gateway pode ler.")}
            </p>
        </section>
    }
}
