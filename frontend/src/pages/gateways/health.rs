//! What a gateway looks like from here, in words.

use leptos::prelude::*;
use tessera_shared::words::GatewayHealth;

use crate::ui::{Badge, Glyph, Tone};

/// The health of a gateway.
#[component]
pub fn HealthBadge(
    /// How it looks.
    health: GatewayHealth,
) -> impl IntoView {
    let (tone, icon, text) = match health {
        GatewayHealth::Waiting => (Tone::Info, Glyph::Plug, "Waiting for first call"),
        GatewayHealth::Healthy => (Tone::Ok, Glyph::CircleCheck, "Healthy"),
        GatewayHealth::Silent => (Tone::Warn, Glyph::CloudOff, "Silent"),
        GatewayHealth::Retired => (Tone::Plain, Glyph::CircleX, "Retired"),
    };
    view! { <Badge tone icon text /> }
}
