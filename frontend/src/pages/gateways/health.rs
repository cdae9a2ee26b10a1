//! What a gateway looks like from here, in words.

use leptos::prelude::*;
use tessera_shared::words::GatewayHealth;

use crate::t;
use crate::ui::{Badge, Glyph, Tone};

/// The health of a gateway.
#[component]
pub fn HealthBadge(
    /// How it looks.
    health: GatewayHealth,
) -> impl IntoView {
    let (tone, icon, text) = match health {
        GatewayHealth::Waiting => (
            Tone::Info,
            Glyph::Plug,
            t!("Waiting for first call", "Aguardando a primeira chamada"),
        ),
        GatewayHealth::Healthy => (Tone::Ok, Glyph::CircleCheck, t!("Healthy", "Saudável")),
        GatewayHealth::Silent => (Tone::Warn, Glyph::CloudOff, t!("Silent", "Silencioso")),
        GatewayHealth::Retired => (Tone::Plain, Glyph::CircleX, t!("Retired", "Desativado")),
    };
    view! { <Badge tone icon text /> }
}
