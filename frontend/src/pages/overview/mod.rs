//! A customer at a glance, or all of the reader's customers together: figures and charts, all from one answer of the
//! broker. Each chart leads to the list of what it counted.

mod all;
mod checks;
mod expiring;
mod figures;
mod head;
mod idle;
mod latest;
mod links;
mod partners;
mod refused;
mod steps;
mod times;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use tessera_shared::dto::overview::Overview;

use crate::api;
use crate::components::here;
use crate::lists::filter_bar::use_filter;
use crate::state::tenant;
use crate::t;
use crate::ui::Loaded;

/// Length of the period looked at, in days, unless the address names another.
const DAYS: u32 = 90;
/// The lengths the broker knows.
const PERIODS: [u32; 3] = [7, 30, 90];

const BODY: &str = "px-4 sm:px-6 pb-24 lg:pb-10 grid grid-cols-[minmax(0,1fr)] gap-4 max-w-[100rem] 2xl:mx-auto";
const PAIR: &str = "grid grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-4";
const TRIPLE: &str = "grid grid-cols-[minmax(0,1fr)] lg:grid-cols-[repeat(3,minmax(0,1fr))] gap-4";

/// The overview of the active customer, or of all customers while none is active.
#[component]
pub fn OverviewPage() -> impl IntoView {
    if tenant::active_untracked().is_some() {
        view! { <OneOverview /> }.into_any()
    } else {
        view! { <all::AllOverview /> }.into_any()
    }
}

/// The period in the address, and what changes it.
fn use_days() -> (Memo<u32>, Callback<u32>) {
    let (chosen, choose) = use_filter::<u32>("days");
    let days = Memo::new(move |_| chosen.get().filter(|days| PERIODS.contains(days)).unwrap_or(DAYS));
    let choose = Callback::new(move |days| choose.set((days != DAYS).then_some(days)));
    (days, choose)
}

/// Goes to one of these addresses, by its place.
fn use_open(hrefs: Vec<String>) -> Callback<usize> {
    let navigate = StoredValue::new_local(use_navigate());
    Callback::new(move |index: usize| {
        if let Some(href) = hrefs.get(index) {
            navigate.with_value(|go| go(href, NavigateOptions::default()));
        }
    })
}

#[component]
fn OneOverview() -> impl IntoView {
    let (days, choose) = use_days();
    let overview = LocalResource::new(move || {
        let days = days.get();
        async move { api::tenants::overview(days).await }
    });
    let value = Signal::derive(move || {
        overview
            .get()
            .map(|answer| answer.map_err(|error| here::fault(&error, t!("overview", "visão geral"))))
    });
    let retry = move |()| overview.refetch();
    view! {
        <head::Head days on_days=choose />
        <div class=BODY>
            // What stands below waits out of sight, or it would jump when the charts come.
            <div class="grid grid-cols-[minmax(0,1fr)] gap-4 content-start" class=("min-h-dvh", move || value.with(Option::is_none))>
                <Loaded value what=t!("overview", "visão geral") retry children=|overview| view! { <Charts overview /> }.into_any() />
            </div>
            <latest::Latest />
        </div>
    }
}

#[component]
fn Charts(overview: Overview) -> impl IntoView {
    let (as_of, active) = (overview.as_of, overview.active_tokens);
    view! {
        <figures::Figures overview=overview.clone() />
        <div class=PAIR>
            <times::TimeToToken overview=overview.clone() />
            <steps::Steps overview=overview.clone() />
            <checks::Checks checks=overview.checks />
            <expiring::Expiring days=overview.expiring />
        </div>
        <div class=TRIPLE>
            <refused::Refused refusals=overview.refusals_24h />
            <partners::Partners partners=overview.partners all=active />
            <idle::Idle last_use=overview.last_use as_of />
        </div>
    }
}
