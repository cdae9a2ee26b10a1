//! The pages of the workbench, in order.

use crate::t;
use crate::ui::Glyph;

/// A page: its address, name and icon.
pub type Place = (&'static str, &'static str, Glyph);

/// The pages: of one customer, or those there are for all of them.
pub fn places(all: bool) -> impl Iterator<Item = Place> {
    let places = [
        ("/overview", t!("Overview", "Visão geral"), Glyph::LayoutDashboard),
        ("/queue", t!("Queue", "Fila"), Glyph::Inbox),
        ("/requests", t!("Requests", "Pedidos"), Glyph::GitPullRequestArrow),
        ("/tokens", "Tokens", Glyph::KeyRound),
        ("/partners", t!("Partners", "Parceiros"), Glyph::Handshake),
        ("/apis", "APIs", Glyph::Blocks),
        ("/gateways", "Gateways", Glyph::ShieldCheck),
        ("/audit", t!("Audit", "Auditoria"), Glyph::ScrollText),
        ("/settings", t!("Settings", "Configurações"), Glyph::Settings2),
    ];
    let shown = move |place: &Place| !all || matches!(place.0, "/overview" | "/queue" | "/settings");
    places.into_iter().filter(shown)
}
