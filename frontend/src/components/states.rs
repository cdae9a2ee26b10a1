//! Badges of our state machines.

use leptos::prelude::*;
use tessera_shared::instant::{Instant, Span};
use tessera_shared::lifecycle::{RequestStage, TokenState};
use tessera_shared::words::DeliveryState;

use crate::i18n::Named;
use crate::ui::{Badge, Glyph, Tone, moment, number, use_now};
use crate::{t, tf};

/// This long before its end a token says so.
const EXPIRING: Span = Span::days(14);

/// Where a token stands; close to its end, how close.
#[component]
pub fn TokenBadge(
    /// Its state.
    state: TokenState,
    /// Its end.
    expires_at: Instant,
) -> impl IntoView {
    let now = use_now();
    move || {
        let now = now.get();
        let left = expires_at - now;
        let ending = state == TokenState::Active && left < EXPIRING && left > Span::millis(0);
        let (tone, icon, text) = match state {
            TokenState::Active if ending => {
                let left = number::age(moment::seconds_since(now, expires_at));
                (
                    Tone::Warn,
                    Glyph::Hourglass,
                    tf!("Expires in {left}", "Expira em {left}"),
                )
            }
            TokenState::Active => (Tone::Ok, Glyph::CircleCheck, t!("Active", "Ativo").to_owned()),
            TokenState::Pending => (Tone::Plain, Glyph::CircleDashed, t!("Pending", "Pendente").to_owned()),
            TokenState::Suspended => (Tone::Warn, Glyph::CirclePause, t!("Suspended", "Suspenso").to_owned()),
            TokenState::Rotating => (Tone::Spin, Glyph::RefreshCw, t!("Rotating", "Em rotação").to_owned()),
            TokenState::Revoked => (Tone::Bad, Glyph::Ban, t!("Revoked", "Revogado").to_owned()),
            TokenState::Expired => (Tone::Plain, Glyph::CalendarX, t!("Expired", "Expirado").to_owned()),
        };
        view! { <Badge tone icon text /> }
    }
}

/// Who has to act next on a request.
#[component]
pub fn StageBadge(
    /// Its stage.
    stage: RequestStage,
) -> impl IntoView {
    let (tone, icon) = match stage {
        RequestStage::AwaitingPartner => (Tone::Plain, Glyph::Mail),
        RequestStage::AwaitingDecision => (Tone::Warn, Glyph::Hourglass),
        RequestStage::AwaitingIssue => (Tone::Info, Glyph::KeyRound),
        RequestStage::Issued => (Tone::Ok, Glyph::CircleCheck),
        RequestStage::Withdrawn => (Tone::Plain, Glyph::X),
        RequestStage::Lapsed => (Tone::Plain, Glyph::CalendarX),
    };
    view! { <Badge tone icon text=stage.name() /> }
}

/// How far the handing-over of a secret has come.
#[component]
pub fn DeliveryBadge(
    /// Its state.
    state: DeliveryState,
) -> impl IntoView {
    let (tone, icon, text) = match state {
        DeliveryState::Sealed => (Tone::Warn, Glyph::Mail, t!("Not opened", "Não aberto")),
        DeliveryState::Opened => (Tone::Ok, Glyph::MailOpen, t!("Opened", "Aberto")),
        DeliveryState::Expired => (Tone::Bad, Glyph::MailX, t!("Link ran out", "Link vencido")),
        DeliveryState::Superseded => (Tone::Plain, Glyph::RefreshCw, t!("Replaced", "Substituído")),
    };
    view! { <Badge tone icon text /> }
}
