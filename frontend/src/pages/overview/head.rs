//! The customer's name and what the reader is there.

use leptos::prelude::*;
use tessera_shared::dto::tenants::TenantDetail;

use super::PERIODS;
use crate::api;
use crate::components::roles::role_phrase;
use crate::components::{Logo, LogoSize};
use crate::pages::requests::NewRequestLink;
use crate::ui::{Answer, Seg};
use crate::{t, tf, tn};

/// Identity, period and the one act.
#[component]
pub fn Head(
    /// Length of the period.
    #[prop(into)]
    days: Signal<u32>,
    /// Takes another one.
    #[prop(into)]
    on_days: Callback<u32>,
) -> impl IntoView {
    let detail = LocalResource::new(api::tenants::get);
    let identity = move || {
        detail
            .get()
            .and_then(Result::ok)
            .map(|detail| view! { <Identity detail /> })
    };
    view! {
        <div class="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 sm:px-6 pt-6 pb-5 max-w-[100rem] 2xl:mx-auto min-h-22">
            {identity}
            <div class="sm:ml-auto flex flex-wrap items-center gap-2">
                <Periods days on_days />
                <NewRequestLink />
            </div>
        </div>
    }
}

/// The choice of a period.
#[component]
pub fn Periods(
    /// Length of the period.
    #[prop(into)]
    days: Signal<u32>,
    /// Takes another one.
    #[prop(into)]
    on_days: Callback<u32>,
) -> impl IntoView {
    let periods = PERIODS
        .iter()
        .map(|days| Answer::new(*days, format!("{days} d")))
        .collect::<Vec<_>>();
    view! { <Seg label=t!("Period", "Período") answers=Signal::stored(periods) value=days on_change=on_days /> }
}

#[component]
fn Identity(detail: TenantDetail) -> impl IntoView {
    let TenantDetail {
        card,
        partners,
        apis,
        gateways,
        ..
    } = detail;
    let apis = tn!(apis.into(), "API", "APIs"; "API", "APIs");
    let holdings = format!(
        " {}, {apis}, {}.",
        tn!(partners.into(), "partner", "partners"; "parceiro", "parceiros"),
        tn!(gateways.into(), "gateway", "gateways"; "gateway", "gateways")
    );
    let you_are = {
        let role = role_phrase(card.role);
        tf!("You are {role} here.", "Você é {role} aqui.")
    };
    view! {
        <div class="flex items-center gap-3.5 min-w-0">
            <Logo slug=card.slug accent=card.accent logo=card.logo size=LogoSize::Large />
            <div class="min-w-0">
                <h1 class="text-xl break-words">{card.name}</h1>
                <p class="text-sm text-muted">
                    {you_are} <span class="max-sm:hidden">{holdings}</span>
                </p>
            </div>
        </div>
    }
}
