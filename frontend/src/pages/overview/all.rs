//! All customers of the reader at a glance: where something waits, where a gateway is silent, and their figures
//! taken together.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::overview::{MyOverview, TenantGateways, TenantWaiting};
use tessera_shared::dto::people::TenantCard;

use super::{BODY, PAIR, use_days};
use super::{checks, expiring, figures, head, refused, steps, times};
use crate::api;
use crate::components::{TenantLine, here};
use crate::ui::{Badge, Glyph, Loaded, PageHead, Tone};
use crate::{t, tn};

const ROW: &str = "flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 min-h-11 border-t border-line text-sm";

/// The overview of all customers.
#[component]
pub fn AllOverview() -> impl IntoView {
    let (days, choose) = use_days();
    let overview = LocalResource::new(move || {
        let days = days.get();
        async move { api::tenants::my_overview(days).await }
    });
    let value = Signal::derive(move || {
        overview
            .get()
            .map(|answer| answer.map_err(|error| here::fault(&error, t!("overview", "visão geral"))))
    });
    let sub = Signal::derive(move || {
        overview.get().and_then(Result::ok).map_or_else(
            String::new,
            |mine| tn!(mine.customers.into(), "customer", "customers"; "cliente", "clientes"),
        )
    });
    let retry = move |()| overview.refetch();
    view! {
        <div class="max-w-[100rem] 2xl:mx-auto">
            <PageHead title=t!("All customers", "Todos os clientes") sub>
                <head::Periods days on_days=choose />
            </PageHead>
        </div>
        <div class=BODY>
            <Loaded value what=t!("overview", "visão geral") retry children=|mine| view! { <Charts mine /> }.into_any() />
        </div>
    }
}

#[component]
fn Charts(mine: MyOverview) -> impl IntoView {
    let MyOverview {
        overview,
        waiting,
        gateways,
        ..
    } = mine;
    view! {
        <figures::Figures overview=overview.clone() linked=false />
        <div class="grid grid-cols-[minmax(0,1fr)] lg:grid-cols-2 gap-4 items-start">
            <Waiting waiting />
            <Gateways gateways />
        </div>
        <div class=PAIR>
            <times::TimeToToken overview=overview.clone() />
            <steps::Steps overview=overview.clone() linked=false />
            <checks::Checks checks=overview.checks linked=false />
            <div class="grid gap-4 content-start min-w-0">
                <refused::Refused refusals=overview.refusals_24h linked=false />
                <expiring::Expiring days=overview.expiring linked=false />
            </div>
        </div>
    }
}

/// A card of a few rows, or a line that says why there are none.
fn card(title: &'static str, none: &'static str, rows: Vec<AnyView>) -> AnyView {
    let body = if rows.is_empty() {
        view! { <p class="px-4 py-6 text-sm text-muted border-t border-line">{none}</p> }.into_any()
    } else {
        view! { <ul>{rows}</ul> }.into_any()
    };
    view! {
        <section class="card-t min-w-0" aria-label=title>
            <div class="card-h"><h2 class="text-sm">{title}</h2></div>
            {body}
        </section>
    }
    .into_any()
}

/// The customer, as the way into it: the address names it, and so it is entered.
fn way_in(page: &str, tenant: TenantCard) -> AnyView {
    let href = format!("{page}?tenant={}", tenant.id);
    view! { <A href attr:class="link-t min-w-0 mr-auto"><TenantLine tenant /></A> }.into_any()
}

#[component]
fn Waiting(waiting: Vec<TenantWaiting>) -> impl IntoView {
    let row = |of: TenantWaiting| {
        let decide = (of.to_decide > 0).then(|| {
            let text = tn!(of.to_decide.into(), "to decide", "to decide"; "a decidir", "a decidir");
            view! { <Badge tone=Tone::Warn icon=Glyph::Hourglass text /> }
        });
        let issue = (of.to_issue > 0).then(|| {
            let text = tn!(of.to_issue.into(), "to issue", "to issue"; "a emitir", "a emitir");
            view! { <Badge tone=Tone::Info icon=Glyph::KeyRound text /> }
        });
        view! { <li class=ROW>{way_in("/queue", of.tenant)}{decide}{issue}</li> }.into_any()
    };
    card(
        t!("Most waiting work", "Mais trabalho pendente"),
        t!("Nothing waits anywhere.", "Nada pendente em lugar nenhum."),
        waiting.into_iter().map(row).collect(),
    )
}

#[component]
fn Gateways(gateways: Vec<TenantGateways>) -> impl IntoView {
    let row = |of: TenantGateways| {
        let silent = (of.silent > 0).then(|| {
            let text = tn!(of.silent.into(), "silent", "silent"; "silencioso", "silenciosos");
            view! { <Badge tone=Tone::Warn icon=Glyph::CloudOff text /> }
        });
        let unseen = (of.unseen > 0).then(|| {
            let text = tn!(of.unseen.into(), "never called", "never called"; "nunca chamou", "nunca chamaram");
            view! { <Badge tone=Tone::Info icon=Glyph::Plug text /> }
        });
        view! { <li class=ROW>{way_in("/gateways", of.tenant)}{silent}{unseen}</li> }.into_any()
    };
    card(
        t!("Gateways to look at", "Gateways para verificar"),
        t!("Every gateway is healthy.", "Todos os gateways estão saudáveis."),
        gateways.into_iter().map(row).collect(),
    )
}
