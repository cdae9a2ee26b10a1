//! Which days of the next 14 weeks end tokens.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::tenants::DayCount;

use crate::tn;
use crate::ui::chart::{ChartCard, HeatCalendar, HeatDay, Sheet, Tip};
use crate::ui::moment;

/// A calendar of ends.
#[component]
pub fn Expiring(
    /// Days from today on.
    days: Vec<DayCount>,
) -> impl IntoView {
    let finding = finding(&days);
    let label = format!("Tokens that end per day in the next 14 weeks. {finding}");
    let first_row = days.first().map_or(0, |day| moment::utc_row(day.day));
    let sheet = sheet(&days);
    let cells: Vec<HeatDay> = days
        .into_iter()
        .enumerate()
        .map(|(index, day)| cell(index, &day))
        .collect();
    let foot = || view! { <A href="/tokens" attr:class="link-t text-muted">"All tokens"</A> };
    view! {
        <ChartCard title="Expiring soon" finding sheet foot>
            <HeatCalendar label=label.clone() first_row days=cells.clone() />
        </ChartCard>
    }
}

fn cell(index: usize, day: &DayCount) -> HeatDay {
    let month = if index == 0 {
        Some(moment::utc_month(day.day))
    } else {
        moment::utc_new_month(day.day)
    };
    let tip = Tip {
        title: moment::utc_weekday(day.day),
        detail: ends(day.count),
    };
    HeatDay {
        count: day.count,
        tip,
        month,
    }
}

fn ends(count: u32) -> String {
    let verb = if count == 1 { "ends" } else { "end" };
    format!("{} {verb}", tn!(count.into(), "token", "tokens"; "token", "tokens"))
}

fn finding(days: &[DayCount]) -> String {
    // The first of several equal days: it is the one to look at.
    let most = days
        .iter()
        .rev()
        .filter(|day| day.count > 0)
        .max_by_key(|day| day.count);
    most.map_or_else(
        || "No token ends in the next 14 weeks.".to_owned(),
        |day| format!("{} on {}.", ends(day.count), moment::utc_weekday(day.day)),
    )
}

fn sheet(days: &[DayCount]) -> Sheet {
    let row = |day: &DayCount| vec![moment::utc_weekday(day.day), day.count.to_string()];
    Sheet {
        columns: vec!["Day (UTC)", "Tokens that end"],
        rows: days.iter().filter(|day| day.count > 0).map(row).collect(),
    }
}
