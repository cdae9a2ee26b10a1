//! `/settings`: how the customer shows itself, what it allows, how the app looks, and the own sign-in.

mod brand;
mod enrol_first;
mod factors;
mod passkeys;
mod password;
mod sessions;

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::paths::screen::request_form;

pub use self::enrol_first::EnrolFirstPage;

use self::brand::BrandCard;
use self::factors::FactorsCard;
use self::password::PasswordCard;
use self::sessions::SessionsCard;
use crate::api;
use crate::i18n::{self, Language, language};
use crate::state::{tenant, theme};
use crate::ui::{Answer, CopyButton, PageHead, Seg};
use crate::{t, tf, tn};

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

#[component]
fn PolicyCard() -> impl IntoView {
    let detail = LocalResource::new(api::tenants::get);
    let facts = move || {
        detail.get().and_then(Result::ok).map(|detail| {
            let page = request_form(&detail.card.slug);
            let whole = [window().location().origin().unwrap_or_default(), page.clone()].concat();
            view! {
                <dl class="grid grid-cols-[minmax(0,1fr)] sm:grid-cols-[10rem_minmax(0,1fr)] items-baseline sm:gap-y-2 text-sm">
                    <dt class="text-muted">{t!("Longest lifetime", "Validade máxima")}</dt>
                    <dd class="num">{tn!(detail.policy.max_lifetime_days.into(), "day", "days"; "dia", "dias")}</dd>
                    <dt class="text-muted max-sm:mt-2">{t!("Delivery link works", "O link de entrega vale")}</dt>
                    <dd class="num">{tn!(detail.policy.delivery_hours.into(), "hour", "hours"; "hora", "horas")}</dd>
                    <dt class="text-muted max-sm:mt-2">{t!("Request page", "Página de pedidos")}</dt>
                    <dd class="flex items-center gap-1 min-w-0">
                        <a href=page.clone() target="_blank" class="link-t mono text-xs wrap-anywhere">{page.clone()}</a>
                        <CopyButton text=whole label=t!("Copy the address", "Copiar o endereço") shown="" class="btn-ghost btn-square" />
                    </dd>
                </dl>
            }
        })
    };
    view! {
        <section class="card-t p-5" aria-labelledby="policy">
            <h2 id="policy" class="text-sm font-semibold mb-3">{t!("Policy", "Política")}</h2>
            {facts}
            <p class="text-sm text-muted mt-4">
                <A href="/members" attr:class="link-t">{t!("People of this customer", "Pessoas deste cliente")}</A>
            </p>
        </section>
    }
}
