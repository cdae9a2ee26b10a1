//! The token that came of the partner's request, and its end by the partner.

use leptos::prelude::*;
use tessera_shared::dto::requests::MyToken;
use tessera_shared::dto::tokens::RevokeMine;
use tessera_shared::lifecycle::TokenState;
use tessera_shared::words::DeliveryState;

use super::my_request::MyAccess;
use super::reason::ReasonForm;
use crate::api;
use crate::components::{NetworkFacts, TokenBadge};
use crate::t;
use crate::ui::{Shape, Time};

/// State, delivery and lifetime of the token, and the way to end it.
#[component]
pub fn MyTokenCard(
    /// The token.
    token: MyToken,
    /// The key of the link.
    access: MyAccess,
) -> impl IntoView {
    let id = token.id;
    let ended = matches!(token.state, TokenState::Revoked | TokenState::Expired);
    let delivery = match token.delivery {
        DeliveryState::Sealed => t!(
            "sent, not opened yet: look for the newest mail",
            "enviado, ainda não aberto: procure o e-mail mais recente"
        ),
        DeliveryState::Opened => t!("opened", "aberto"),
        DeliveryState::Expired => t!(
            "ran out unopened: ask for a new one",
            "expirou sem ser aberto: peça um novo"
        ),
        DeliveryState::Superseded => t!("no longer good", "não vale mais"),
    };
    let send = move |reason: String| async move {
        let key = access.key.try_get_value().unwrap_or_default();
        api::public::revoke_my_token(&key, &RevokeMine { token: id, reason })
            .await
            .map(|()| access.refresh())
    };
    view! {
        <section class="card-t shadow-1 p-5 mt-4">
            <div class="flex items-center gap-2 mb-3">
                <h2 class="text-sm">{t!("Your token", "Seu token")}</h2>
                <span class="ml-auto"><TokenBadge state=token.state expires_at=token.expires_at /></span>
            </div>
            <dl class="dl">
                <dt>{t!("Token", "Token")}</dt>
                <dd class="mono text-xs">{token.hint}</dd>
                <dt>{t!("Link", "Link")}</dt>
                <dd>{delivery}</dd>
                <dt>{t!("Valid", "Validade")}</dt>
                <dd class="num"><Time at=token.starts_at shape=Shape::Date /> {t!(" to ", " a ")} <Time at=token.expires_at shape=Shape::Date /></dd>
                <NetworkFacts networks=token.allowed_networks />
            </dl>
        </section>
        {(!ended).then(|| view! {
            <ReasonForm
                open_label=t!("Revoke token…", "Revogar token…")
                question=t!("Revoke this token?", "Revogar este token?")
                detail=t!("Every gateway refuses it from the next check on. This is final; for a new token file a new request.", "Todos os gateways o recusam a partir da próxima verificação. É definitivo; para um novo token, envie um novo pedido.")
                act=t!("Revoke token", "Revogar token")
                send
            />
        })}
    }
}
