//! `/apis`: what partners can ask for.

use leptos::prelude::*;
use tessera_shared::dto::catalogue::{Api, ApiScope};
use tessera_shared::page::Page;
use tessera_shared::permission::Action;

use super::add::AddApi;
use crate::api::{self, ApiError};
use crate::components::here;
use crate::ui::{Badge, Button, CopyButton, Empty, Failure, Glyph, PageHead, Skeleton, Tone, Weight};
use crate::{t, tn};

/// The catalogue.
#[component]
pub fn ApisPage() -> impl IntoView {
    let turn = RwSignal::new(0_u32);
    let apis = LocalResource::new(move || {
        turn.track();
        api::apis::list()
    });
    let reload = Callback::new(move |()| {
        turn.try_update(|turn| *turn += 1);
    });
    let adding = RwSignal::new(false);
    let may = here::may(Action::ManageApis);
    move || {
        if adding.get() {
            let added = move |()| {
                adding.set(false);
                reload.run(());
            };
            return view! { <AddApi on_added=added on_close=move |()| adding.set(false) /> }.into_any();
        }
        view! {
            <PageHead title="APIs" sub=here::sub(t!("What partners can ask for from", "O que os parceiros podem pedir a"))>
                <Show when=move || may.get()>
                    <Button weight=Weight::Primary icon=Glyph::Plus on_click=move |()| adding.set(true)>{t!("Add API", "Adicionar API")}</Button>
                </Show>
            </PageHead>
            <div class="px-4 sm:px-6 pb-28 lg:pb-10 grid grid-cols-[minmax(0,1fr)] gap-4">
                <Transition fallback=|| view! { <div class="card-t"><Skeleton what=t!("APIs", "APIs") /></div> }>
                    {move || Suspend::new(async move { shown(apis.await, reload) })}
                </Transition>
            </div>
        }
        .into_any()
    }
}

fn shown(apis: Result<Page<Api>, ApiError>, retry: Callback<()>) -> AnyView {
    match apis {
        Ok(page) if page.items.is_empty() => view! {
            <div class="card-t">
                <Empty icon=Glyph::Blocks title=t!("No APIs yet", "Nenhuma API ainda") detail=t!("Partners can ask for access once there is an API with scopes.", "Os parceiros podem pedir acesso assim que houver uma API com escopos.") />
            </div>
        }
        .into_any(),
        Ok(page) => page.items.into_iter().map(|api| view! { <ApiCard api /> }).collect_view().into_any(),
        Err(error) => view! { <div class="card-t"><Failure fault=here::fault(&error, t!("APIs", "APIs")) retry /></div> }.into_any(),
    }
}

#[component]
fn ApiCard(api: Api) -> impl IntoView {
    let title = format!("{} {}", api.name, api.version);
    let label = title.clone();
    let rows = api
        .scopes
        .into_iter()
        .map(|scope| view! { <ScopeRow scope /> })
        .collect_view();
    view! {
        <section class="card-t overflow-hidden" aria-label=label>
            <div class="flex flex-wrap items-start gap-x-4 gap-y-1 p-4 border-b border-line">
                <div class="min-w-0">
                    <h2 class="text-base">{title}</h2>
                    <p class="text-sm text-muted">{api.description}</p>
                    <div class="flex items-center gap-1 text-xs text-faint mt-1 min-w-0">
                        <span class="mono truncate">{api.audience.clone()}</span>
                        <CopyButton text=Signal::stored(api.audience) label=t!("Copy audience", "Copiar audiência") shown="" class="btn-ghost btn-xs btn-square" />
                    </div>
                </div>
                <span class="sm:ml-auto text-sm text-muted num whitespace-nowrap">{tn!(api.active_tokens.into(), "active token", "active tokens"; "token ativo", "tokens ativos")}</span>
            </div>
            <ul>{rows}</ul>
        </section>
    }
}

#[component]
fn ScopeRow(scope: ApiScope) -> impl IntoView {
    view! {
        <li class="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 border-b border-line last:border-0 text-sm">
            <span class="mono text-xs font-medium min-w-40">{scope.name}</span>
            <span class="text-muted flex-1 min-w-48">{scope.description}</span>
            {scope.writes.then(|| view! { <Badge tone=Tone::Warn icon=Glyph::Pencil text=t!("Can change data", "Pode alterar dados") /> })}
        </li>
    }
}
