//! The signed-in person: who, and out.

use leptos::prelude::*;

use crate::components::language::LanguageChoice;
use crate::state::session;
use crate::t;
use crate::ui::Menu;

const BUTTON: &str = "grid place-items-center size-8 rounded-full bg-sunken border border-line-strong text-xs font-semibold \
                      text-muted cursor-pointer";
const ROW: &str = "block w-full text-left px-3 py-2 hover:bg-hover rounded-md cursor-pointer";

fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let last = words.last().filter(|_| words.len() > 1);
    words
        .first()
        .into_iter()
        .chain(last)
        .filter_map(|word| word.chars().next())
        .collect()
}

/// The account menu.
#[component]
pub fn Account() -> impl IntoView {
    let name = || session::me().map(|me| me.name).unwrap_or_default();
    let email = || session::me().map(|me| me.email).unwrap_or_default();
    let demo = || session::me().is_some_and(|me| me.demo);
    let face = move || {
        view! {
            <span aria-hidden="true">{move || initials(&name())}</span>
            <span class="sr-only">{t!("Account of ", "Conta de ")} {name}</span>
        }
    };
    view! {
        <Menu button=BUTTON panel="sheet absolute right-0 top-10 z-40 w-64 max-w-64 p-2 text-sm" face=ViewFnOnce::from(face)>
            <div class="px-3 py-2 border-b border-line mb-1">
                <div class="font-medium truncate">{name}</div>
                <div class="text-xs text-muted truncate">{email}</div>
            </div>
            <ul>
                {move || demo().then(|| view! {
                    <li><a href="/mail" target="_blank" class=ROW>{t!("Mails of the demo", "E-mails da demonstração")}</a></li>
                })}
                <li class="px-2"><LanguageChoice class="w-full min-h-8" /></li>
                <li><button type="button" class=ROW on:click=|_| session::sign_out()>{t!("Sign out", "Sair")}</button></li>
            </ul>
        </Menu>
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_and_last_name() {
        assert_eq!(initials("Iris van der Vale"), "IV");
        assert_eq!(initials("Iris"), "I");
        assert_eq!(initials(""), "");
    }
}
