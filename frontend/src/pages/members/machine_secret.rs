//! A service account's secret, the one time it is on the screen.

use leptos::prelude::*;
use tessera_shared::dto::machines::{RotateSecret, ServiceAccount};
use tessera_shared::dto::people::TenantCard;

use crate::api;
use crate::components::TenantLine;
use crate::forms::act::use_act;
use crate::forms::failure::FormFailure;
use crate::ui::{Answer, Button, CopyButton, Dialog, DialogFoot, Glyph, Icon, Seg, Weight};
use crate::{t, tf};

/// The id and the secret; they live as long as this component.
#[component]
pub fn ShownSecret(
    /// `client_id` at the token endpoint.
    id: String,
    /// The secret.
    secret: String,
) -> impl IntoView {
    let line = |name: &'static str, text: String, label: &'static str| {
        let copied = text.clone();
        view! {
            <div>
                <div class="flex items-center mb-1">
                    <span class="lab mb-0">{name}</span>
                    <span class="ml-auto"><CopyButton text=Signal::stored(copied) label class="btn-line" /></span>
                </div>
                <div class="rounded-lg border border-line-strong bg-sunken p-2 mono text-sm break-all select-all" data-testid=name>{text}</div>
            </div>
        }
    };
    view! {
        <div class="grid gap-3" role="status">
            {line("client_id", id, t!("Copy client id", "Copiar client id"))}
            {line("client_secret", secret, t!("Copy secret", "Copiar segredo"))}
            <p class="hint flex gap-1.5">
                <Icon name=Glyph::Info class="icon-sm" />
                {t!("Shown once. The script trades it at /oauth2/token for an access token of 15 minutes.", "Mostrado uma vez. O script o troca em /oauth2/token por um token de acesso de 15 minutos.")}
            </p>
        </div>
    }
}

/// Makes another secret.
#[component]
pub fn RotateDialog(
    /// Whose.
    account: ServiceAccount,
    /// The customer.
    tenant: TenantCard,
    /// Hears that there is another one.
    on_made: Callback<()>,
    /// Unmounts the dialog.
    on_close: Callback<()>,
) -> impl IntoView {
    let overlap = RwSignal::new(24_u32);
    let made = RwSignal::new(None::<String>);
    let act = use_act();
    let id = account.id;
    let rotate = move |()| {
        let body = RotateSecret {
            overlap_hours: overlap.get_untracked(),
        };
        act.run(async move { api::machines::rotate(id, &body).await }, move |rotated| {
            made.set(Some(rotated.secret));
        });
    };
    let close = Callback::new(move |()| {
        let done = made.with_untracked(Option::is_some);
        on_close.run(());
        if done {
            on_made.run(());
        }
    });
    let answers = vec![
        Answer::new(0, t!("At once", "Agora mesmo")),
        Answer::new(24, t!("In a day", "Em um dia")),
        Answer::new(168, t!("In a week", "Em uma semana")),
    ];
    let body = move || {
        match made.get() {
        Some(secret) => view! {
            <div class="px-5 pt-1"><ShownSecret id=id.to_string() secret /></div>
            <DialogFoot><Button weight=Weight::Primary on_click=close>{t!("Done", "Pronto")}</Button></DialogFoot>
        }
        .into_any(),
        None => view! {
            <div class="px-5 pt-1 grid gap-4">
                <p class="text-sm text-muted">{t!("Older secrets stop working:", "Os segredos antigos deixam de funcionar:")}</p>
                <Seg label=t!("Older secrets stop working", "Os segredos antigos deixam de funcionar") value=overlap answers=answers.clone() on_change=move |hours| overlap.set(hours) />
                <FormFailure act />
            </div>
            <DialogFoot>
                <Button weight=Weight::Ghost on_click=close>{t!("Cancel", "Cancelar")}</Button>
                <Button weight=Weight::Primary busy=act.busy on_click=rotate>{t!("Make new secret", "Gerar novo segredo")}</Button>
            </DialogFoot>
        }
        .into_any(),
    }
    };
    let accent = tenant.accent.clone();
    let top = move || view! { <TenantLine tenant /> };
    let name = account.name;
    let title = tf!("New secret for {name}", "Novo segredo de {name}");
    view! { <Dialog title top accent on_close=close>{body}</Dialog> }
}
