//! The pages of the workbench, in order.

use crate::t;
use crate::ui::Glyph;

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its address.
    pub href: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its icon.
    pub icon: Glyph,
    /// The keys that lead there, with a space between.
    pub keys: &'static str,
}

impl Place {
    const fn new(href: &'static str, name: &'static str, icon: Glyph, keys: &'static str) -> Self {
        Self { href, name, icon, keys }
    }

    /// The letter behind `G`.
    pub fn letter(self) -> &'static str {
        self.keys.split(' ').next_back().unwrap_or_default()
    }

    /// Whether it is there for all customers as well.
    fn is_of_all(self) -> bool {
        matches!(self.href, "/overview" | "/queue" | "/settings")
    }
}

/// The pages: of one customer, or those there are for all of them.
pub fn places(all: bool) -> impl Iterator<Item = Place> {
    let places = [
        Place::new(
            "/overview",
            t!("Overview", "Visão geral"),
            Glyph::LayoutDashboard,
            "G O",
        ),
        Place::new("/queue", t!("Queue", "Fila"), Glyph::Inbox, "G Q"),
        Place::new(
            "/requests",
            t!("Requests", "Pedidos"),
            Glyph::GitPullRequestArrow,
            "G R",
        ),
        Place::new("/tokens", "Tokens", Glyph::KeyRound, "G T"),
        Place::new("/partners", t!("Partners", "Parceiros"), Glyph::Handshake, "G P"),
        Place::new("/apis", "APIs", Glyph::Blocks, "G A"),
        Place::new("/gateways", "Gateways", Glyph::ShieldCheck, "G W"),
        Place::new("/audit", t!("Audit", "Auditoria"), Glyph::ScrollText, "G U"),
        Place::new("/settings", t!("Settings", "Configurações"), Glyph::Settings2, "G S"),
    ];
    places.into_iter().filter(move |place| !all || place.is_of_all())
}

#[cfg(test)]
mod tests {
    use super::{Place, places};

    #[test]
    fn every_page_has_a_letter_of_its_own() {
        let mut letters: Vec<_> = places(false).map(Place::letter).collect();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), places(false).count());
    }
}
