//! What can be done from everywhere.

use tessera_shared::permission::{Action, allows};

use crate::components::places::places;
use crate::i18n::{Language, language};
use crate::state::{session, tenant};
use crate::t;
use crate::ui::Glyph;

/// What a command does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Goes to a page.
    Go(&'static str),
    /// Opens the switcher.
    Switch,
    /// Leaves the customer.
    LeaveTenant,
    /// The other of light and dark.
    Theme,
    /// The other language.
    Speak(Language),
    /// Shows the keys.
    Help,
    /// Signs out.
    SignOut,
}

/// A command by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// What it says.
    pub name: &'static str,
    /// Its icon.
    pub icon: Glyph,
    /// Its keys, with spaces between.
    pub keys: &'static str,
    /// What it does.
    pub act: Act,
}

const fn command(name: &'static str, icon: Glyph, keys: &'static str, act: Act) -> Command {
    Command { name, icon, keys, act }
}

/// Every command for this reader, here. Tracked.
pub fn all() -> Vec<Command> {
    let here = tenant::active();
    let may = |action| here.as_ref().is_some_and(|card| allows(card.role, action));
    let mut all: Vec<Command> = places(here.is_none())
        .map(|place| command(place.name, place.icon, place.keys, Act::Go(place.href)))
        .collect();
    if may(Action::SubmitRequest) {
        let name = t!("New request", "Novo pedido");
        all.push(command(name, Glyph::Plus, "", Act::Go("/requests/new")));
    }
    if may(Action::ManageGateways) {
        let name = t!("Add gateway", "Adicionar gateway");
        all.push(command(name, Glyph::Plus, "", Act::Go("/gateways/new")));
    }
    if may(Action::ViewMembers) {
        let name = t!("People of this customer", "Pessoas deste cliente");
        all.push(command(name, Glyph::UserPlus, "", Act::Go("/members")));
    }
    let switch = t!("Switch customer", "Trocar de cliente");
    all.push(command(switch, Glyph::ArrowRightLeft, "C", Act::Switch));
    if here.is_some() {
        let name = t!("All customers", "Todos os clientes");
        all.push(command(name, Glyph::Layers, "", Act::LeaveTenant));
    }
    all.extend(of_platform());
    all.push(command(
        t!("Switch theme", "Trocar de tema"),
        Glyph::SunMoon,
        "",
        Act::Theme,
    ));
    all.push(match language() {
        Language::English => command(
            "Português (Brasil)",
            Glyph::FileText,
            "",
            Act::Speak(Language::Portuguese),
        ),
        Language::Portuguese => command("English", Glyph::FileText, "", Act::Speak(Language::English)),
    });
    let help = t!("Keyboard shortcuts", "Atalhos do teclado");
    all.push(command(help, Glyph::Info, "?", Act::Help));
    all.push(command(t!("Sign out", "Sair"), Glyph::LockOpen, "", Act::SignOut));
    all
}

fn of_platform() -> Vec<Command> {
    let me = session::me();
    let owns = me.as_ref().is_some_and(|me| me.platform_role.is_some());
    let places = me.is_some_and(|me| me.places_people);
    let tenants = t!("All customers of the platform", "Todos os clientes da plataforma");
    let providers = t!("Providers of sign-in", "Provedores de entrada");
    let people = t!("People and their customers", "Pessoas e seus clientes");
    [
        (
            owns,
            command(tenants, Glyph::Building2, "", Act::Go("/platform/tenants")),
        ),
        (
            owns,
            command(providers, Glyph::Plug, "", Act::Go("/platform/providers")),
        ),
        (
            places,
            command(people, Glyph::UserPlus, "", Act::Go("/platform/people")),
        ),
    ]
    .into_iter()
    .filter_map(|(may, command)| may.then_some(command))
    .collect()
}

/// Whether every word of `text` begins a word of `name`, in any case.
pub fn fits(name: &str, text: &str) -> bool {
    let name = name.to_lowercase();
    let text = text.to_lowercase();
    let begins = |word: &str| name.split_whitespace().any(|own| own.starts_with(word));
    text.split_whitespace().all(begins)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_command_is_found_by_the_beginnings_of_its_words() {
        for text in ["", "new", "NEW req", "req n", "  request "] {
            assert!(fits("New request", text), "{text}");
        }
        for text in ["quest", "new token", "x"] {
            assert!(!fits("New request", text), "{text}");
        }
    }
}
