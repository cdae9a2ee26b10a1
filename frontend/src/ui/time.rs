//! A point in time on the screen: short in the row, exact in the tooltip, kept fresh.

use std::cell::OnceCell;
use std::time::Duration;

use leptos::prelude::*;
use tessera_shared::instant::Instant;

use super::moment;
use super::number::age;

thread_local! {
    // One clock for the whole page; it outlives every component, so no reader meets it disposed.
    static NOW: OnceCell<ArcRwSignal<Instant>> = const { OnceCell::new() };
}

/// Now, moving every ten seconds.
pub fn use_now() -> ArcRwSignal<Instant> {
    NOW.with(|cell| {
        cell.get_or_init(|| {
            let now = ArcRwSignal::new(moment::now());
            let ticking = now.clone();
            set_interval(move || ticking.set(moment::now()), Duration::from_secs(10));
            now
        })
        .clone()
    })
}

/// How a [`Time`] is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `4 s ago`, from a day on the date.
    Relative,
    /// How long ago: `2 d 4 h`.
    Age,
    /// `29 Nov 2026`.
    Date,
    /// `29 Nov 2026, 14:05`.
    DateTime,
    /// `29 Nov 2026`, the day in UTC: of something of which only that day is known.
    UtcDay,
}

/// A point in time, with the exact one in the tooltip and in `datetime`.
#[component]
pub fn Time(
    /// When.
    at: Instant,
    /// How to write it.
    #[prop(default = Shape::Relative)]
    shape: Shape,
    /// Classes of the element.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let now = use_now();
    let text = move || match shape {
        Shape::Relative => moment::relative(at, now.get()),
        Shape::Age => age(moment::seconds_since(at, now.get())),
        Shape::Date => moment::date(at),
        Shape::DateTime => moment::date_time(at),
        Shape::UtcDay => moment::utc_date(at),
    };
    let (datetime, title) = match shape {
        Shape::UtcDay => {
            let day = at.floor_day().to_string();
            (
                day.split('T').next().unwrap_or_default().to_owned(),
                moment::utc_date_time(at.floor_day()),
            )
        }
        _ => (at.to_string(), moment::exact(at)),
    };
    view! { <time class=class datetime=datetime title=title>{text}</time> }
}
