//! `/tokens/{token}`: one token.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;
use tessera_shared::dto::queue::Topic;
use tessera_shared::dto::tokens::TokenDetail;
use tessera_shared::ids::TokenId;
use tessera_shared::lifecycle::TokenState;

use super::cards::{Access, DangerZone, Lifetime, Secrets};
use super::change::{Change, ChangeDialog};
use super::delivery_card::DeliveryCard;
use super::recall_card::RecallCard;
use super::use_card::UseCard;
use crate::api;
use crate::components::here;
use crate::components::{EnvTag, Life, LifeTimeline, PaperHead, PrintButton, TokenBadge};
use crate::lists::list_body::ChangedNote;
use crate::ui::{Button, CopyButton, Glyph, Icon, Skeleton, Weight, shorten};
use crate::{t, tf};

/// One token.
#[component]
pub fn TokenPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").and_then(|text| text.parse::<TokenId>().ok()));
    let turn = RwSignal::new(0_u32);
    let detail = LocalResource::new(move || {
        turn.track();
        let id = id.get();
        async move {
            match id {
                Some(id) => api::tokens::get(id).await,
                None => Err(api::not_found()),
            }
        }
    });
    let reload = Callback::new(move |()| {
        turn.try_update(|turn| *turn += 1);
    });
    view! {
        <Transition fallback=|| view! { <Skeleton what="token" /> }>
            {move || Suspend::new(async move {
                match detail.await {
                    Ok(detail) => view! { <Token detail reload /> }.into_any(),
                    Err(error) => here::failed_page(&error, "token", reload),
                }
            })}
        </Transition>
    }
}

#[component]
fn Token(detail: TokenDetail, reload: Callback<()>) -> impl IntoView {
    let changed = here::use_changed(Topic::Tokens);
    let change = RwSignal::new(None::<Change>);
    let stored = StoredValue::new(detail.clone());
    let live = !matches!(detail.summary.state, TokenState::Revoked | TokenState::Expired);
    view! {
        <PaperHead />
        <Head detail=detail.clone() change />
        <ChangedNote changed on_show=reload />
        <div class="grid grid-cols-[minmax(0,1fr)] xl:grid-cols-[minmax(0,1fr)_21rem] gap-4 px-4 sm:px-6 pb-28 lg:pb-12">
            <div class="grid gap-4 content-start min-w-0">
                {detail.recall.clone().map(|recall| view! { <RecallCard recall /> })}
                <UseCard detail=detail.clone() />
                <section class="card-t">
                    <div class="card-h border-b border-line"><h2 class="text-sm">{t!("What happened", "O que aconteceu")}</h2></div>
                    <LifeTimeline life=Life::of_token(&detail) />
                </section>
            </div>
            <div class="grid gap-4 content-start min-w-0">
                <Access detail=detail.clone() />
                <Lifetime starts_at=detail.summary.starts_at ends_at=detail.summary.revoked_at.unwrap_or(detail.summary.expires_at) />
                <DeliveryCard detail=detail.clone() />
                <Secrets secrets=detail.secrets.clone() shown=detail.summary.id />
                {live.then(|| view! { <div class="print:hidden"><DangerZone detail=stored.get_value() change /></div> })}
            </div>
        </div>
        {move || change.get().map(|which| view! { <ChangeDialog which change detail=stored reload /> })}
    }
}

#[component]
fn Head(detail: TokenDetail, change: RwSignal<Option<Change>>) -> impl IntoView {
    let summary = detail.summary;
    let id = summary.id.to_string();
    let state = summary.state;
    let acts = move || {
        match state {
        TokenState::Suspended => {
            view! { <ChangeButton which=Change::Resume change icon=Glyph::RotateCw text=t!("Resume…", "Retomar…") /> }.into_any()
        }
        TokenState::Pending | TokenState::Active | TokenState::Rotating => {
            view! { <ChangeButton which=Change::Suspend change icon=Glyph::CirclePause text=t!("Suspend…", "Suspender…") /> }.into_any()
        }
        TokenState::Revoked | TokenState::Expired => ().into_any(),
    }
    };
    view! {
        <div class="px-4 sm:px-6 pt-4">
            <nav aria-label=t!("Breadcrumb", "Caminho") class="text-xs text-muted flex items-center gap-1.5">
                <A href="/tokens" attr:class="hover:text-ink">{t!("Tokens", "Tokens")}</A>
                <Icon name=Glyph::ChevronRight class="icon-xs text-faint" />
                <span class="truncate">{summary.application.clone()}</span>
            </nav>
        </div>
        <div class="flex flex-wrap items-start gap-x-4 gap-y-3 px-4 sm:px-6 pt-2 pb-5">
            <div class="min-w-0">
                <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
                    <h1 class="text-xl">{summary.application}</h1>
                    <TokenBadge state expires_at=summary.expires_at />
                    <EnvTag environment=summary.environment />
                </div>
                // Without dots on phones, where one would hang at the end of a line.
                <div class="flex flex-wrap items-center gap-x-3 sm:gap-x-2 text-sm text-muted mt-1">
                    <span>{summary.partner.name}</span>
                    <span class="max-sm:hidden text-faint" aria-hidden="true">"·"</span>
                    <span class="mono text-xs">{summary.hint}</span>
                    <span class="max-sm:hidden text-faint" aria-hidden="true">"·"</span>
                    <CopyButton text=Signal::stored(id.clone()) label=t!("Copy token id", "Copiar id do token") shown=shorten(&id) class="btn-ghost btn-xs -mx-2" />
                </div>
                {detail.ended_reason.map(|why| view! { <p class="text-sm text-muted mt-1">{tf!("Reason: {why}", "Motivo: {why}")}</p> })}
            </div>
            <div class="sm:ml-auto flex flex-wrap gap-2 print:hidden">{acts}<PrintButton /></div>
        </div>
    }
}

#[component]
fn ChangeButton(which: Change, change: RwSignal<Option<Change>>, icon: Glyph, text: &'static str) -> impl IntoView {
    let blocked = Signal::stored(here::blocked(which.action(), which.doing()));
    view! { <Button weight=Weight::Line icon blocked on_click=move |()| change.set(Some(which))>{text}</Button> }
}
