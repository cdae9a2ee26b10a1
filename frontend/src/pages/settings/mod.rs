//! `/settings`: how the customer shows itself, what it allows, how the app looks, and the own sign-in.

mod brand;
mod enrol;
mod factors;
mod passkeys;
mod password;
mod recovery;
mod sessions;

use leptos::prelude::*;
use leptos_router::components::A;

use self::brand::BrandCard;
pub use self::enrol::Enrol;
use self::factors::FactorsCard;
pub use self::passkeys::AddPasskey;
use self::password::PasswordCard;
pub use self::recovery::RecoveryCodesShown;
use self::sessions::SessionsCard;
use crate::api;
use crate::state::{tenant, theme};
use crate::ui::{Answer, PageHead, Seg};

/// Policy of the customer, the theme, and the own sessions and password.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let card = tenant::active_untracked();
    let sub = card.as_ref().map_or_else(
        || "Your own".to_owned(),
        |card| format!("Of {} and your own", card.name),
    );
    let choices = vec![
        Answer::new(theme::Theme::System, "System"),
        Answer::new(theme::Theme::Light, "Light"),
        Answer::new(theme::Theme::Dark, "Dark"),
    ];
    view! {
        <PageHead title="Settings" sub=sub />
        <div class="px-4 sm:px-6 pb-10 grid gap-4 max-w-3xl">
            {card.map(|card| view! { <BrandCard card /><PolicyCard /> })}
            <section class="card-t p-5" aria-labelledby="look">
                <h2 id="look" class="text-sm font-semibold mb-3">"Theme"</h2>
                <Seg label="Theme" value=Signal::derive(theme::current) answers=choices on_change=theme::choose />
            </section>
            <SessionsCard />
            <PasswordCard />
            <FactorsCard />
        </div>
    }
}

#[component]
fn PolicyCard() -> impl IntoView {
    let detail = LocalResource::new(api::tenants::get);
    let facts = move || {
        detail.get().and_then(Result::ok).map(|detail| {
            view! {
                <dl class="grid grid-cols-[10rem_1fr] gap-y-2 text-sm">
                    <dt class="text-muted">"Longest lifetime"</dt>
                    <dd class="num">{detail.policy.max_lifetime_days}" days"</dd>
                    <dt class="text-muted">"Delivery link works"</dt>
                    <dd class="num">{detail.policy.delivery_hours}" hours"</dd>
                    <dt class="text-muted">"Request page"</dt>
                    <dd class="mono text-xs">{tessera_shared::paths::screen::request_form(&detail.card.slug)}</dd>
                </dl>
            }
        })
    };
    view! {
        <section class="card-t p-5" aria-labelledby="policy">
            <h2 id="policy" class="text-sm font-semibold mb-3">"Policy"</h2>
            {facts}
            <p class="text-sm text-muted mt-4">
                <A href="/members" attr:class="link-t">"People of this customer"</A>
            </p>
        </section>
    }
}
