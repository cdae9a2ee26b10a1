//! A calendar of weeks, warmer where more happens.

use leptos::prelude::*;

use super::pen::{Anchor, Pen};
use super::plot::{Drawing, Plot, Points, Tip};
use crate::t;
use crate::ui::number::float_of;

const LEFT: f64 = 32.0;
const TOP: f64 = 18.0;
const HEIGHT: f64 = 172.0;
const CELL: f64 = 22.0;

/// One day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeatDay {
    /// How many.
    pub count: u32,
    /// In the tooltip.
    pub tip: Tip,
    /// Written above its week: the month, where one begins.
    pub month: Option<String>,
}

/// Days from today on, in columns of weeks.
#[component]
pub fn HeatCalendar(
    /// The finding, read out.
    #[prop(into)]
    label: String,
    /// Row of the first day: 0 for Monday.
    first_row: usize,
    /// The days, from today on.
    days: Vec<HeatDay>,
    /// Shows the rows behind one day.
    #[prop(optional, into)]
    open: Option<Callback<usize>>,
) -> impl IntoView {
    let days = StoredValue::new(days);
    let draw = move |_width| days.with_value(|days| drawing(days, first_row));
    let tip = move |index: usize| days.with_value(|days| days.get(index).map(|day| day.tip.clone()));
    view! { <HeatPlot label draw tip open /> }
}

/// Cells keep their size; wide cards leave room at the right, narrow ones scroll.
#[component]
fn HeatPlot<D, T>(label: String, draw: D, tip: T, open: Option<Callback<usize>>) -> impl IntoView
where
    D: Fn(f64) -> Drawing + Send + Sync + 'static,
    T: Fn(usize) -> Option<Tip> + Send + Sync + 'static,
{
    view! { <div class="w-[23rem]"><Plot label height=HEIGHT draw tip open /></div> }
}

fn drawing(days: &[HeatDay], first_row: usize) -> Drawing {
    let mut pen = Pen::default();
    for (row, name) in [
        (0_u8, t!("Mon", "seg.")),
        (2, t!("Wed", "qua.")),
        (4, t!("Fri", "sex.")),
        (6, t!("Sun", "dom.")),
    ] {
        let y = TOP + CELL * f64::from(row) + 14.0;
        pen.text("", [LEFT - 7.0, y], Anchor::End, name);
    }
    let most = days.iter().map(|day| day.count).max().unwrap_or(0);
    let mut points = Vec::with_capacity(days.len());
    let mut named = false;
    for (index, day) in days.iter().enumerate() {
        let place = index + first_row;
        let (x, y) = (LEFT + CELL * float_of(place / 7), TOP + CELL * float_of(place % 7));
        points.push([x, y, 19.0, 19.0]);
        pen.rect(heat(day.count, most), [x, y, 19.0, 19.0], 3.0);
        if index == 0 {
            pen.rect("h-today", [x, y, 19.0, 19.0], 3.0);
        }
        let crowded = index == 0 && days.iter().skip(1).take(14).any(|day| day.month.is_some());
        if let Some(month) = day.month.as_ref().filter(|_| !crowded) {
            pen.text("", [x, 10.0], Anchor::Start, month);
        }
        if day.count == most && most > 1 && !named {
            named = true;
            pen.text("t-on", [x + 9.5, y + 13.5], Anchor::Middle, &day.count.to_string());
        }
    }
    Drawing {
        markup: pen.finish(),
        points: Points::Boxes(points, 7),
    }
}

/// The class of a cell: none, and four warmths up to the most.
fn heat(count: u32, most: u32) -> &'static str {
    match u64::from(count) * 4 / u64::from(most.max(1)) {
        _ if count == 0 => "h0",
        0 | 1 if count < most => "h1",
        2 => "h2",
        3 => "h3",
        _ => "h4",
    }
}

#[cfg(test)]
mod tests {
    use super::heat;

    #[test]
    fn warmth_follows_the_count() {
        assert_eq!(
            [0, 1, 2, 3, 4].map(|count| heat(count, 4)),
            ["h0", "h1", "h2", "h3", "h4"]
        );
        assert_eq!(heat(1, 1), "h4");
        assert_eq!(heat(1, 14), "h1");
    }
}
