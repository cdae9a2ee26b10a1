//! A line over time with the area below it.

use leptos::prelude::*;

use super::pen::{Anchor, Pen};
use super::plot::{Drawing, Plot, Points, Tip};
use super::scale::{Scale, Steps};
use crate::ui::number::float_of;

const LEFT: f64 = 46.0;
const TOP: f64 = 8.0;
const FOOT: f64 = 22.0;
const LABEL: f64 = 64.0;

/// A chart of one line.
#[component]
pub fn AreaLine(
    /// The finding, read out.
    #[prop(into)]
    label: String,
    /// Values with the label below and the tooltip, left to right.
    values: Vec<(u64, String, Tip)>,
    /// Height in pixels.
    #[prop(default = 150.0)]
    height: f64,
) -> impl IntoView {
    let values = StoredValue::new(values);
    let draw = move |width| values.with_value(|values| drawing(values, width, height));
    let tip = move |index: usize| values.with_value(|values| values.get(index).map(|(_, _, tip)| tip.clone()));
    view! { <Plot label height draw tip /> }
}

fn drawing(values: &[(u64, String, Tip)], width: f64, height: f64) -> Drawing {
    let mut pen = Pen::default();
    let bottom = height - FOOT;
    let max = values.iter().map(|(value, ..)| *value).max().unwrap_or(0);
    let scale = Scale::new(max, Steps::Count);
    pen.grid(&scale.lines(bottom, TOP), LEFT, width);
    let gap = (width - LEFT) / float_of(values.len().saturating_sub(1).max(1));
    let mut labelled = f64::NEG_INFINITY;
    let mut line = Vec::with_capacity(values.len());
    for (index, (value, label, _)) in values.iter().enumerate() {
        let x = LEFT + gap * float_of(index);
        line.push([x, scale.y(*value, bottom, TOP)]);
        if x - labelled >= LABEL && x < width - LABEL / 2.0 && !label.is_empty() {
            labelled = x;
            pen.text("", [x, height - 5.0], Anchor::Middle, label);
        }
    }
    pen.area(["s1", "a1"], &line, bottom);
    Drawing {
        markup: pen.finish(),
        points: Points::Line(line.into_iter().map(|[x, _]| x).collect()),
    }
}
