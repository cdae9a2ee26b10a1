//! How many reached each step.

use leptos::prelude::*;

use super::pen::{Anchor, Pen};
use super::plot::{Drawing, Plot, Tip};
use crate::ui::number::{count, float, float_of, percent};

const ROW: f64 = 37.0;
const LEFT: f64 = 122.0;
const RIGHT: f64 = 102.0;

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunnelStep {
    /// What it is.
    pub name: &'static str,
    /// How many reached it.
    pub count: u64,
}

/// Steps from above, with the share of the step before.
#[component]
pub fn Funnel(
    /// The finding, read out.
    #[prop(into)]
    label: String,
    /// The steps in order.
    steps: Vec<FunnelStep>,
) -> impl IntoView {
    let height = ROW * float_of(steps.len());
    let draw = move |width| drawing(&steps, width);
    let tip = |_point: usize| None::<Tip>;
    view! { <Plot label height draw tip /> }
}

/// The share of each step in the one before; nothing for the first.
pub fn shares(steps: &[FunnelStep]) -> Vec<Option<String>> {
    let before = std::iter::once(None).chain(steps.iter().map(|step| Some(step.count)));
    let share = |(step, before): (&FunnelStep, Option<u64>)| {
        before
            .filter(|before| *before > 0)
            .map(|before| format!("{}%", percent(step.count, before)))
    };
    steps.iter().zip(before).map(share).collect()
}

fn drawing(steps: &[FunnelStep], width: f64) -> Drawing {
    let mut pen = Pen::default();
    let most = steps.iter().map(|step| step.count).max().unwrap_or(0).max(1);
    let room = (width - LEFT - RIGHT).max(20.0);
    for (index, (step, share)) in steps.iter().zip(shares(steps)).enumerate() {
        let y = ROW * float_of(index) + 5.0;
        pen.text("t-ink", [0.0, y + 14.0], Anchor::Start, step.name);
        pen.rect("h0", [LEFT, y, room, 20.0], 3.0);
        pen.rect("f1", [LEFT, y, room * float(step.count) / float(most), 20.0], 3.0);
        pen.text("t-ink", [width - 46.0, y + 14.0], Anchor::End, &count(step.count));
        pen.text("", [width, y + 14.0], Anchor::End, &share.unwrap_or_default());
    }
    Drawing {
        markup: pen.finish(),
        points: Vec::new(),
    }
}
