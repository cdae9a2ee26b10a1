//! The pane beside the list: whose row the cursor is on and what acting on it means.

use leptos::prelude::*;
use tessera_shared::dto::queue::{QueueItem, QueueKind};

use super::acts::Acts;
use super::words::{act, apis};
use crate::components::{EnvTag, Logo, LogoSize, ScopeTags};
use crate::ui::{Button, Kbd, Shape, Time, Weight, moment};
use crate::{t, tf};

/// The row under the cursor, on wide screens.
#[component]
pub fn Preview(
    /// The row under the cursor.
    #[prop(into)]
    item: Signal<Option<QueueItem>>,
    /// What the reader can do.
    acts: Acts,
) -> impl IntoView {
    view! {
        <aside class="hidden xl:block" aria-label=t!("Preview of the selected row", "Prévia da linha selecionada")>
            {move || item.get().map(|item| view! {
                <Card item acts />
                <p class="px-1 pt-3 text-xs text-faint">
                    {t!("Acting on a row first enters its customer. The list stays where it is and tells you when it has news.", "Agir em uma linha primeiro entra no cliente dela. A lista fica onde está e avisa quando há novidades.")}
                </p>
            })}
        </aside>
    }
}

#[component]
fn Card(item: QueueItem, acts: Acts) -> impl IntoView {
    let tenant = item.tenant.clone();
    let accent = tenant.accent.clone();
    view! {
        <div class="card-t sticky top-[calc(var(--bar)+var(--band)+1rem)] overflow-hidden tenant" style:--tenant=accent>
            <div class="h-1 bg-accent-solid"></div>
            <div class="p-4 grid gap-4">
                <div class="flex items-center gap-3">
                    <Logo slug=tenant.slug.clone() accent=tenant.accent logo=tenant.logo size=LogoSize::Large />
                    <div class="min-w-0">
                        <div class="font-semibold truncate">{tenant.name}</div>
                        <div class="mono text-xs text-faint truncate">{tenant.slug}</div>
                    </div>
                    <span class="ml-auto"><EnvTag environment=item.environment /></span>
                </div>
                <div>
                    <h2 class="text-lg">{apis(&item)} {t!(" for ", " para ")} {item.application.clone()}</h2>
                    <p class="text-sm text-muted mt-1 line-clamp-4 break-words">"“" {item.reason.clone()} "”"</p>
                </div>
                <Facts item=item.clone() />
                <Buttons item acts />
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Facts(item: QueueItem) -> impl IntoView {
    let since = match item.kind {
        QueueKind::ToDecide | QueueKind::ToIssue => t!("Waits since", "Espera desde"),
        QueueKind::Delivery => t!("Issued", "Emitido"),
        QueueKind::Expiring => t!("Ends", "Termina"),
    };
    let valid = item.ends_at.filter(|_| item.kind != QueueKind::Expiring).map(|end| {
        let start = item.starts_at.map_or_else(|| t!("from issue on", "a partir da emissão").to_owned(), moment::date);
        view! { <dt>{t!("Valid", "Validade")}</dt> <dd class="num">{start} {t!(" to ", " até ")} {moment::date(end)}</dd> }
    });
    let link = match (item.kind, item.lapsed) {
        (QueueKind::ToDecide, _) => None,
        (QueueKind::Delivery, true) => Some(t!("Link ran out, was sent to ", "O link expirou, foi enviado para ")),
        (QueueKind::Delivery, false) => Some(t!("Link waits at ", "O link espera em ")),
        _ => Some(t!("One-time link to ", "Link de uso único para ")),
    };
    view! {
        <dl class="dl">
            <dt>{t!("Partner", "Parceiro")}</dt> <dd class="break-words">{item.company}</dd>
            <dt>{t!("Scopes", "Escopos")}</dt> <dd><ScopeTags scopes=item.scopes removed=item.removed /></dd>
            {valid}
            <dt>{since}</dt> <dd class="num"><Time at=item.since shape=Shape::DateTime /></dd>
            {link.map(|words| view! { <dt>{t!("Delivery", "Entrega")}</dt> <dd class="break-words">{words} {item.contact_email}</dd> })}
        </dl>
    }
}

#[component]
fn Buttons(item: QueueItem, acts: Acts) -> impl IntoView {
    let name = &item.tenant.name;
    let label = match item.kind {
        QueueKind::ToIssue if item.mine => Some((tf!("Issue in {name}", "Emitir em {name}"), "I")),
        QueueKind::ToDecide if item.mine => {
            let act = act(&item);
            Some((tf!("{act} in {name}", "{act} em {name}"), "A"))
        }
        _ => None,
    };
    let what = if item.token.is_some() {
        t!("Open token", "Abrir token")
    } else {
        t!("Open request", "Abrir pedido")
    };
    let kept = StoredValue::new(item);
    let primary = label.map(|(label, key)| {
        view! {
            <Button weight=Weight::Primary busy=acts.busy on_click=move |()| acts.press(&kept.get_value())>
                {label} <kbd class="key key-on" aria-hidden="true">{key}</kbd>
            </Button>
        }
    });
    view! {
        <div class="grid gap-2">
            {primary}
            <Button weight=Weight::Ghost on_click=move |()| acts.open(&kept.get_value())>{what} " " <Kbd key="O" /></Button>
        </div>
    }
}
