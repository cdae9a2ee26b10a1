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
        DeliveryState::Sealed => "sent, not opened yet: look for the newest mail",
        DeliveryState::Opened => "opened",
        DeliveryState::Expired => "ran out unopened: ask for a new one",
        DeliveryState::Superseded => "no longer good",
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
                <h2 class="text-sm">"Your token"</h2>
                <span class="ml-auto"><TokenBadge state=token.state expires_at=token.expires_at /></span>
            </div>
            <dl class="dl">
                <dt>"Token"</dt>
                <dd class="mono text-xs">{token.hint}</dd>
                <dt>"Link"</dt>
                <dd>{delivery}</dd>
                <dt>"Valid"</dt>
                <dd class="num"><Time at=token.starts_at shape=Shape::Date /> " to " <Time at=token.expires_at shape=Shape::Date /></dd>
                <NetworkFacts networks=token.allowed_networks />
            </dl>
        </section>
        {(!ended).then(|| view! {
            <ReasonForm
                open_label="Revoke token…"
                question="Revoke this token?"
                detail="Every gateway refuses it from the next check on. This is final; for a new token file a new request."
                act="Revoke token"
                send
            />
        })}
    }
}
