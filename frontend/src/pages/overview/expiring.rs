//! Which days of the next 14 weeks end tokens.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::tenants::DayCount;

use crate::ui::chart::{ChartCard, HeatCalendar, HeatDay, Sheet, Tip};
use crate::ui::moment;
use crate::{t, tf, tn};

/// A calendar of ends.
#[component]
pub fn Expiring(
    /// Days from today on.
    days: Vec<DayCount>,
) -> impl IntoView {
    let finding = finding(&days);
    let label = tf!(
        "Tokens that end per day in the next 14 weeks. {finding}",
        "Tokens que terminam por dia nas próximas 14 semanas. {finding}"
    );
    let first_row = days.first().map_or(0, |day| moment::utc_row(day.day));
    let sheet = sheet(&days);
    let cells: Vec<HeatDay> = days
        .into_iter()
        .enumerate()
        .map(|(index, day)| cell(index, &day))
        .collect();
    let foot = || view! { <A href="/tokens" attr:class="link-t text-muted">{t!("All tokens", "Todos os tokens")}</A> };
    view! {
        <ChartCard title=t!("Expiring soon", "Expiram em breve") finding sheet foot>
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
    tn!(count.into(), "token ends", "tokens end"; "token termina", "tokens terminam")
}

fn finding(days: &[DayCount]) -> String {
    // The first of several equal days: it is the one to look at.
    let most = days
        .iter()
        .rev()
        .filter(|day| day.count > 0)
        .max_by_key(|day| day.count);
    most.map_or_else(
        || {
            t!(
                "No token ends in the next 14 weeks.",
                "Nenhum token termina nas próximas 14 semanas."
            )
            .to_owned()
        },
        |day| {
            let (ends, on) = (ends(day.count), moment::utc_weekday(day.day));
            tf!("{ends} on {on}.", "{ends} em {on}.")
        },
    )
}

fn sheet(days: &[DayCount]) -> Sheet {
    let row = |day: &DayCount| vec![moment::utc_weekday(day.day), day.count.to_string()];
    Sheet {
        columns: vec![
            t!("Day (UTC)", "Dia (UTC)"),
            t!("Tokens that end", "Tokens que terminam"),
        ],
        rows: days.iter().filter(|day| day.count > 0).map(row).collect(),
    }
}
