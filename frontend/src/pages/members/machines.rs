//! Service accounts of the customer: what scripts sign in with.

use leptos::prelude::*;
use tessera_shared::dto::machines::{RetireServiceAccount, ServiceAccount};
use tessera_shared::permission::Action;

use super::machine_new::NewMachineDialog;
use super::machine_secret::RotateDialog;
use crate::api;
use crate::components::ReasonDialog;
use crate::components::here;
use crate::components::roles::action_title;
use crate::forms::act::use_act;
use crate::ui::{Badge, Button, Glyph, Time, Tone, Weight};
use crate::{t, tf};

/// What is open over the list.
#[derive(Clone, PartialEq)]
pub enum Open {
    /// Nothing.
    Nothing,
    /// The form of a new account.
    New,
    /// A new secret of this account.
    Rotate(ServiceAccount),
    /// The end of this account.
    Retire(ServiceAccount),
}

/// What is open. It stands outside the list, which is made anew whenever something changes: a
/// secret that is shown once must not go with it.
#[component]
pub fn MachineDialogs(
    /// What is open.
    open: RwSignal<Open>,
    /// Loads the list again.
    #[prop(into)]
    reload: Callback<()>,
) -> impl IntoView {
    let close = Callback::new(move |()| open.set(Open::Nothing));
    move || match open.get() {
        Open::Nothing => ().into_any(),
        Open::New => view! { <NewMachineDialog tenant=here::card() on_made=reload on_close=close /> }.into_any(),
        Open::Rotate(account) => {
            view! { <RotateDialog account tenant=here::card() on_made=reload on_close=close /> }.into_any()
        }
        Open::Retire(account) => view! { <RetireDialog account on_done=reload on_close=close /> }.into_any(),
    }
}

/// The card of service accounts.
#[component]
pub fn Machines(
    /// All of the customer.
    accounts: Vec<ServiceAccount>,
    /// Opens dialogs.
    open: RwSignal<Open>,
) -> impl IntoView {
    let may = here::may(Action::ManageServiceAccounts);
    let none = accounts.is_empty();
    let rows = accounts
        .into_iter()
        .map(|account| view! { <Row account may open /> })
        .collect_view();
    view! {
        <section class="card-t overflow-hidden" aria-labelledby="machines">
            <div class="card-h border-b border-line">
                <h2 id="machines" class="text-sm">{t!("Service accounts", "Contas de serviço")}</h2>
                <Show when=move || may.get()>
                    <span class="ml-auto">
                        <Button weight=Weight::Line icon=Glyph::Plus on_click=move |()| open.set(Open::New)>{t!("New service account", "Nova conta de serviço")}</Button>
                    </span>
                </Show>
            </div>
            {none.then(|| view! {
                <p class="px-4 py-3 text-sm text-muted">{t!("None yet. Scripts use one to do over REST what people do here.", "Nenhuma ainda. Scripts usam uma para fazer por REST o que as pessoas fazem aqui.")}</p>
            })}
            <ul>{rows}</ul>
        </section>
    }
}

#[component]
fn Row(account: ServiceAccount, may: Signal<bool>, open: RwSignal<Open>) -> impl IntoView {
    let ended = account.retired_at;
    let what: Vec<&str> = account.actions.iter().map(|action| action_title(*action)).collect();
    let used = match account.last_used_at {
        Some(at) => view! { {t!("last used ", "último uso ")} <Time at /> }.into_any(),
        None => t!("never used", "nunca usada").into_any(),
    };
    let ends = account
        .credentials
        .iter()
        .filter_map(|credential| credential.ends_at)
        .max();
    let (id, name) = (account.id.to_string(), StoredValue::new(account.name.clone()));
    let (rotated, retired) = (account.clone(), account.clone());
    let buttons = move || {
        let (rotated, retired) = (rotated.clone(), retired.clone());
        view! {
            <Button weight=Weight::Ghost class="btn-sm" on_click=move |()| open.set(Open::Rotate(rotated.clone()))>
                {t!("New secret…", "Novo segredo…")}<span class="sr-only">{t!(" for ", " para ")}{name.get_value()}</span>
            </Button>
            <Button weight=Weight::Ghost class="btn-sm" on_click=move |()| open.set(Open::Retire(retired.clone()))>
                {t!("End…", "Encerrar…")}<span class="sr-only">" "{name.get_value()}</span>
            </Button>
        }
    };
    view! {
        <li class="px-4 py-3 border-b border-line last:border-0 flex flex-wrap items-start gap-x-3 gap-y-1">
            <div class="min-w-0 flex-1 basis-64">
                <div class="flex items-center gap-2">
                    <span class="font-medium text-sm truncate">{name.get_value()}</span>
                    {ended.map(|_| view! { <Badge tone=Tone::Plain icon=Glyph::X text=t!("Ended", "Encerrada") /> })}
                </div>
                <div class="mono text-xs text-faint break-all">{id}</div>
                <div class="text-xs text-muted">{what.join(", ")}</div>
                <div class="text-xs text-faint">
                    {t!("Made by ", "Criada por ")}{account.created_by.clone()}", "{used}
                    {ends.map(|at| view! { {t!("; an older secret ends ", "; um segredo antigo vence ")} <Time at /> })}
                </div>
            </div>
            <span class="shrink-0"><Show when=move || may.get() && ended.is_none()>{buttons.clone()}</Show></span>
        </li>
    }
}

#[component]
fn RetireDialog(account: ServiceAccount, on_done: Callback<()>, on_close: Callback<()>) -> impl IntoView {
    let act = use_act();
    let id = account.id;
    let name = &account.name;
    let title = tf!("End {name}?", "Encerrar {name}?");
    let detail = tf!(
        "Scripts that use {name} are refused from their next call on. What it did stays.",
        "Scripts que usam {name} são recusados a partir da próxima chamada. O que ela fez permanece."
    );
    let confirm = move |reason: String| {
        let body = RetireServiceAccount { reason };
        act.run(async move { api::machines::retire(id, &body).await }, move |()| {
            on_close.run(());
            on_done.run(());
        });
    };
    view! {
        <ReasonDialog
            title detail act=t!("End service account", "Encerrar conta de serviço") tenant=here::card() danger=true
            busy=act.busy error=act.failure on_confirm=confirm on_close
        />
    }
}
