//! A customer at a glance: five figures and four charts, all from one answer of the broker.

mod checks;
mod expiring;
mod figures;
mod head;
mod latest;
mod steps;
mod times;

use leptos::prelude::*;
use tessera_shared::dto::tenants::Overview;

use crate::api;
use crate::components::here;
use crate::lists::filter_bar::use_filter;
use crate::ui::Loaded;

/// Length of the period looked at, in days, unless the address names another.
const DAYS: u32 = 90;
/// The lengths the broker knows.
const PERIODS: [u32; 3] = [7, 30, 90];

/// The overview of the active customer.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let (chosen, choose) = use_filter::<u32>("days");
    let days = Memo::new(move |_| chosen.get().filter(|days| PERIODS.contains(days)).unwrap_or(DAYS));
    let overview = LocalResource::new(move || {
        let days = days.get();
        async move { api::tenants::overview(days).await }
    });
    let value = Signal::derive(move || {
        overview
            .get()
            .map(|answer| answer.map_err(|error| here::fault(&error, "overview")))
    });
    let retry = move |()| overview.refetch();
    let choose = move |days| choose.set((days != DAYS).then_some(days));
    view! {
        <head::Head days on_days=choose />
        <div class="px-4 sm:px-6 pb-24 lg:pb-10 grid grid-cols-[minmax(0,1fr)] gap-4 max-w-[100rem]">
            <Loaded value what="overview" retry children=|overview| view! { <Charts overview /> }.into_any() />
            <latest::Latest />
        </div>
    }
}

#[component]
fn Charts(overview: Overview) -> impl IntoView {
    view! {
        <figures::Figures overview=overview.clone() />
        <div class="grid grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-4">
            <times::TimeToToken overview=overview.clone() />
            <steps::Steps overview=overview.clone() />
            <checks::Checks checks=overview.checks />
            <expiring::Expiring days=overview.expiring />
        </div>
    }
}
