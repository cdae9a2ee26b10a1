//! `/requests/{request}`: one request, and everything its reader may do about it.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;
use tessera_shared::dto::queue::Topic;
use tessera_shared::dto::requests::RequestDetail;
use tessera_shared::ids::RequestId;
use tessera_shared::lifecycle::RequestStage;
use tessera_shared::permission::Action;

use super::act_bar::ActBar;
use super::decide::{FromWhere, HowLong, NoteField, ScopeChoice};
use super::form_state::DecisionDraft;
use super::scope_rows::ScopeFacts;
use super::side::{Decided, Earlier, Who};
use super::words::{api_names, asks_for, waits};
use crate::api;
use crate::components::here;
use crate::components::{EnvTag, Life, LifeTimeline, PaperHead, StageBadge};
use crate::lists::list_body::ChangedNote;
use crate::ui::{Glyph, Icon, Shape, Skeleton, Time, moment, shorten};
use crate::{t, tf, tn};

/// One request.
#[component]
pub fn RequestPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").and_then(|text| text.parse::<RequestId>().ok()));
    let turn = RwSignal::new(0_u32);
    let detail = LocalResource::new(move || {
        turn.track();
        let id = id.get();
        async move {
            match id {
                Some(id) => api::requests::get(id).await,
                None => Err(api::not_found()),
            }
        }
    });
    let reload = Callback::new(move |()| {
        turn.try_update(|turn| *turn += 1);
    });
    view! {
        <Transition fallback=|| view! { <Skeleton what=t!("request", "pedido") /> }>
            {move || Suspend::new(async move {
                match detail.await {
                    Ok(detail) => view! { <Request detail reload /> }.into_any(),
                    Err(error) => here::failed_page(&error, t!("request", "pedido"), reload),
                }
            })}
        </Transition>
    }
}

/// The timeline: of the request, and once a token came of it, up to the token's end.
#[component]
fn Happened(detail: RequestDetail) -> impl IntoView {
    let life = Life::of_request(&detail);
    let Some(token) = detail.token.filter(|_| here::may(Action::ViewTokens).get_untracked()) else {
        return view! { <LifeTimeline life /> }.into_any();
    };
    let token = LocalResource::new(move || api::tokens::get(token));
    let shown = move || match token.get() {
        Some(Ok(token)) => Life::of_token(&token),
        _ => life.clone(),
    };
    view! { {move || view! { <LifeTimeline life=shown() /> }} }.into_any()
}

#[component]
fn Request(detail: RequestDetail, reload: Callback<()>) -> impl IntoView {
    let changed = here::use_changed(Topic::Requests);
    // What may be granted hangs on it.
    here::when_changed(Topic::Policy, move || changed.set(true));
    let draft = RwSignal::new(DecisionDraft::of(&detail, moment::now()));
    let deciding = detail.summary.stage == RequestStage::AwaitingDecision && here::may_decide(&detail);
    let detail = StoredValue::new(detail);
    view! {
        <div class="max-w-7xl 2xl:mx-auto">
            <PaperHead />
            <Head detail=detail.get_value() />
            <ChangedNote changed on_show=reload />
            <div class="grid grid-cols-[minmax(0,1fr)] xl:grid-cols-[minmax(0,1fr)_22.5rem] gap-4 px-4 sm:px-6 pb-36 lg:pb-24">
                <div class="grid gap-4 content-start min-w-0">
                    <Asked detail=detail.get_value() draft deciding />
                    <section class="card-t">
                        <div class="card-h border-b border-line"><h2 class="text-sm">{t!("What happened", "O que aconteceu")}</h2></div>
                        <Happened detail=detail.get_value() />
                    </section>
                </div>
                <div class="grid grid-cols-[minmax(0,1fr)] gap-4 content-start">
                    <Who detail=detail.get_value() />
                    <Decided detail=detail.get_value() />
                    <Earlier tokens=detail.with_value(|detail| detail.summary.partner.map(|_| detail.earlier.clone())) />
                    {deciding.then(|| view! {
                        <p class="text-xs text-faint px-1">
                            {t!("After you approve, support issues the token and the partner gets a one-time link. You never see the secret.", "Depois que você aprova, o suporte emite o token e o parceiro recebe um link de uso único. Você nunca vê o segredo.")}
                        </p>
                    })}
                </div>
            </div>
        </div>
        <ActBar detail draft deciding reload />
    }
}

