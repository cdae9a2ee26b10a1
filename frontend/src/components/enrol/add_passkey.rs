//! Making a passkey.

use leptos::prelude::*;
use tessera_shared::dto::passkeys::RenamePasskey;

use crate::api;
use crate::components::here;
use crate::forms::checked::checked;
use crate::forms::creation::{Creation, use_creation};
use crate::forms::failure::FormFailure;
use crate::forms::fields::TextField;
use crate::t;
use crate::ui::{Button, Glyph, Weight};

/// Makes a passkey; `on_done` hears of the recovery codes that came with it, if any did.
#[component]
pub fn AddPasskey(
    #[prop(into)] on_done: Callback<Vec<String>>,
    #[prop(into, optional)] on_cancel: Option<Callback<()>>,
) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let form = use_creation();
    let Creation { errors, act, .. } = form;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = RenamePasskey {
            name: name.get_untracked().trim().to_owned(),
        };
        let send = |body: RenamePasskey, _key: String| api::passkeys::add(body.name);
        form.submit(checked(body, |_| Vec::new()), send, move |added| {
            here::say(t!(
                "Your passkey is added; you are signed out everywhere else.",
                "Sua chave de acesso foi adicionada; você saiu de todos os outros lugares."
            ));
            on_done.run(added.codes);
        });
    };
    view! {
        <form class="grid gap-4 max-w-md" novalidate on:submit=submit aria-label=t!("New passkey", "Nova chave de acesso")>
            <TextField id="passkey-name" label=t!("Name of the passkey", "Nome da chave de acesso") pointer="/name" errors
                hint=t!("So that you know it later: “Work laptop”, “Key on my ring”.", "Para reconhecê-la depois: “Notebook do trabalho”, “Chave do chaveiro”.")
                value=name on_input=move |text| name.set(text) />
            <FormFailure act />
            <div class="flex flex-wrap gap-2">
                <Button weight=Weight::Primary icon=Glyph::FingerprintPattern busy=act.busy>{t!("Make the passkey", "Criar a chave de acesso")}</Button>
                {on_cancel.map(|cancel| view! { <Button weight=Weight::Ghost on_click=cancel>{t!("Cancel", "Cancelar")}</Button> })}
            </div>
        </form>
    }
}
