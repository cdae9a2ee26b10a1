//! `/settings`: how the customer shows itself, what it allows, how the app looks, and the own sign-in.

mod brand;
mod enrol_first;
mod factors;
mod passkeys;
mod password;
mod policy;
mod policy_change;
mod sessions;

use leptos::prelude::*;

pub use self::enrol_first::EnrolFirstPage;

use self::brand::BrandCard;
use self::factors::FactorsCard;
use self::password::PasswordCard;
use self::policy::PolicyCard;
use self::sessions::SessionsCard;
use crate::i18n::{self, Language, language};
use crate::state::{tenant, theme};
use crate::ui::{Answer, PageHead, Seg};
use crate::{t, tf};

/// Policy of the customer, the theme, and the own sessions and password.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let card = tenant::active_untracked();
    let sub = match card.as_ref().map(|card| &card.name) {
        Some(name) => tf!("{name} and your account", "{name} e sua conta"),
        None => t!("Your account", "Sua conta").to_owned(),
    };
    let choices = vec![
        Answer::new(theme::Theme::System, t!("System", "Sistema")),
        Answer::new(theme::Theme::Light, t!("Light", "Claro")),
        Answer::new(theme::Theme::Dark, t!("Dark", "Escuro")),
    ];
    let languages = Language::ALL.map(|one| Answer::new(one, one.own_name())).to_vec();
    view! {
        <div class="max-w-3xl 2xl:mx-auto">
            <PageHead title=t!("Settings", "Configurações") sub=sub />
            <div class="px-4 sm:px-6 pb-10 grid gap-4">
                {card.map(|card| view! { <BrandCard card /><PolicyCard /> })}
                <section class="card-t p-5" aria-labelledby="look">
                    <h2 id="look" class="text-sm font-semibold mb-3">{t!("Theme", "Tema")}</h2>
                    <Seg label=t!("Theme", "Tema") value=Signal::derive(theme::current) answers=choices on_change=theme::choose />
                </section>
                <section class="card-t p-5" aria-labelledby="language">
                    <h2 id="language" class="text-sm font-semibold mb-3">{t!("Language", "Idioma")}</h2>
                    <Seg label=t!("Language", "Idioma") value=language() answers=languages on_change=i18n::choose />
                </section>
                <SessionsCard />
                <PasswordCard />
                <FactorsCard />
            </div>
        </div>
    }
}
