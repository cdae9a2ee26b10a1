//! Gateways and the latest events, for those who may see them.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::audit::AuditEvent;
use tessera_shared::dto::gateways::Gateway;
use tessera_shared::permission::Action;
use tessera_shared::words::GatewayHealth;

use crate::api;
use crate::api::audit::AuditFilter;
use crate::components::audit_words::{object_name, words};
use crate::components::{here, mode_name};
use crate::t;
use crate::ui::{Badge, Glyph, Icon, Loaded, Shape, Time, Tone};

/// Rows of each card.
const ROWS: usize = 6;

/// Two short lists side by side.
#[component]
pub fn Latest() -> impl IntoView {
    let (gateways, events) = (here::may(Action::ViewGateways), here::may(Action::ViewAudit));
    view! {
        <div class="grid grid-cols-[minmax(0,1fr)] lg:grid-cols-2 gap-4 items-start">
            <Show when=move || gateways.get()><Gateways /></Show>
            <Show when=move || events.get()><Events /></Show>
        </div>
    }
}

#[component]
fn Gateways() -> impl IntoView {
    let list = LocalResource::new(api::gateways::list);
    let value = Signal::derive(move || {
        list.get().map(|page| {
            page.map(|page| page.items)
                .map_err(|error| here::fault(&error, t!("list of gateways", "lista de gateways")))
        })
    });
    let rows = |gateways: Vec<Gateway>| {
        if gateways.is_empty() {
            return view! { <p class="px-4 py-6 text-sm text-muted border-t border-line">{t!("No gateway yet.", "Nenhum gateway ainda.")}</p> }
                .into_any();
        }
        let rows = gateways
            .into_iter()
            .take(ROWS)
            .map(|gateway| view! { <GatewayRow gateway /> })
            .collect_view();
        view! { <ul class="text-sm">{rows}</ul> }.into_any()
    };
    view! {
        <section class="card-t min-w-0">
            <div class="card-h">
                <h2 class="text-sm">{t!("Gateways", "Gateways")}</h2>
                <A href="/gateways" attr:class="ml-auto text-xs link-t text-muted">{t!("All gateways", "Todos os gateways")}</A>
            </div>
            <Loaded value what=t!("gateways", "gateways") retry=move |()| list.refetch() children=rows />
        </section>
    }
}

#[component]
fn GatewayRow(gateway: Gateway) -> impl IntoView {
    let (tone, icon, text) = match gateway.health {
        GatewayHealth::Waiting => (Tone::Info, Glyph::CircleDashed, t!("Waiting", "Aguardando")),
        GatewayHealth::Healthy => (Tone::Ok, Glyph::CircleCheck, t!("Healthy", "Saudável")),
        GatewayHealth::Silent => (Tone::Warn, Glyph::TriangleAlert, t!("Silent", "Silencioso")),
        GatewayHealth::Retired => (Tone::Plain, Glyph::Ban, t!("Retired", "Desativado")),
    };
    view! {
        <li class="flex items-center gap-3 px-4 h-11 border-t border-line">
            <A href=format!("/gateways/{}", gateway.id) attr:class="mono text-xs font-medium truncate">{gateway.name}</A>
            <span class="text-xs text-faint max-sm:hidden">{mode_name(gateway.mode)}</span>
            <span class="ml-auto"><Badge tone icon text /></span>
            <span class="w-16 text-right text-xs text-muted num whitespace-nowrap">
                {gateway.last_seen_at.map(|at| view! { <Time at shape=Shape::Age /> })}
            </span>
        </li>
    }
}

#[component]
fn Events() -> impl IntoView {
    let list = LocalResource::new(|| async { api::audit::list(&AuditFilter::default(), None).await });
    let value = Signal::derive(move || {
        list.get().map(|page| {
            page.map(|page| page.items)
                .map_err(|error| here::fault(&error, t!("list of events", "lista de eventos")))
        })
    });
    let rows = |events: Vec<AuditEvent>| {
        let rows = events
            .into_iter()
            .take(ROWS)
            .map(|event| view! { <EventRow event /> })
            .collect_view();
        view! { <ul class="text-sm">{rows}</ul> }.into_any()
    };
    view! {
        <section class="card-t min-w-0">
            <div class="card-h">
                <h2 class="text-sm">{t!("Latest events", "Eventos recentes")}</h2>
                <A href="/audit" attr:class="ml-auto text-xs link-t text-muted">{t!("Audit", "Auditoria")}</A>
            </div>
            <Loaded value what=t!("events", "eventos") retry=move |()| list.refetch() children=rows />
        </section>
    }
}

#[component]
fn EventRow(event: AuditEvent) -> impl IntoView {
    let words = words(event.action);
    view! {
        <li class="flex items-center gap-3 px-4 h-11 border-t border-line">
            <Icon name=words.icon class="text-faint" />
            <span class="truncate">{words.title} {object_name(&event).map(|name| [", ", &name].concat())}</span>
            <span class="ml-auto text-xs text-faint truncate hidden sm:inline">{event.actor}</span>
            <span class="w-16 shrink-0 max-sm:ml-auto text-right text-xs text-muted num whitespace-nowrap"><Time at=event.at shape=Shape::Age /></span>
        </li>
    }
}
