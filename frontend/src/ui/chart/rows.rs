//! Bars one below the other, each with its name and its number.

use leptos::prelude::*;

use super::legend::Series;
use super::pen::{Anchor, Pen};
use super::plot::{Drawing, Plot, Points, Tip};
use crate::ui::number::{float, float_of};

const ROW: f64 = 37.0;
const LEFT: f64 = 122.0;
/// Room at the right for a number, and for a second one.
const VALUE: f64 = 56.0;
const ASIDE: f64 = 46.0;
/// Letters of a name that fit.
const LETTERS: usize = 19;

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarRow {
    /// What it is.
    pub name: String,
    /// Its parts from the left, in the order of the series.
    pub parts: Vec<u64>,
    /// Its number, at the right.
    pub value: String,
    /// A second number, such as a share; may be empty.
    pub aside: String,
    /// In the tooltip.
    pub tip: Tip,
}

/// A chart of rows.
#[component]
pub fn BarRows(
    /// The finding, read out.
    #[prop(into)]
    label: String,
    /// What the parts stand for, from the left.
    series: Vec<Series>,
    /// The rows, from above.
    rows: Vec<BarRow>,
    /// Shows what is behind one row.
    #[prop(optional, into)]
    open: Option<Callback<usize>>,
) -> impl IntoView {
    let height = ROW * float_of(rows.len());
    let rows = StoredValue::new(rows);
    let draw = move |width| rows.with_value(|rows| drawing(&series, rows, width));
    let tip = move |index: usize| rows.with_value(|rows| rows.get(index).map(|row| row.tip.clone()));
    view! { <Plot label height draw tip open /> }
}

fn drawing(series: &[Series], rows: &[BarRow], width: f64) -> Drawing {
    let mut pen = Pen::default();
    let whole = |row: &BarRow| row.parts.iter().sum::<u64>();
    let most = float(rows.iter().map(whole).max().unwrap_or(0).max(1));
    let aside = if rows.iter().all(|row| row.aside.is_empty()) {
        0.0
    } else {
        ASIDE
    };
    let room = (width - LEFT - VALUE - aside).max(20.0);
    let mut boxes = Vec::with_capacity(rows.len());
    for (index, row) in rows.iter().enumerate() {
        let y = ROW * float_of(index) + 5.0;
        pen.text("t-ink", [0.0, y + 14.0], Anchor::Start, &short_name(&row.name));
        pen.rect("h0", [LEFT, y, room, 20.0], 3.0);
        let mut x = LEFT;
        for (part, series) in row.parts.iter().zip(series).filter(|(part, _)| **part > 0) {
            // A value above zero is never invisible.
            let length = (room * float(*part) / most - 1.0).max(2.0);
            pen.rect(series.fill, [x, y, length, 20.0], 3.0);
            x += length + 1.0;
        }
        pen.text("t-ink", [width - aside, y + 14.0], Anchor::End, &row.value);
        pen.text("", [width, y + 14.0], Anchor::End, &row.aside);
        boxes.push([LEFT, y, room, 20.0]);
    }
    Drawing {
        markup: pen.finish(),
        points: Points::Boxes(boxes, 1),
    }
}

/// The start of a name that is too long for its place.
fn short_name(name: &str) -> String {
    if name.chars().count() <= LETTERS {
        return name.to_owned();
    }
    let start: String = name.chars().take(LETTERS - 1).collect();
    [start.trim_end(), "…"].concat()
}

#[cfg(test)]
mod tests {
    use super::short_name;

    #[test]
    fn long_names_are_cut() {
        assert_eq!(short_name("Fjord Ticketing"), "Fjord Ticketing");
        assert_eq!(short_name("Consolidated Harbour Services"), "Consolidated Harbo…");
        assert_eq!(short_name("Ação e Informática Ltda"), "Ação e Informática…");
    }
}
