//! The pane beside the list: whose row the cursor is on and what acting on it means.

use leptos::prelude::*;
use tessera_shared::dto::queue::{QueueItem, QueueKind};

use super::acts::Acts;
use super::words::{act, apis};
use crate::components::{EnvTag, Logo, LogoSize, ScopeTags};
use crate::ui::{Button, Kbd, Shape, Time, Weight, moment};

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
        <aside class="hidden xl:block" aria-label="Preview of the selected row">
            {move || item.get().map(|item| view! { <Card item acts /> })}
            <p class="px-1 pt-3 text-xs text-faint">
                "Acting on a row first enters its customer. The list stays where it is and tells you when it has news."
            </p>
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
                    <h2 class="text-lg">{apis(&item)} " for " {item.application.clone()}</h2>
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
        QueueKind::ToDecide | QueueKind::ToIssue => "Waits since",
        QueueKind::Delivery => "Issued",
        QueueKind::Expiring => "Ends",
    };
    let valid = item.ends_at.filter(|_| item.kind != QueueKind::Expiring).map(|end| {
        let start = item.starts_at.map_or_else(|| "from issue on".to_owned(), moment::date);
        view! { <dt>"Valid"</dt> <dd class="num">{start} " to " {moment::date(end)}</dd> }
    });
    let link = match (item.kind, item.lapsed) {
        (QueueKind::ToDecide, _) => None,
        (QueueKind::Delivery, true) => Some("Link ran out, was sent to "),
        (QueueKind::Delivery, false) => Some("Link waits at "),
        _ => Some("One-time link to "),
    };
    view! {
        <dl class="dl">
            <dt>"Partner"</dt> <dd class="break-words">{item.company}</dd>
            <dt>"Scopes"</dt> <dd><ScopeTags scopes=item.scopes removed=item.removed /></dd>
            {valid}
            <dt>{since}</dt> <dd class="num"><Time at=item.since shape=Shape::DateTime /></dd>
            {link.map(|words| view! { <dt>"Delivery"</dt> <dd class="break-words">{words} {item.contact_email}</dd> })}
        </dl>
    }
}

#[component]
fn Buttons(item: QueueItem, acts: Acts) -> impl IntoView {
    let label = match item.kind {
        QueueKind::ToIssue if item.mine => Some((format!("Issue in {}", item.tenant.name), "I")),
        QueueKind::ToDecide if item.mine => Some((format!("{} in {}", act(&item), item.tenant.name), "A")),
        _ => None,
    };
    let what = if item.token.is_some() {
        "Open token"
    } else {
        "Open request"
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
