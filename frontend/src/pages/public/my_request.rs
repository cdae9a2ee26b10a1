//! `/{slug}/my-request#key`: the partner's own request, by the key in the link.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tessera_shared::dto::requests::{MyRequest, WithdrawRequest};
use tessera_shared::error::ErrorCode;
use tessera_shared::lifecycle::RequestStage;

use super::fragment::use_fragment;
use super::frame::{Closed, PlainFrame, PublicFrame};
use super::my_token::MyTokenCard;
use super::reason::ReasonForm;
use crate::api;
use crate::i18n::Named as _;
use crate::pages::requests::scope_rows::ScopeFacts;
use crate::pages::requests::words::partner_stage;
use crate::t;
use crate::ui::{Icon, Shape, Time};

/// The key of the link and a way to load the request again.
#[derive(Clone, Copy)]
pub struct MyAccess {
    /// From the fragment; memory only.
    pub key: StoredValue<String>,
    /// Counts reloads.
    pub reload: RwSignal<u32>,
}

impl MyAccess {
    /// Loads the request again.
    pub fn refresh(self) {
        self.reload.try_update(|count| *count += 1);
    }
}

/// The partner's own page of a request.
#[component]
pub fn MyRequestPage() -> impl IntoView {
    let fragment = use_fragment();
    move || {
        match fragment.get() {
        Some(key) => view! { <Keyed key /> }.into_any(),
        None => view! {
            <PlainFrame>
                <h1 class="text-2xl mb-6">{t!("Your access request", "Seu pedido de acesso")}</h1>
                <Closed icon="link" title=t!("Open the link from the mail", "Abra o link do e-mail")
                    detail=t!("The key in the link is never stored, so a reload needs the link again.", "A chave do link nunca é guardada; para recarregar a página é preciso abrir o link de novo.") />
            </PlainFrame>
        }
        .into_any(),
    }
    }
}

#[component]
fn Keyed(key: String) -> impl IntoView {
    let access = MyAccess {
        key: StoredValue::new(key),
        reload: RwSignal::new(0),
    };
    let request = LocalResource::new(move || {
        access.reload.track();
        async move { api::public::get_my_request(&access.key.get_value()).await }
    });
    view! {
        <Transition fallback=|| ()>
            {move || Suspend::new(async move {
                match request.await {
                    Ok(request) => view! { <Mine request access /> }.into_any(),
                    Err(error) => {
                        let gone = error.code() == Some(ErrorCode::NotFound);
                        let (title, detail) = if gone {
                            (t!("This link leads nowhere", "Este link não leva a lugar nenhum"), t!("The request is gone, or the link is not whole. Open it again from the newest mail.", "O pedido não existe mais, ou o link não está inteiro. Abra-o de novo pelo e-mail mais recente.").to_owned())
                        } else {
                            (t!("The page did not load", "A página não carregou"), error.to_string())
                        };
                        view! {
                            <PlainFrame>
                                <h1 class="text-2xl mb-6">{t!("Your access request", "Seu pedido de acesso")}</h1>
                                <Closed icon="search-x" title detail />
                            </PlainFrame>
                        }.into_any()
                    }
                }
            })}
        </Transition>
    }
}

#[component]
fn Mine(request: MyRequest, access: MyAccess) -> impl IntoView {
    let stage = request.stage;
    let (badge, icon, title, lead) = partner_stage(stage, &request.tenant.name);
    let token = request.token.clone();
    let open = matches!(
        stage,
        RequestStage::AwaitingPartner | RequestStage::AwaitingDecision | RequestStage::AwaitingIssue
    );
    view! {
        <PublicFrame tenant=request.tenant.clone()>
            <h1 class="text-2xl">{title}</h1>
            <p class="text-muted mt-2 mb-6">{lead}</p>
            <div class="card-t shadow-1">
                <div class="flex items-center gap-2 px-5 pt-5">
                    <span class=badge><Icon name=icon class="icon-xs" />{title}</span>
                    <span class="ml-auto mono text-2xs text-faint truncate">{request.id.to_string()}</span>
                </div>
                <div class="p-5"><MyFacts request /></div>
                {(stage == RequestStage::AwaitingPartner).then(|| view! { <Confirm access /> })}
            </div>
            {token.map(|token| view! { <MyTokenCard token access /> })}
            {open.then(|| view! { <Withdraw access /> })}
        </PublicFrame>
    }
}

#[component]
fn MyFacts(request: MyRequest) -> impl IntoView {
    view! {
        <dl class="dl">
            <dt>{t!("For", "Para")}</dt>
            <dd>{request.company} ", " {request.application}</dd>
            <dt>{t!("Where", "Ambiente")}</dt>
            <dd>{request.environment.name()}</dd>
            <dt>{t!("Filed", "Enviado")}</dt>
            <dd class="num"><Time at=request.submitted_at shape=Shape::DateTime /></dd>
        </dl>
        <h2 class="text-sm mt-5 mb-2">{t!("What it asks for", "O que ele pede")}</h2>
        <ScopeFacts scopes=request.scopes />
    }
}

#[component]
fn Confirm(access: MyAccess) -> impl IntoView {
    let (busy, set_busy) = signal(false);
    let (failure, set_failure) = signal(None::<String>);
    let confirm = move |_| {
        if busy.get_untracked() {
            return;
        }
        set_busy.set(true);
        set_failure.set(None);
        spawn_local(async move {
            let Some(key) = access.key.try_get_value() else { return };
            match api::public::confirm_my_request(&key).await {
                Ok(()) => access.refresh(),
                Err(error) => {
                    set_failure.try_set(Some(error.to_string()));
                }
            }
            set_busy.try_set(false);
        });
    };
    view! {
        <div class="border-t border-line p-5 grid gap-3">
            <p class="text-sm text-muted">{t!("The request goes on only after you confirm that you asked for it.", "O pedido só segue depois que você confirmar que foi você quem pediu.")}</p>
            <button type="button" class="btn btn-accent sm:justify-self-start" disabled=busy on:click=confirm>
                <Icon name="badge-check" />
                {t!("Confirm request", "Confirmar pedido")}
            </button>
            {move || failure.get().map(|why| view! { <p class="text-sm text-bad" role="alert">{why}</p> })}
        </div>
    }
}

#[component]
fn Withdraw(access: MyAccess) -> impl IntoView {
    let send = move |reason: String| async move {
        let key = access.key.try_get_value().unwrap_or_default();
        api::public::withdraw_my_request(&key, &WithdrawRequest { reason })
            .await
            .map(|()| access.refresh())
    };
    view! {
        <ReasonForm
            open_label=t!("Withdraw request…", "Retirar pedido…")
            question=t!("Withdraw this request?", "Retirar este pedido?")
            detail=t!("Nobody can decide on it any more. You can file a new one at any time.", "Ninguém mais poderá decidir sobre ele. Você pode enviar um novo quando quiser.")
            act=t!("Withdraw request", "Retirar pedido")
            send
        />
    }
}
