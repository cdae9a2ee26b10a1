//! `/gateways/{gateway}`: one gateway, its configuration and its credential.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;
use tessera_shared::dto::gateways::Gateway;
use tessera_shared::ids::GatewayId;
use tessera_shared::permission::Action;
use tessera_shared::words::GatewayHealth;

use super::credential::CredentialCard;
use super::credentials::{Credentials, RotateDialog};
use super::first_call::FirstCall;
use super::health::HealthBadge;
use super::list::checks;
use super::refusals::RefusalsCard;
use super::snippet::Snippet;
use crate::api;
use crate::components::here;
use crate::components::{EnvTag, ScopeTags, mode_name};
use crate::forms::act::use_act;
use crate::pages::requests::confirm::ConfirmDialog;
use crate::ui::{Button, Glyph, Icon, Shape, Skeleton, Time, Weight};
use crate::{t, tf, tn};

/// One gateway.
#[component]
pub fn GatewayPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").and_then(|text| text.parse::<GatewayId>().ok()));
    let turn = RwSignal::new(0_u32);
    let credential = RwSignal::new(None::<String>);
    let detail = LocalResource::new(move || {
        turn.track();
        let id = id.get();
        async move {
            match id {
                Some(id) => api::gateways::get(id).await,
                None => Err(api::not_found()),
            }
        }
    });
    let reload = Callback::new(move |()| {
        turn.try_update(|turn| *turn += 1);
    });
    view! {
        <Transition fallback=|| view! { <Skeleton what=t!("gateway", "gateway") /> }>
            {move || Suspend::new(async move {
                match detail.await {
                    Ok(gateway) => view! { <Shown gateway credential reload /> }.into_any(),
                    Err(error) => here::failed_page(&error, t!("gateway", "gateway"), reload),
                }
            })}
        </Transition>
    }
}

#[component]
fn Shown(gateway: Gateway, credential: RwSignal<Option<String>>, reload: Callback<()>) -> impl IntoView {
    let retired = gateway.health == GatewayHealth::Retired;
    let waiting = gateway.health == GatewayHealth::Waiting;
    let first = gateway.clone();
    view! {
        <div class="px-4 sm:px-6 pt-4">
            <nav aria-label=t!("Breadcrumb", "Caminho") class="text-xs text-muted flex items-center gap-1.5">
                <A href="/gateways" attr:class="hover:text-ink">{t!("Gateways", "Gateways")}</A>
                <Icon name=Glyph::ChevronRight class="icon-xs text-faint" />
                <span class="truncate">{gateway.name.clone()}</span>
            </nav>
        </div>
        <div class="px-4 sm:px-6 pt-2 pb-5">
            <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
                <h1 class="text-xl mono">{gateway.name.clone()}</h1>
                <HealthBadge health=gateway.health />
                <EnvTag environment=gateway.environment />
            </div>
            <p class="text-sm text-muted mt-1">{gateway.place.clone()}</p>
        </div>
        <div class="grid grid-cols-[minmax(0,1fr)] xl:grid-cols-[minmax(0,1fr)_21rem] gap-4 px-4 sm:px-6 pb-28 lg:pb-12">
            <div class="grid gap-4 content-start min-w-0">
                {move || credential.get().map(|credential| view! { <CredentialCard credential /> })}
                <Snippet gateway=gateway.clone() />
            </div>
            <div class="grid gap-4 content-start min-w-0">
                {waiting.then(|| view! { <FirstCall gateway=first /> })}
                <Facts gateway=gateway.clone() />
                <RefusalsCard refusals=gateway.refusals_24h.clone() />
                {(!retired).then(|| view! {
                    <Credentials gateway=gateway.clone() reload />
                    <Danger gateway credential reload />
                })}
            </div>
        </div>
    }
}

