//! The own passkeys: what there is, and renaming and removing one.

use leptos::prelude::*;
use tessera_shared::dto::passkeys::{Passkey, Passkeys, RenamePasskey};

use crate::api::{self, authenticator};
use crate::components::here;
use crate::components::passkey::no_passkeys_here;
use crate::forms::act::use_act;
use crate::forms::checked::checked;
use crate::forms::creation::{Creation, use_creation};
use crate::forms::failure::FormFailure;
use crate::forms::fields::TextField;
use crate::t;
use crate::ui::{Button, Shape, Time, Weight};

/// Why none can be added, if so.
pub fn obstacle(passkeys: &Passkeys) -> Option<&'static str> {
    if !passkeys.possible {
        Some(t!(
            "Passkeys need an address with a name and https; this broker has none.",
            "Chaves de acesso precisam de um endereço com nome e https; este servidor não tem."
        ))
    } else if authenticator::is_there() {
        None
    } else {
        Some(no_passkeys_here())
    }
}

/// One passkey; `blocked` says why it cannot be removed.
#[component]
pub fn PasskeyRow(
    passkey: Passkey,
    #[prop(into)] blocked: Signal<Option<String>>,
    #[prop(into)] reload: Callback<()>,
) -> impl IntoView {
    let act = use_act();
    let renaming = RwSignal::new(false);
    let (id, created, used, backed_up) = (passkey.id, passkey.created_at, passkey.used_at, passkey.backed_up);
    let name = StoredValue::new(passkey.name);
    let remove = move |()| {
        act.run(api::passkeys::remove(id), move |()| {
            here::say(t!(
                "Your passkey is removed; you are signed out everywhere else.",
                "Sua chave de acesso foi removida; você saiu de todos os outros lugares."
            ));
            reload.run(());
        });
    };
    let shown = move || {
        let (of_rename, of_remove) = (name.get_value(), name.get_value());
        view! {
            <div class="flex flex-wrap items-center gap-x-3 gap-y-2">
                <div class="min-w-0 grow basis-48">
                    <span class="font-medium break-words">{name.get_value()}</span>
                    <div class="text-xs text-muted">
                        {t!("Added ", "Adicionada ")}<Time at=created shape=Shape::Date />
                        {match used {
                            Some(at) => view! { {t!(", last used ", ", último uso ")}<Time at /> }.into_any(),
                            None => view! { {t!(", never used", ", nunca usada")} }.into_any(),
                        }}
                        {backed_up.then_some(t!(", kept beyond one device", ", guardada além de um só aparelho"))}
                    </div>
                </div>
                <div class="flex flex-wrap gap-2">
                    <Button weight=Weight::Line on_click=move |()| renaming.set(true)>
                        {t!("Rename", "Renomear")}<span class="sr-only">" "{of_rename}</span>
                    </Button>
                    <Button weight=Weight::LineBad busy=act.busy blocked on_click=remove>
                        {t!("Remove", "Remover")}<span class="sr-only">" "{of_remove}</span>
                    </Button>
                </div>
            </div>
            <FormFailure act />
        }
        .into_any()
    };
    let body = move || {
        if renaming.get() {
            view! { <Rename id name=name.get_value() on_done=reload on_cancel=move |()| renaming.set(false) /> }
                .into_any()
        } else {
            shown()
        }
    };
    view! { <li class="py-2.5 text-sm">{body}</li> }
}

#[component]
fn Rename(
    id: tessera_shared::ids::PasskeyId,
    name: String,
    on_done: Callback<()>,
    #[prop(into)] on_cancel: Callback<()>,
) -> impl IntoView {
    let text = RwSignal::new(name);
    let form = use_creation();
    let Creation { errors, act, .. } = form;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = RenamePasskey {
            name: text.get_untracked().trim().to_owned(),
        };
        let send = move |body, _key: String| async move { api::passkeys::rename(id, &body).await };
        form.submit(checked(body, |_| Vec::new()), send, move |()| on_done.run(()));
    };
    view! {
        <form class="grid gap-3 max-w-md" novalidate on:submit=submit aria-label=t!("Another name", "Outro nome")>
            <TextField id="passkey-rename" label=t!("Name of the passkey", "Nome da chave de acesso") pointer="/name" errors autofocus=true
                value=text on_input=move |typed| text.set(typed) />
            <FormFailure act />
            <div class="flex flex-wrap gap-2">
                <Button weight=Weight::Primary busy=act.busy>{t!("Save the name", "Salvar o nome")}</Button>
                <Button weight=Weight::Ghost on_click=on_cancel>{t!("Cancel", "Cancelar")}</Button>
            </div>
        </form>
    }
}
