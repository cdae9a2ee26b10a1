//! `/gateways`: the places where tokens are checked.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::gateways::Gateway;
use tessera_shared::dto::queue::Topic;
use tessera_shared::permission::Action;
use tessera_shared::words::GatewayHealth;

use super::health::HealthBadge;
use crate::api;
use crate::components::here;
use crate::components::{EnvTag, mode_name};
use crate::ui::chart::Sparkline;
use crate::ui::number::count;
use crate::ui::{Column, Empty, Failure, Glyph, Icon, Note, PageHead, Skeleton, Table, Time, Tone};
use crate::{t, tf, tn};

fn columns() -> [Column; 9] {
    [
        Column::text(t!("Gateway", "Gateway")),
        Column::text(t!("How it learns", "Como aprende")),
        Column::text(t!("Environment", "Ambiente")),
        Column::text(t!("Health", "Saúde")),
        Column::right(t!("Checks, 24 h", "Verificações, 24 h")),
        Column::classed(t!("24 h", "24 h"), "hidden lg:table-cell"),
        Column::right(t!("Refused", "Recusadas")),
        Column::right(t!("Last call", "Última chamada")),
        Column::right(t!("Credential since", "Credencial desde")),
    ]
}

/// The list of gateways.
#[component]
pub fn GatewaysPage() -> impl IntoView {
    let turn = RwSignal::new(0_u32);
    let changed = here::use_changed(Topic::Gateways);
    let gateways = LocalResource::new(move || {
        turn.track();
        // Health is only words and numbers in place, so it may follow at once.
        if changed.get() {
            changed.set(false);
        }
        api::gateways::list()
    });
    let retry = move |()| turn.update(|turn| *turn += 1);
    view! {
        <PageHead title=t!("Gateways", "Gateways") sub=here::sub(t!("Where tokens are checked for", "Onde são verificados os tokens de"))>
            <AddLink />
        </PageHead>
        <div class="px-4 sm:px-6 pb-28 lg:pb-10 grid grid-cols-[minmax(0,1fr)] gap-4">
            <Transition fallback=|| view! { <div class="card-t"><Skeleton what=t!("gateways", "gateways") /></div> }>
                {move || Suspend::new(async move {
                    match gateways.await {
                        Ok(page) => view! { <Rows gateways=page.items /> }.into_any(),
                        Err(error) => view! { <div class="card-t"><Failure fault=here::fault(&error, t!("gateways", "gateways")) retry /></div> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn AddLink() -> impl IntoView {
    let may = here::may(Action::ManageGateways);
    view! {
        <Show when=move || may.get()>
            <A href="/gateways/new" attr:class="btn btn-primary btn-sm"><Icon name=Glyph::Plus />{t!("Add gateway", "Adicionar gateway")}</A>
        </Show>
    }
}

#[component]
fn Rows(gateways: Vec<Gateway>) -> impl IntoView {
    if gateways.is_empty() {
        return view! {
            <div class="card-t">
                <Empty icon=Glyph::ShieldCheck title=t!("No gateways yet", "Nenhum gateway ainda")
                    detail=t!("A gateway asks Tessera about every token it sees. Add one, paste the configuration, and watch the first call arrive.", "Um gateway pergunta ao Tessera sobre cada token que vê. Adicione um, cole a configuração e veja a primeira chamada chegar.") />
            </div>
        }
        .into_any();
    }
    let silent: Vec<String> = gateways
        .iter()
        .filter(|gateway| gateway.health == GatewayHealth::Silent)
        .map(|gateway| gateway.name.clone())
        .collect();
    let told = {
        let names = silent.join(", ");
        tf!(
            "{names} made no call for five minutes.",
            "{names}: nenhuma chamada há cinco minutos."
        )
    };
    let lines = gateways
        .iter()
        .cloned()
        .map(|gateway| view! { <Line gateway /> })
        .collect_view();
    let cards = gateways
        .into_iter()
        .map(|gateway| view! { <Card gateway /> })
        .collect_view();
    view! {
        {(!silent.is_empty()).then(|| view! {
            <Note tone=Tone::Warn icon=Glyph::CloudOff>
                <strong class="font-semibold">{told} " "</strong>
                <span class="text-muted">{t!("Without traffic that is normal. A gateway that cannot reach Tessera lets nothing through.", "Sem tráfego isso é normal. Um gateway que não alcança o Tessera não deixa passar nada.")}</span>
            </Note>
        })}
        <div class="card-t overflow-hidden">
            <div class="hidden md:block overflow-x-auto"><Table caption=t!("Gateways", "Gateways") columns=columns()>{lines}</Table></div>
            <ul class="md:hidden">{cards}</ul>
        </div>
    }
    .into_any()
}

/// Checks of the last 24 hours.
pub fn checks(gateway: &Gateway) -> u64 {
    gateway.checks_24h.iter().map(|checks| u64::from(*checks)).sum()
}

fn last_call(gateway: &Gateway) -> AnyView {
    match gateway.last_seen_at {
        Some(at) => view! { <Time at /> }.into_any(),
        None => view! { {t!("never", "nunca")} }.into_any(),
    }
}

#[component]
fn Line(gateway: Gateway) -> impl IntoView {
    let last = last_call(&gateway);
    let sum = checks(&gateway);
    let refused = u64::from(gateway.refused_24h);
    let line = (sum > 0).then(|| {
        let values = gateway
            .checks_24h
            .iter()
            .map(|checks| u64::from(*checks))
            .collect::<Vec<_>>();
        view! { <Sparkline values /> }
    });
    view! {
        <tr class=("gone", gateway.health == GatewayHealth::Retired)>
            <td>
                <A href=format!("/gateways/{}", gateway.id) attr:class="mono text-xs font-medium block leading-4">{gateway.name}</A>
                <span class="text-xs text-faint">{gateway.place}</span>
            </td>
            <td>{mode_name(gateway.mode)}</td>
            <td><EnvTag environment=gateway.environment /></td>
            <td><HealthBadge health=gateway.health /></td>
            <td class="r">{count(sum)}</td>
            <td class="hidden lg:table-cell">{line}</td>
            <td class="r text-muted">{count(refused)}</td>
            <td class="r text-muted whitespace-nowrap">{last}</td>
            <td class="r whitespace-nowrap"><Time at=gateway.credential_since /></td>
        </tr>
    }
}

#[component]
fn Card(gateway: Gateway) -> impl IntoView {
    let last = last_call(&gateway);
    let checks = tn!(checks(&gateway), "check", "checks"; "verificação", "verificações");
    let told = tf!("{checks} in 24 h, last call ", "{checks} em 24 h, última chamada ");
    view! {
        <li class="px-4 py-3 border-b border-line last:border-0">
            <div class="flex items-center gap-2">
                <A href=format!("/gateways/{}", gateway.id) attr:class="mono text-xs font-medium truncate">{gateway.name}</A>
                <span class="ml-auto"><HealthBadge health=gateway.health /></span>
            </div>
            <div class="flex flex-wrap items-center gap-2 mt-1 text-xs text-muted">
                <span>{mode_name(gateway.mode)}</span>
                <EnvTag environment=gateway.environment />
                <span class="basis-full num">{told} {last}</span>
            </div>
        </li>
    }
}
