//! Bars, plain or stacked.

use leptos::prelude::*;

use super::legend::Series;
use super::pen::{Anchor, Pen};
use super::plot::{Drawing, Plot, Points, Tip};
use super::scale::{Scale, Steps};
use crate::ui::number::float_of;

const LEFT: f64 = 46.0;
const TOP: f64 = 8.0;
/// Room below for the labels.
const FOOT: f64 = 22.0;
/// A label needs this much room.
const LABEL: f64 = 56.0;

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Below it, if anything; bars that stand close leave some out.
    pub label: String,
    /// In the tooltip.
    pub tip: Tip,
    /// Its parts from below, in the order of the series.
    pub parts: Vec<u64>,
}

/// A chart of bars.
#[component]
pub fn Bars(
    /// The finding, read out.
    #[prop(into)]
    label: String,
    /// What the parts stand for, from below.
    series: Vec<Series>,
    /// The bars, left to right.
    bars: Vec<Bar>,
    /// What the axis counts.
    #[prop(default = Steps::Count)]
    steps: Steps,
    /// Height in pixels.
    #[prop(default = 206.0)]
    height: f64,
) -> impl IntoView {
    let bars = StoredValue::new(bars);
    let draw = move |width| bars.with_value(|bars| drawing(&series, bars, steps, width, height));
    let tip = move |index: usize| bars.with_value(|bars| bars.get(index).map(|bar| bar.tip.clone()));
    view! { <Plot label height draw tip /> }
}

fn drawing(series: &[Series], bars: &[Bar], steps: Steps, width: f64, height: f64) -> Drawing {
    let mut pen = Pen::default();
    let bottom = height - FOOT;
    let max = bars.iter().map(|bar| bar.parts.iter().sum::<u64>()).max().unwrap_or(0);
    let scale = Scale::new(max, steps);
    pen.grid(&scale.lines(bottom, TOP), LEFT, width);
    let slot = (width - LEFT) / float_of(bars.len().max(1));
    let thickness = (slot * 0.68).clamp(2.0, 30.0);
    let mut points = Vec::with_capacity(bars.len());
    let mut labelled = f64::NEG_INFINITY;
    for (index, bar) in bars.iter().enumerate() {
        let middle = LEFT + slot * (float_of(index) + 0.5);
        points.push(middle);
        stack(
            &mut pen,
            series,
            bar,
            scale,
            [middle - thickness / 2.0, thickness, bottom],
        );
        // A label that would reach over the edge is left out.
        if middle - labelled >= LABEL && middle <= width - LABEL / 2.0 && !bar.label.is_empty() {
            labelled = middle;
            pen.text("", [middle, height - 5.0], Anchor::Middle, &bar.label);
        }
    }
    Drawing {
        markup: pen.finish(),
        points: Points::Line(points),
    }
}

/// The parts of one bar, with one pixel between them.
fn stack(pen: &mut Pen, series: &[Series], bar: &Bar, scale: Scale, [x, thickness, bottom]: [f64; 3]) {
    let mut below = 0_u64;
    for (part, series) in bar.parts.iter().zip(series).filter(|(part, _)| **part > 0) {
        let floor = scale.y(below, bottom, TOP);
        below = below.saturating_add(*part);
        let roof = scale.y(below, bottom, TOP);
        // A value above zero is never invisible.
        let height = (floor - roof - 1.0).max(1.0);
        pen.rect(series.fill, [x, floor - height - 1.0, thickness, height], 1.5);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_label_reaches_over_the_edge() {
        let bar = |day: u32| Bar {
            label: format!("day {day}"),
            tip: Tip {
                title: String::new(),
                detail: String::new(),
            },
            parts: vec![1],
        };
        let bars: Vec<Bar> = (1..=28).map(bar).collect();
        let series = [Series { name: "", fill: "f1" }];
        let labels = |width| drawing(&series, &bars, Steps::Count, width, 100.0).markup;
        for width in [640.0, 700.0, 800.0] {
            let markup = labels(width);
            assert!(markup.contains("day 1<"), "{width}");
            assert!(!markup.contains("day 28<"), "{width}");
        }
        assert!(labels(2_000.0).contains("day 28<"));
    }
}
