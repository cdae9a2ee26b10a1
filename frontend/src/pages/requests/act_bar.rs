//! The bar at the foot of a request: approve, deny, issue, withdraw.

use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use tessera_shared::dto::requests::{IssueToken, RequestDetail, WithdrawRequest};
use tessera_shared::lifecycle::RequestStage;
use tessera_shared::permission::Action;

use super::decide::granted_of;
use super::form_state::DecisionDraft;
use crate::api;
use crate::components::ReasonDialog;
use crate::components::here;
use crate::forms::act::{Act, use_act};
use crate::i18n;
use crate::ui::keys::use_keys;
use crate::ui::{Button, Glyph, Icon, Kbd, Weight, moment};
use crate::{t, tf, tn};

/// What the bar works on.
#[derive(Clone, Copy)]
struct Bar {
    detail: StoredValue<RequestDetail>,
    draft: RwSignal<DecisionDraft>,
    reload: Callback<()>,
    act: Act,
    denying: RwSignal<bool>,
    withdrawing: RwSignal<bool>,
}

/// The acts that the stage allows, or who has to act.
#[component]
pub fn ActBar(
    /// The request.
    detail: StoredValue<RequestDetail>,
    /// The decision so far.
    draft: RwSignal<DecisionDraft>,
    /// Whether the reader may decide it.
    deciding: bool,
    /// Loads it again.
    reload: Callback<()>,
) -> impl IntoView {
    let bar = Bar {
        detail,
        draft,
        reload,
        act: use_act(),
        denying: RwSignal::new(false),
        withdrawing: RwSignal::new(false),
    };
    let body = match detail.with_value(|detail| detail.summary.stage) {
        RequestStage::AwaitingPartner => view! {
            <Says text=t!("The partner has to confirm by the link in the mail.", "O parceiro precisa confirmar pelo link do e-mail.") /><WithdrawButton bar />
        }
        .into_any(),
        RequestStage::AwaitingDecision if here::may(Action::DecideRequest).get_untracked() => {
            view! { <Decide bar deciding /> }.into_any()
        }
        RequestStage::AwaitingDecision => view! {
            <Says text=t!("An admin of the customer has to decide.", "Um administrador do cliente precisa decidir.") /><WithdrawButton bar />
        }
        .into_any(),
        RequestStage::AwaitingIssue => view! { <WithdrawButton bar /><Issue bar /> }.into_any(),
        RequestStage::Issued | RequestStage::Withdrawn | RequestStage::Lapsed => return ().into_any(),
    };
    let failure = move || {
        bar.act.failure.get().map(|why| {
            view! {
                <div class="flex flex-wrap items-center gap-2 text-sm text-bad mb-2" role="alert">
                    <Icon name=Glyph::CircleAlert /><span class="flex-1 min-w-0">{why}</span>
                    <Button weight=Weight::Ghost icon=Glyph::RotateCw on_click=reload>{t!("Load again", "Carregar de novo")}</Button>
                </div>
            }
        })
    };
    view! {
        <div class="print:hidden fixed bottom-[calc(var(--tabbar)+env(safe-area-inset-bottom))] lg:bottom-0 inset-x-0 lg:left-(--rail) z-20 border-t border-line bg-surface/95 backdrop-blur px-4 sm:px-6 py-3">
            {failure}
            <div class="flex items-center gap-2 max-w-[77rem] 2xl:mx-auto" role="group" aria-label=t!("Decision", "Decisão")>{body}</div>
        </div>
        <Dialogs bar />
    }
    .into_any()
}

#[component]
fn Says(text: &'static str) -> impl IntoView {
    view! { <p class="text-sm text-muted mr-auto">{text}</p> }
}

#[component]
fn Decide(bar: Bar, deciding: bool) -> impl IntoView {
    let navigate_reload = bar.reload;
    let approve = move || {
        let Bar { detail, draft, act, .. } = bar;
        match draft.with_untracked(DecisionDraft::to_approve) {
            Err(errors) => act.failure.set(errors.first().map(i18n::field_rule)),
            Ok(body) => {
                let id = detail.with_value(|detail| detail.summary.id);
                act.run(async move { api::requests::approve(id, &body).await }, move |()| {
                    navigate_reload.run(());
                });
            }
        }
    };
    let blocked = Signal::stored(
        bar.detail
            .with_value(|detail| detail.cannot_decide.as_ref().map(|why| why.detail.clone())),
    );
    use_keys(move |key| match key {
        "a" if deciding => {
            approve();
            true
        }
        "d" if deciding => {
            bar.denying.set(true);
            true
        }
        _ => false,
    });
    let scopes = move || bar.draft.with(DecisionDraft::granted_count);
    let of = bar.draft.with_untracked(DecisionDraft::asked_count);
    let until = move || {
        bar.draft
            .with(|draft| draft.ends_at.map(moment::date).unwrap_or_default())
    };
    let act_words = move || {
        let scopes = tn!(u64::try_from(scopes()).unwrap_or(0), "scope", "scopes"; "escopo", "escopos");
        tf!("Approve {scopes}", "Aprovar {scopes}")
    };
    view! {
        <p class="hidden md:block text-sm text-muted mr-auto">
            {move || match blocked.get() {
                Some(why) => view! { {why} }.into_any(),
                None => view! {
                    {t!("Approve ", "Aprovar ")} <span class="text-ink font-medium">{move || granted_of(scopes(), of)}</span>
                    {t!(" until ", " até ")} <span class="text-ink font-medium num">{until}</span> {t!(" in ", " em ")} {here::name()}
                }.into_any(),
            }}
        </p>
        <Button weight=Weight::Line class="max-md:h-11 max-md:flex-1" blocked on_click=move |()| bar.denying.set(true)>
            {t!("Deny… ", "Negar… ")} <span class="hidden lg:inline-grid"><Kbd key="D" /></span>
        </Button>
        <Button weight=Weight::Primary class="max-md:h-11 max-md:flex-[2]" blocked busy=bar.act.busy on_click=move |()| approve()>
            {act_words} <span class="hidden lg:inline-grid key key-on" aria-hidden="true">"A"</span>
        </Button>
    }
}

