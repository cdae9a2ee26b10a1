//! Makes a service account.

use leptos::prelude::*;
use tessera_shared::dto::machines::{CreateServiceAccount, CreatedServiceAccount};
use tessera_shared::dto::people::TenantCard;
use tessera_shared::permission::{Action, GRANTABLE, allows};

use super::machine_secret::ShownSecret;
use crate::api;
use crate::components::TenantLine;
use crate::components::roles::action_title;
use crate::forms::checked::checked;
use crate::forms::creation::{Creation, use_creation};
use crate::forms::failure::FormFailure;
use crate::forms::fields::TextField;
use crate::t;
use crate::ui::{Button, Dialog, DialogFoot, Weight};

/// Name and permissions; then the secret.
#[component]
pub fn NewMachineDialog(
    /// Where.
    tenant: TenantCard,
    /// Hears that there is another one.
    on_made: Callback<()>,
    /// Unmounts the dialog.
    on_close: Callback<()>,
) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let chosen = RwSignal::new(Vec::<Action>::new());
    let made = RwSignal::new(None::<(String, String)>);
    let form = use_creation();
    let Creation { errors, act, .. } = form;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = CreateServiceAccount {
            name: name.get_untracked().trim().to_owned(),
            actions: chosen.get_untracked(),
        };
        let send = |body, key: String| async move { api::machines::create(&body, &key).await };
        form.submit(
            checked(body, |_| Vec::new()),
            send,
            move |created: CreatedServiceAccount| {
                let secret = created.secret.unwrap_or_default();
                made.set(Some((created.account.id.to_string(), secret)));
            },
        );
    };
    let close = Callback::new(move |()| {
        let done = made.with_untracked(Option::is_some);
        on_close.run(());
        if done {
            on_made.run(());
        }
    });
    let own = GRANTABLE.iter().copied().filter(|action| allows(tenant.role, *action));
    let boxes: Vec<Action> = own.collect();
    let none = move || errors.with(|errors| errors.iter().any(|error| error.pointer.starts_with("/actions")));
    let body = move || {
        if let Some((id, secret)) = made.get() {
            view! {
                <div class="px-5 pt-1"><ShownSecret id secret /></div>
                <DialogFoot><Button weight=Weight::Primary on_click=close>{t!("Done", "Pronto")}</Button></DialogFoot>
            }
            .into_any()
        } else {
            let boxes = boxes
                .iter()
                .map(|action| view! { <Box action=*action chosen /> })
                .collect_view();
            view! {
                <form on:submit=submit novalidate aria-label=t!("Service account", "Conta de serviço")>
                    <div class="px-5 pt-1 grid gap-4">
                        <TextField id="machine-name" label=t!("Name", "Nome") pointer="/name" errors
                            hint=t!("What the script is for; it stands beside what it does.", "Para que serve o script; aparece ao lado do que ele faz.")
                            value=name on_input=move |text| name.set(text) />
                        <fieldset aria-describedby="machine-actions-note">
                            <legend class="lab">{t!("It may", "Ela pode")}</legend>
                            <div class="grid sm:grid-cols-2 gap-x-4 gap-y-1.5">{boxes}</div>
                            <p id="machine-actions-note" class="hint" class=("text-bad", none)>
                                {move || if none() { t!("Choose what it may do.", "Escolha o que ela pode fazer.") } else { t!("As little as it needs. It never decides.", "Só o que ela precisa. Ela nunca decide.") }}
                            </p>
                        </fieldset>
                        <FormFailure act />
                    </div>
                    <DialogFoot>
                        <Button weight=Weight::Ghost on_click=close>{t!("Cancel", "Cancelar")}</Button>
                        <Button weight=Weight::Primary busy=act.busy>{t!("Make service account", "Criar conta de serviço")}</Button>
                    </DialogFoot>
                </form>
            }
            .into_any()
        }
    };
    let accent = tenant.accent.clone();
    let top = move || view! { <TenantLine tenant /> };
    view! { <Dialog title=t!("New service account", "Nova conta de serviço") top accent on_close=close>{body}</Dialog> }
}

#[component]
fn Box(action: Action, chosen: RwSignal<Vec<Action>>) -> impl IntoView {
    let ticked = move || chosen.with(|chosen| chosen.contains(&action));
    view! {
        <label class="flex items-start gap-2 text-sm">
            <input
                type="checkbox" class="checkbox mt-0.5" prop:checked=ticked
                on:change:target=move |event| {
                    let on = event.target().checked();
                    chosen.update(|chosen| {
                        chosen.retain(|known| *known != action);
                        if on {
                            chosen.push(action);
                        }
                    });
                }
            />
            <span>{action_title(action)}</span>
        </label>
    }
}
