//! The pages of the workbench, in order.

use tessera_shared::dto::people::Me;

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
    /// The keys that lead there, with a space between; the pages of the platform have none.
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

    /// Whether the page at this path is the place itself, or one that belongs to it.
    pub fn holds(self, path: &str) -> bool {
        let under = |href: &str| {
            let rest = path.strip_prefix(href);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let beside = match self.href {
            "/settings" => under("/members"),
            "/audit" => under("/review"),
            _ => false,
        };
        under(self.href) || beside
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

/// The pages of the platform, for its owner, and for those who say who works where.
pub fn platform_places(me: &Me) -> Vec<Place> {
    let owns = me.platform_role.is_some();
    let (customers, people, providers) = (
        Place::new("/platform/tenants", t!("Customers", "Clientes"), Glyph::Building2, ""),
        Place::new("/platform/people", t!("People", "Pessoas"), Glyph::UserPlus, ""),
        Place::new(
            "/platform/providers",
            t!("Providers of sign-in", "Provedores de entrada"),
            Glyph::Plug,
            "",
        ),
    );
    let places = [(owns, customers), (me.places_people, people), (owns, providers)];
    places
        .into_iter()
        .filter_map(|(may, place)| may.then_some(place))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Place, places};

    #[test]
    fn every_page_has_its_place() {
        let place = |path: &str| {
            let mut holding = places(false).filter(|place| place.holds(path));
            let first = holding.next().map(|place| place.href);
            assert_eq!(holding.next(), None, "{path}");
            first
        };
        for (path, href) in [
            ("/tokens", Some("/tokens")),
            ("/tokens/tok_1", Some("/tokens")),
            ("/members", Some("/settings")),
            ("/review", Some("/audit")),
            ("/audit/print", Some("/audit")),
            ("/tokenside", None),
            ("/platform/people", None),
        ] {
            assert_eq!(place(path), href, "{path}");
        }
    }

    #[test]
    fn every_page_has_a_letter_of_its_own() {
        let mut letters: Vec<_> = places(false).map(Place::letter).collect();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), places(false).count());
    }
}