#[component]
fn Issue(bar: Bar) -> impl IntoView {
    let key = StoredValue::new(api::fresh_key());
    let node = NodeRef::<html::Div>::new();
    let navigate = StoredValue::new_local(use_navigate());
    let issue = move || {
        let (id, body) = bar.detail.with_value(|detail| {
            (
                detail.summary.id,
                IssueToken {
                    revision: detail.summary.revision,
                },
            )
        });
        bar.act.run(
            async move { api::requests::issue(id, &body, &key.get_value()).await },
            move |issued| {
                here::say(t!(
                    "Token issued. The partner has the link in the mail.",
                    "Token emitido. O parceiro recebe o link por e-mail."
                ));
                navigate.with_value(|go| {
                    go(
                        &format!("/tokens/{}", issued.token),
                        leptos_router::NavigateOptions::default(),
                    );
                });
            },
        );
    };
    let blocked = Signal::stored(
        here::blocked(Action::IssueToken, t!("issue tokens", "emitir tokens")).or_else(|| {
            bar.detail
                .with_value(|detail| detail.cannot_issue.as_ref().map(|why| why.detail.clone()))
        }),
    );
    // `I` takes the focus to the button, Enter presses it: two keys, and never by accident.
    use_keys(move |key| {
        let button = node
            .get_untracked()
            .and_then(|node| node.query_selector("button").ok().flatten());
        let element = button.and_then(|button| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(button).ok());
        key == "i" && element.is_some_and(|element| element.focus().is_ok())
    });
    view! {
        <p class="hidden md:block text-sm text-muted mr-auto order-first">
            {move || blocked.get().unwrap_or_else(|| t!("Approved. The partner gets a one-time link by mail.", "Aprovado. O parceiro recebe um link de uso único por e-mail.").to_owned())}
        </p>
        <div node_ref=node class="max-md:flex-[2] grid">
            <Button weight=Weight::Primary class="max-md:h-11" icon=Glyph::KeyRound blocked busy=bar.act.busy on_click=move |()| issue()>
                {t!("Issue in ", "Emitir em ")} {here::name()} <span class="hidden lg:inline-grid key key-on" aria-hidden="true">"I"</span>
            </Button>
        </div>
    }
}

#[component]
fn WithdrawButton(bar: Bar) -> impl IntoView {
    let may = here::may(Action::WithdrawRequest);
    view! {
        <Show when=move || may.get()>
            <Button weight=Weight::LineBad class="max-md:h-11" on_click=move |()| bar.withdrawing.set(true)>{t!("Withdraw…", "Retirar…")}</Button>
        </Show>
    }
}

#[component]
fn Dialogs(bar: Bar) -> impl IntoView {
    let (id, company, environment) = bar.detail.with_value(|detail| {
        (
            detail.summary.id,
            detail.summary.company.clone(),
            detail.summary.environment,
        )
    });
    let company = StoredValue::new(company);
    let (denial, withdrawal) = (use_act(), use_act());
    let navigate = StoredValue::new_local(use_navigate());
    let deny = move |reason: String| {
        bar.draft.update(|draft| draft.note = reason);
        match bar.draft.with_untracked(DecisionDraft::to_deny) {
            Err(errors) => denial.failure.set(errors.first().map(i18n::field_rule)),
            Ok(body) => denial.run(async move { api::requests::deny(id, &body).await }, move |()| {
                here::say(t!(
                    "Denied. The partner is told why.",
                    "Negado. O parceiro recebe o motivo."
                ));
                navigate.with_value(|go| go("/requests", leptos_router::NavigateOptions::default()));
            }),
        }
    };
    let withdraw = move |reason: String| {
        let body = WithdrawRequest { reason };
        withdrawal.run(async move { api::requests::withdraw(id, &body).await }, move |()| {
            bar.withdrawing.set(false);
            bar.reload.run(());
        });
    };
    view! {
        <Show when=move || bar.denying.get()>
            <ReasonDialog
                tenant=here::card() environment
                title=company.with_value(|company| tf!("Deny the request of {company}?", "Negar o pedido de {company}?"))
                detail=t!("The request is removed; what happened stays in the audit trail.", "O pedido é removido; o que aconteceu permanece na trilha de auditoria.")
                label=t!("Reason, told to the partner", "Motivo, informado ao parceiro") act=t!("Deny request", "Negar pedido") danger=true
                text=bar.draft.with_untracked(|draft| draft.note.clone())
                busy=denial.busy error=denial.failure
                on_close=move |()| bar.denying.set(false) on_confirm=deny
            />
        </Show>
        <Show when=move || bar.withdrawing.get()>
            <ReasonDialog
                tenant=here::card() environment
                title=company.with_value(|company| tf!("Withdraw the request of {company}?", "Retirar o pedido de {company}?"))
                detail=t!("Nobody can decide on it or issue from it any more.", "Ninguém mais pode decidir sobre ele nem emitir a partir dele.")
                act=t!("Withdraw request", "Retirar pedido") danger=true
                busy=withdrawal.busy error=withdrawal.failure
                on_close=move |()| bar.withdrawing.set(false) on_confirm=withdraw
            />
        </Show>
    }
}
