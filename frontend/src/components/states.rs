//! Badges of our state machines.

use leptos::prelude::*;
use tessera_shared::instant::{Instant, Span};
use tessera_shared::lifecycle::{RequestStage, TokenState};
use tessera_shared::words::DeliveryState;

use crate::ui::{Badge, Glyph, Tone, moment, number, use_now};

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
                (Tone::Warn, Glyph::Hourglass, format!("Expires in {left}"))
            }
            TokenState::Active => (Tone::Ok, Glyph::CircleCheck, "Active".to_owned()),
            TokenState::Pending => (Tone::Plain, Glyph::CircleDashed, "Pending".to_owned()),
            TokenState::Suspended => (Tone::Warn, Glyph::CirclePause, "Suspended".to_owned()),
            TokenState::Rotating => (Tone::Spin, Glyph::RefreshCw, "Rotating".to_owned()),
            TokenState::Revoked => (Tone::Bad, Glyph::Ban, "Revoked".to_owned()),
            TokenState::Expired => (Tone::Plain, Glyph::CalendarX, "Expired".to_owned()),
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
    let (tone, icon, text) = match stage {
        RequestStage::AwaitingPartner => (Tone::Plain, Glyph::Mail, "Waits for the partner"),
        RequestStage::AwaitingDecision => (Tone::Warn, Glyph::Hourglass, "To decide"),
        RequestStage::AwaitingIssue => (Tone::Info, Glyph::KeyRound, "To issue"),
        RequestStage::Issued => (Tone::Ok, Glyph::CircleCheck, "Issued"),
        RequestStage::Withdrawn => (Tone::Plain, Glyph::X, "Withdrawn"),
        RequestStage::Lapsed => (Tone::Plain, Glyph::CalendarX, "Lapsed"),
    };
    view! { <Badge tone icon text /> }
}

/// How far the handing-over of a secret has come.
#[component]
pub fn DeliveryBadge(
    /// Its state.
    state: DeliveryState,
) -> impl IntoView {
    let (tone, icon, text) = match state {
        DeliveryState::Sealed => (Tone::Warn, Glyph::Mail, "Not opened"),
        DeliveryState::Opened => (Tone::Ok, Glyph::MailOpen, "Opened"),
        DeliveryState::Expired => (Tone::Bad, Glyph::MailX, "Link ran out"),
        DeliveryState::Superseded => (Tone::Plain, Glyph::RefreshCw, "Replaced"),
    };
    view! { <Badge tone icon text /> }
}
