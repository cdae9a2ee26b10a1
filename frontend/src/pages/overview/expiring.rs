//! Which days of the next 14 weeks end tokens.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::overview::DayCount;
use tessera_shared::instant::Span;

use super::{links, use_open};
use crate::ui::chart::{ChartCard, HeatCalendar, HeatDay, Sheet, Tip};
use crate::ui::moment;
use crate::{t, tf, tn};

/// A calendar of ends.
#[component]
pub fn Expiring(
    /// Days from today on.
    days: Vec<DayCount>,
    /// Whether there is one list of these tokens to go to.
    #[prop(default = true)]
    linked: bool,
) -> impl IntoView {
    let finding = finding(&days);
    let label = tf!(
        "Tokens that end per day in the next 14 weeks. {finding}",
        "Tokens que terminam por dia nas próximas 14 semanas. {finding}"
    );
    let first_row = days.first().map_or(0, |day| moment::utc_row(day.day));
    let sheet = sheet(&days);
    let open = use_open(days.iter().map(|day| links::ends_on(day.day)).collect());
    let all = days.iter().map(|day| u64::from(day.count)).sum();
    let until = days.last().map(|day| day.day + Span::days(1));
    let cells: Vec<HeatDay> = days
        .into_iter()
        .enumerate()
        .map(|(index, day)| cell(index, &day))
        .collect();
    let foot = move || {
        let until = until.filter(|_| linked)?;
        let all = tn!(all, "token in 14 weeks", "tokens in 14 weeks"; "token em 14 semanas", "tokens em 14 semanas");
        Some(view! { <A href=links::ends_before(until) attr:class="link-t text-muted">{all}</A> })
    };
    let chart = move || {
        let (label, days) = (label.clone(), cells.clone());
        if linked {
            view! { <HeatCalendar label first_row days open /> }.into_any()
        } else {
            view! { <HeatCalendar label first_row days /> }.into_any()
        }
    };
    view! { <ChartCard title=t!("Expiring soon", "Expiram em breve") finding sheet foot>{chart()}</ChartCard> }
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