#[component]
fn Head(detail: RequestDetail) -> impl IntoView {
    let summary = detail.summary;
    let title = asks_for(&summary.company, &api_names(&summary.apis));
    let confirmed = detail.confirmed_at.is_some();
    view! {
        <div class="px-4 sm:px-6 pt-4">
            <nav aria-label=t!("Breadcrumb", "Caminho") class="text-xs text-muted flex items-center gap-1.5">
                <A href="/requests" attr:class="hover:text-ink">{t!("Requests", "Pedidos")}</A>
                <Icon name=Glyph::ChevronRight class="icon-xs text-faint" />
                <span class="mono" title=summary.id.to_string()>{shorten(&summary.id.to_string())}</span>
            </nav>
        </div>
        <div class="px-4 sm:px-6 pt-1 pb-5">
            <h1 class="text-xl">{title}</h1>
            <div class="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted mt-1">
                <StageBadge stage=summary.stage />
                <EnvTag environment=summary.environment />
                <span>
                    {t!("Since ", "Desde ")} <Time at=summary.since shape=Shape::DateTime />
                    {waits(summary.stage).then(|| view! { " (" <Time at=summary.since shape=Shape::Age /> ")" })}
                </span>
                {confirmed.then(|| view! {
                    <span class="inline-flex items-center gap-1">
                        <Icon name=Glyph::BadgeCheck class="icon-sm text-ok" />{t!("E-mail confirmed", "E-mail confirmado")}
                    </span>
                })}
            </div>
        </div>
    }
}

/// How long the token was asked for, beside what the policy allows.
fn lifetime(asked: u32, most: u32) -> String {
    let asked = tn!(asked.into(), "day", "days"; "dia", "dias");
    let most = tn!(most.into(), "day", "days"; "dia", "dias");
    tf!(
        "Asked for {asked}. The policy allows up to {most}.",
        "Validade pedida: {asked}. A política permite até {most}."
    )
}

#[component]
fn Asked(detail: RequestDetail, draft: RwSignal<DecisionDraft>, deciding: bool) -> impl IntoView {
    let RequestDetail {
        summary,
        reason,
        scopes,
        lifetime_days,
        max_lifetime_days,
        filed_by,
        ..
    } = detail;
    let company = summary.company;
    let writer = filed_by.map_or_else(
        || tf!("Written by {company}", "Escrito por {company}"),
        |agent| {
            tf!(
                "Filed by {agent} for {company}",
                "Registrado por {agent} para {company}"
            )
        },
    );
    let choice = if deciding {
        view! {
            <section class="p-4 sm:p-5"><ScopeChoice scopes draft /></section>
            <section class="p-4 sm:p-5"><HowLong draft asked=lifetime_days max=max_lifetime_days /></section>
            <section class="p-4 sm:p-5"><FromWhere draft /></section>
            <section class="p-4 sm:p-5"><NoteField draft /></section>
        }
        .into_any()
    } else {
        view! {
            <section class="p-4 sm:p-5"><h2 class="text-sm mb-2">{t!("What they may do", "O que poderá fazer")}</h2><ScopeFacts scopes /></section>
            <section class="p-4 sm:p-5">
                <h2 class="text-sm mb-2">{t!("How long", "Por quanto tempo")}</h2>
                <p class="text-sm num">{lifetime(lifetime_days, max_lifetime_days)}</p>
            </section>
        }
        .into_any()
    };
    view! {
        <div class="card-t divide-y divide-line">
            <section class="p-4 sm:p-5">
                <h2 class="text-sm mb-2">{t!("Why", "Por quê")}</h2>
                <blockquote class="text-base text-ink border-l-2 border-line-strong pl-3 whitespace-pre-line break-words">{reason}</blockquote>
                <p class="text-xs text-faint mt-2">
                    {writer} {t!(", revision ", ", revisão ")} {summary.revision} ", " <Time at=summary.submitted_at shape=Shape::DateTime /> "."
                </p>
            </section>
            {choice}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::lifetime;

    #[test]
    fn both_lifetimes_have_their_unit() {
        assert_eq!(lifetime(1, 365), "Asked for 1 day. The policy allows up to 365 days.");
    }
}