#[component]
fn Facts(gateway: Gateway) -> impl IntoView {
    let told = {
        let sum = tn!(checks(&gateway), "check", "checks"; "verificação", "verificações");
        let refused = tn!(gateway.refused_24h.into(), "refused", "refused"; "recusada", "recusadas");
        format!("{sum}, {refused}")
    };
    let last = match gateway.last_seen_at {
        Some(at) => view! { <Time at /> }.into_any(),
        None => view! { {t!("never", "nunca")} }.into_any(),
    };
    let scopes = if gateway.required_scopes.is_empty() {
        view! { <span class="text-faint">{t!("none", "nenhum")}</span> }.into_any()
    } else {
        view! { <ScopeTags scopes=gateway.required_scopes /> }.into_any()
    };
    view! {
        <section class="card-t p-4">
            <h2 class="text-sm mb-3">{t!("Facts", "Dados")}</h2>
            <dl class="dl">
                <dt>{t!("Learns by", "Aprende por")}</dt>
                <dd>{mode_name(gateway.mode)}</dd>
                <dt>{t!("Audience", "Audiência")}</dt>
                <dd class="mono text-xs break-all">{gateway.audience.unwrap_or_else(|| t!("any", "qualquer uma").to_owned())}</dd>
                <dt>{t!("Needs", "Exige")}</dt>
                <dd>{scopes}</dd>
                <dt>{t!("Last call", "Última chamada")}</dt>
                <dd>{last}</dd>
                <dt>{t!("24 hours", "24 horas")}</dt>
                <dd class="num">{told}</dd>
                <dt>{t!("Added", "Adicionado")}</dt>
                <dd><Time at=gateway.created_at shape=Shape::DateTime /></dd>
            </dl>
        </section>
    }
}

#[component]
fn Danger(gateway: Gateway, credential: RwSignal<Option<String>>, reload: Callback<()>) -> impl IntoView {
    let id = gateway.id;
    let environment = gateway.environment;
    let gateway = StoredValue::new(gateway);
    let (rotating, retiring) = (RwSignal::new(false), RwSignal::new(false));
    let retirement = use_act();
    let blocked = Signal::stored(here::blocked(
        Action::ManageGateways,
        t!("change gateways", "alterar gateways"),
    ));
    let title = move || {
        let name = gateway.with_value(|gateway| gateway.name.clone());
        tf!("Retire {name}?", "Desativar {name}?")
    };
    let retire = move |()| {
        retirement.run(async move { api::gateways::retire(id).await }, move |()| {
            retiring.set(false);
            reload.run(());
        });
    };
    view! {
        <section class="card-t overflow-hidden border-bad/35 p-4">
            <h2 class="text-sm">{t!("Danger zone", "Zona de perigo")}</h2>
            <p class="text-sm text-muted mt-1">{t!("Retiring stops every credential at once; rotating, when you say.", "Desativar encerra todas as credenciais na hora; rotacionar, quando você disser.")}</p>
            <div class="flex flex-wrap gap-2 mt-3">
                <Button weight=Weight::LineBad icon=Glyph::RefreshCw blocked on_click=move |()| rotating.set(true)>{t!("Rotate credential…", "Rotacionar credencial…")}</Button>
                <Button weight=Weight::LineBad icon=Glyph::Ban blocked on_click=move |()| retiring.set(true)>{t!("Retire gateway…", "Desativar gateway…")}</Button>
            </div>
        </section>
        <Show when=move || rotating.get()>
            <RotateDialog gateway=gateway.get_value() credential reload on_close=move |()| rotating.set(false) />
        </Show>
        <Show when=move || retiring.get()>
            <ConfirmDialog
                title=title() environment
                detail=t!("Its credentials end for good. Calls through it are refused from now on.", "As credenciais dele são encerradas de vez. As chamadas por ele passam a ser recusadas.") act=t!("Retire gateway", "Desativar gateway")
                busy=retirement.busy error=retirement.failure on_confirm=retire on_close=move |()| retiring.set(false)
            />
        </Show>
    }
}
