//! How the secret reached the partner, and a new link when it did not.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use tessera_shared::dto::deliveries::DeliveryInfo;
use tessera_shared::dto::tokens::{ChangeToken, TokenDetail};
use tessera_shared::ids::TokenId;
use tessera_shared::lifecycle::TokenState;
use tessera_shared::words::DeliveryState;

use super::change::Change;
use crate::api;
use crate::components::DeliveryBadge;
use crate::components::here;
use crate::forms::act::use_act;
use crate::ui::{Button, Glyph, Shape, Time, Weight};
use crate::{t, tf, tn};

/// The reason written down when nobody held the secret yet.
fn unopened() -> String {
    t!("The link was not opened.", "O link não foi aberto.").to_owned()
}

/// State of the handing-over.
#[component]
pub fn DeliveryCard(
    /// The token.
    detail: TokenDetail,
) -> impl IntoView {
    let live = !matches!(detail.summary.state, TokenState::Revoked | TokenState::Expired);
    let opened = detail.summary.delivery == DeliveryState::Opened;
    let (state, id, version) = (detail.summary.delivery, detail.summary.id, detail.summary.version);
    let facts = detail.delivery.map(|delivery| view! { <Facts delivery /> });
    view! {
        <section class="card-t p-4">
            <div class="flex items-center mb-3">
                <h2 class="text-sm">{t!("Delivery", "Entrega")}</h2>
                <span class="ml-auto"><DeliveryBadge state /></span>
            </div>
            {facts}
            {(live && !opened).then(|| view! { <SendAgain id version /> })}
        </section>
    }
}

#[component]
fn Facts(delivery: DeliveryInfo) -> impl IntoView {
    let refused =
        (delivery.refused > 0).then(|| tn!(delivery.refused.into(), "attempt", "attempts"; "tentativa", "tentativas"));
    let opened = delivery.opened_at.map(|at| {
        let from = delivery
            .opened_from
            .clone()
            .map(|address| tf!(" from {address}", " de {address}"));
        view! { <dt>{t!("Opened", "Aberto")}</dt><dd><Time at shape=Shape::DateTime /> {from}</dd> }
    });
    view! {
        <dl class="dl">
            <dt>{t!("Sent to", "Enviado para")}</dt>
            <dd class="break-all">{delivery.sent_to}</dd>
            <dt>{t!("Sent", "Enviado")}</dt>
            <dd><Time at=delivery.sent_at shape=Shape::DateTime /></dd>
            <dt>{t!("Link until", "Link até")}</dt>
            <dd><Time at=delivery.expires_at shape=Shape::DateTime /></dd>
            {opened}
            {refused.map(|attempts| view! { <dt>{t!("Refused", "Recusadas")}</dt><dd class="text-warn">{attempts}</dd> })}
        </dl>
    }
}

/// One click: nobody holds the secret, so nothing is lost by replacing it.
#[component]
fn SendAgain(id: TokenId, version: u32) -> impl IntoView {
    let act = use_act();
    let key = StoredValue::new(api::fresh_key());
    let navigate = StoredValue::new_local(use_navigate());
    let send = move |()| {
        let body = ChangeToken {
            version,
            reason: unopened(),
        };
        act.run(
            async move { api::tokens::reissue(id, &body, &key.get_value()).await },
            move |issued| {
                here::say(t!(
                    "New link sent. The old one is closed.",
                    "Novo link enviado. O antigo foi fechado."
                ));
                navigate.with_value(|go| go(&format!("/tokens/{}", issued.token), NavigateOptions::default()));
            },
        );
    };
    let blocked = Signal::stored(here::blocked(Change::Reissue.action(), Change::Reissue.doing()));
    view! {
        <div class="mt-3">
            <Button weight=Weight::Line icon=Glyph::Mail busy=act.busy blocked on_click=send>{t!("Send a new link", "Enviar um novo link")}</Button>
            <p class="hint">{t!("Nobody opened the link, so a new secret takes the place of this one.", "Ninguém abriu o link; um novo segredo substitui este.")}</p>
            {move || act.failure.get().map(|why| view! { <p class="text-sm text-bad mt-1.5" role="alert">{why}</p> })}
        </div>
    }
}
