//! `/d/{delivery}#S`: facts first, one click opens, once.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;
use tessera_shared::dto::deliveries::{OpenDelivery, PublicDelivery};
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::DeliveryId;
use tessera_shared::words::DeliveryState;

use super::crypto::{self, CryptoError, LinkSecret};
use super::fragment::use_fragment;
use super::frame::{Closed, PlainFrame, PublicFrame};
use super::revealed::{Facts, Revealed};
use crate::api;
use crate::ui::{Icon, Shape, Time};
use crate::{t, tf};

/// What became of the click.
#[derive(Clone, Debug, PartialEq)]
enum Phase {
    Ready,
    Opening,
    Shown(String),
    Stored,
    Failed(String),
}

/// The page a delivery link opens.
#[component]
pub fn DeliveryPage() -> impl IntoView {
    let fragment = use_fragment();
    let params = use_params_map();
    let id = move || params.read().get("id").and_then(|text| text.parse::<DeliveryId>().ok());
    let facts = LocalResource::new(move || {
        let id = id();
        async move {
            match id {
                Some(id) => api::public::get_delivery(id).await.map(|facts| (id, facts)),
                None => Err(api::not_found()),
            }
        }
    });
    view! {
        <Transition fallback=|| ()>
            {move || Suspend::new(async move {
                match facts.await {
                    Ok((id, facts)) => view! { <Delivery id facts fragment /> }.into_any(),
                    Err(error) => view! { <NoDelivery error /> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn NoDelivery(error: api::ApiError) -> impl IntoView {
    let gone = error.code() == Some(ErrorCode::NotFound);
    let (title, detail) = if gone {
        (
            t!("This link leads nowhere", "Este link não leva a lugar nenhum"),
            t!(
                "Open it again from the mail, whole and unchanged.",
                "Abra-o de novo pelo e-mail, inteiro e sem alterações."
            )
            .to_owned(),
        )
    } else {
        (t!("The page did not load", "A página não carregou"), error.to_string())
    };
    view! {
        <PlainFrame>
            <h1 class="text-2xl mb-6">{t!("Access token", "Token de acesso")}</h1>
            <Closed icon="search-x" title detail />
        </PlainFrame>
    }
}

#[component]
fn Delivery(id: DeliveryId, facts: PublicDelivery, fragment: ReadSignal<Option<String>>) -> impl IntoView {
    let phase = RwSignal::new(Phase::Ready);
    let facts = StoredValue::new(facts);
    let tenant = facts.with_value(|facts| facts.tenant.clone());
    let body = move || {
        match phase.get() {
        Phase::Shown(token) => {
            view! { <Revealed token facts=facts.get_value() done=move || phase.set(Phase::Stored) /> }.into_any()
        }
        Phase::Stored => view! {
            <h1 class="text-2xl mb-6">{t!("The token is hidden", "O token foi ocultado")}</h1>
            <Closed icon="circle-check" title=t!("It opened once and is gone from this page", "Ele foi aberto uma vez e não está mais nesta página")
                detail=t!("Use it from where you stored it. If it is lost, ask for a new one.", "Use-o de onde você o guardou. Se o perdeu, peça um novo.") />
        }
        .into_any(),
        Phase::Ready | Phase::Opening | Phase::Failed(_) => view! { <Unopened id facts fragment phase /> }.into_any(),
    }
    };
    let once = Signal::derive(move || phase.with(|phase| matches!(phase, Phase::Opening | Phase::Shown(_))));
    view! { <PublicFrame tenant once>{body}</PublicFrame> }
}

#[component]
fn Unopened(
    id: DeliveryId,
    facts: StoredValue<PublicDelivery>,
    fragment: ReadSignal<Option<String>>,
    phase: RwSignal<Phase>,
) -> impl IntoView {
    let now = facts.get_value();
    let tenant = now.tenant.name.clone();
    let act = move || match facts.with_value(|facts| facts.state) {
        DeliveryState::Sealed => view! { <OpenButton id fragment phase /> }.into_any(),
        ended => view! { <Ended state=ended tenant=tenant.clone() /> }.into_any(),
    };
    let sealed = now.state == DeliveryState::Sealed;
    let (title, lead) = if sealed {
        (
            t!("Your access token is ready", "Seu token de acesso está pronto"),
            t!(
                "It opens once. Have your secret store at hand before you click.",
                "Ele só abre uma vez. Tenha seu cofre de segredos à mão antes de clicar."
            ),
        )
    } else {
        (
            t!("This link is closed", "Este link está encerrado"),
            t!(
                "Nothing can be opened here any more.",
                "Não há mais nada para abrir aqui."
            ),
        )
    };
    let until = now.link_expires_at;
    view! {
        <h1 class="text-2xl">{title}</h1>
        <p class="text-muted mt-2 mb-6">{lead}</p>
        <div class="card-t shadow-1">
            <div class="p-5"><Facts facts=now /></div>
            <div class="border-t border-line p-5 grid gap-4">{act}</div>
        </div>
        <Show when=move || sealed>
            <ul class="mt-6 grid gap-2 text-sm text-muted">
                <li class="flex gap-2">
                    <Icon name="clock" class="text-faint mt-0.5" />
                    <span>{t!("The link works until ", "O link funciona até ")} <strong class="font-medium text-ink num"><Time at=until shape=Shape::DateTime /></strong></span>
                </li>
                <li class="flex gap-2">
                    <Icon name="shield-check" class="text-faint mt-0.5" />
                    <span>{t!("Half of the key is in the link, half on our server. Neither mail nor logs can show the token.", "Metade da chave está no link, metade no nosso servidor. Nem e-mails nem logs conseguem mostrar o token.")}</span>
                </li>
            </ul>
        </Show>
    }
}

#[component]
fn OpenButton(id: DeliveryId, fragment: ReadSignal<Option<String>>, phase: RwSignal<Phase>) -> impl IntoView {
    // The same key on every try: an answer lost on the way can be fetched again.
    let reveal_key = StoredValue::new(None::<String>);
    let complete = move || fragment.with(|text| text.as_deref().is_some_and(|text| LinkSecret::parse(text).is_some()));
    let open = move |_| {
        if phase.get_untracked() == Phase::Opening {
            return;
        }
        let Some(secret) = fragment.with_untracked(|text| text.as_deref().and_then(LinkSecret::parse)) else {
            return;
        };
        phase.set(Phase::Opening);
        spawn_local(async move {
            let next = match open_once(id, &secret, reveal_key).await {
                Ok(token) => Phase::Shown(token),
                Err(why) => Phase::Failed(why),
            };
            phase.try_set(next);
        });
    };
    let failure = move || match phase.get() {
        Phase::Failed(why) => Some(why),
        _ => None,
    };
    let opening = move || phase.with(|phase| *phase == Phase::Opening);
    view! {
        <Show
            when=complete
            fallback=|| view! {
                <div class="note note-warn" role="alert">
                    <Icon name="triangle-alert" />
                    <p><strong class="font-semibold">{t!("A part of the link is missing. ", "Falta uma parte do link. ")}</strong>
                    <span class="text-muted">{t!("Open it again from the mail, or copy it whole. Nothing was used up.", "Abra-o de novo pelo e-mail ou copie-o inteiro. Nada foi gasto.")}</span></p>
                </div>
            }
        >
            <button type="button" class="btn btn-accent sm:justify-self-start" disabled=opening aria-busy=move || opening().to_string() on:click=open>
                <Icon name="lock-open" />
                {move || if opening() { t!("Opening", "Abrindo") } else { t!("Open and show once", "Abrir e mostrar uma vez") }}
            </button>
        </Show>
        {move || failure().map(|why| view! {
            <p class="text-sm text-bad flex gap-1.5" role="alert"><Icon name="circle-alert" class="mt-0.5" /><span>{why}</span></p>
        })}
    }
}

async fn open_once(
    id: DeliveryId,
    secret: &LinkSecret,
    reveal_key: StoredValue<Option<String>>,
) -> Result<String, String> {
    let key = match reveal_key.try_get_value().flatten() {
        Some(key) => key,
        None => crypto::fresh_reveal_key().map_err(crypto_words)?,
    };
    reveal_key.try_set_value(Some(key.clone()));
    let proof = secret.proof().await.map_err(crypto_words)?;
    let sealed = api::public::open_delivery(id, &OpenDelivery { proof, reveal_key: key })
        .await
        .map_err(|error| refusal_words(&error))?;
    secret.open(id, &sealed).await.map_err(crypto_words)
}

fn crypto_words(error: CryptoError) -> String {
    match error {
        CryptoError::NoCrypto => t!(
            "This browser cannot open it here. Use a current browser and the https address.",
            "Este navegador não consegue abri-lo aqui. Use um navegador atual e o endereço https."
        ),
        CryptoError::NotReadable => t!(
            "The answer does not belong to this link. Open the link from the mail again.",
            "A resposta não pertence a este link. Abra de novo o link do e-mail."
        ),
    }
    .to_owned()
}

fn refusal_words(error: &api::ApiError) -> String {
    match error.code() {
        Some(ErrorCode::AlreadyOpened) => {
            t!("Somebody opened this link before. If it was not you, tell your contact at once: the token has to be revoked.", "Alguém já abriu este link. Se não foi você, avise seu contato agora mesmo: o token precisa ser revogado.").to_owned()
        }
        Some(ErrorCode::LinkExpired) => t!("The link ran out. Ask for a new one.", "O link expirou. Peça um novo.").to_owned(),
        Some(ErrorCode::NotFound | ErrorCode::Forbidden) => {
            t!("This is not the right link. Open it from the mail, whole and unchanged.", "Este não é o link certo. Abra-o pelo e-mail, inteiro e sem alterações.").to_owned()
        }
        _ => error.to_string(),
    }
}

#[component]
fn Ended(state: DeliveryState, tenant: String) -> impl IntoView {
    let (title, detail) = match state {
        DeliveryState::Opened => (
            t!("The link was opened before", "O link já foi aberto"),
            tf!(
                "It opens once. If it was not you, tell {tenant} at once: the token has to be revoked.",
                "Ele só abre uma vez. Se não foi você, avise {tenant} agora mesmo: o token precisa ser revogado."
            ),
        ),
        DeliveryState::Superseded => (
            t!("A newer link took its place", "Um link mais novo tomou o lugar deste"),
            t!(
                "Look for the newest mail, or the token was revoked in the meantime.",
                "Procure o e-mail mais recente, ou o token foi revogado nesse meio-tempo."
            )
            .to_owned(),
        ),
        DeliveryState::Expired | DeliveryState::Sealed => (
            t!("Nobody opened the link in time", "Ninguém abriu o link a tempo"),
            tf!(
                "The sealed token is erased. Ask {tenant} for a new link.",
                "O token lacrado foi apagado. Peça um novo link a {tenant}."
            ),
        ),
    };
    view! {
        <div class="flex gap-3" role="status">
            <Icon name="lock" class="text-faint mt-0.5" />
            <div><h2 class="text-sm">{title}</h2><p class="text-sm text-muted mt-1">{detail}</p></div>
        </div>
    }
}
