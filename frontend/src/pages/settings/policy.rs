//! What the customer allows, and how it came to that.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::audit::{AuditAction, AuditEvent};
use tessera_shared::dto::queue::Topic;
use tessera_shared::dto::tenants::{Policy, TenantDetail};
use tessera_shared::paths::screen::request_form;
use tessera_shared::permission::Action;

use super::policy_change::ChangePolicyDialog;
use crate::api::{self, ApiError, audit::AuditFilter};
use crate::components::{EventTimeline, here};
use crate::ui::{Button, CopyButton, Loaded, Weight};
use crate::{t, tf, tn};

/// So many changes stand on the card; the audit trail has all of them.
const SHOWN: usize = 5;

async fn load() -> Result<(TenantDetail, Vec<AuditEvent>), ApiError> {
    let detail = api::tenants::get().await?;
    let changes = AuditFilter {
        action: Some(AuditAction::PolicyChanged.to_string()),
        ..AuditFilter::default()
    };
    Ok((detail, api::audit::list(&changes, None).await?.items))
}

/// The policy, for support a way to change it, and its last changes.
#[component]
pub fn PolicyCard() -> impl IntoView {
    let loaded = LocalResource::new(load);
    here::when_changed(Topic::Policy, move || loaded.refetch());
    let value = Signal::derive(move || {
        loaded
            .get()
            .map(|answer| answer.map_err(|error| here::fault(&error, t!("policy", "política"))))
    });
    let changing = RwSignal::new(None::<Policy>);
    let dialog = move || {
        changing.get().map(|policy| {
            let done = move |_policy| {
                changing.set(None);
                loaded.refetch();
                let name = here::name();
                here::say(&tf!(
                    "The policy of {name} is changed.",
                    "A política de {name} foi alterada."
                ));
            };
            view! { <ChangePolicyDialog policy on_changed=done on_close=move |()| changing.set(None) /> }
        })
    };
    let show =
        |(detail, events): (TenantDetail, Vec<AuditEvent>)| view! { <Facts detail /><Changes events /> }.into_any();
    // It stays while the rest is loaded anew, and so does the focus on it.
    let may = here::may(Action::ManagePolicy);
    let policy = move || {
        loaded
            .get_untracked()
            .and_then(Result::ok)
            .map(|(detail, _)| detail.policy)
    };
    let change = move || {
        may.get().then(|| {
            let open = move |()| changing.set(policy());
            view! {
                <Button weight=Weight::Line class="btn-sm" on_click=open>{t!("Change policy…", "Alterar política…")}</Button>
            }
        })
    };
    view! {
        <section class="card-t p-5" aria-labelledby="policy">
            <div class="flex flex-wrap items-center justify-between gap-2 mb-3">
                <h2 id="policy" class="text-sm font-semibold">{t!("Policy", "Política")}</h2>
                {change}
            </div>
            <Loaded value what=t!("policy", "política") retry=move |()| loaded.refetch() children=show />
            <p class="text-sm mt-4"><A href="/members" attr:class="link-t">{t!("People of this customer", "Pessoas deste cliente")}</A></p>
            {dialog}
        </section>
    }
}

#[component]
fn Facts(detail: TenantDetail) -> impl IntoView {
    let page = request_form(&detail.card.slug);
    let whole = [window().location().origin().unwrap_or_default(), page.clone()].concat();
    view! {
        <dl class="grid grid-cols-[minmax(0,1fr)] sm:grid-cols-[10rem_minmax(0,1fr)] items-baseline sm:gap-y-2 text-sm">
            <dt class="text-muted">{t!("Longest lifetime", "Validade máxima")}</dt>
            <dd class="num">{tn!(detail.policy.max_lifetime_days.into(), "day", "days"; "dia", "dias")}</dd>
            <dt class="text-muted max-sm:mt-2">{t!("Delivery link works", "O link de entrega vale")}</dt>
            <dd class="num">{tn!(detail.policy.delivery_hours.into(), "hour", "hours"; "hora", "horas")}</dd>
            <dt class="text-muted max-sm:mt-2">{t!("Request page", "Página de pedidos")}</dt>
            <dd class="flex items-center gap-1 min-w-0">
                <a href=page.clone() target="_blank" class="link-t mono text-xs wrap-anywhere">{page.clone()}</a>
                <CopyButton text=whole label=t!("Copy the address", "Copiar o endereço") shown="" class="btn-ghost btn-square" />
            </dd>
        </dl>
    }
}

#[component]
fn Changes(events: Vec<AuditEvent>) -> impl IntoView {
    if events.is_empty() {
        return ().into_any();
    }
    let more = events.len() > SHOWN;
    let events: Vec<AuditEvent> = events.into_iter().take(SHOWN).collect();
    let all = ["/audit?action=", AuditAction::PolicyChanged.as_str()].concat();
    view! {
        <h3 class="text-sm font-medium mt-5">{t!("Changes", "Alterações")}</h3>
        <div class="-mx-4 sm:-mx-5 -my-2">
            <EventTimeline events />
        </div>
        {more.then(|| view! {
            <p class="text-sm mt-2"><A href=all attr:class="link-t">{t!("All changes in the audit trail", "Todas as alterações na trilha de auditoria")}</A></p>
        })}
    }
    .into_any()
}
