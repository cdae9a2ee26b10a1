//! A line as small as a word; the words beside it say what it shows.

use leptos::prelude::*;

use super::pen::Pen;
use crate::ui::number::{float, float_of};

/// A tiny line of recent values.
#[component]
pub fn Sparkline(
    /// Values, oldest first.
    values: Vec<u64>,
    /// Width in pixels.
    #[prop(default = 88)]
    width: u32,
) -> impl IntoView {
    let markup = drawing(values, f64::from(width));
    view! {
        <svg
            class="ch" width=width height="24" viewBox=format!("0 0 {width} 24") aria-hidden="true" inner_html=markup
        ></svg>
    }
}

fn drawing(values: Vec<u64>, width: f64) -> String {
    let most = float(values.iter().copied().max().unwrap_or(0).max(1));
    let gap = (width - 2.0) / float_of(values.len().saturating_sub(1).max(1));
    let point = |(index, value): (usize, u64)| [1.0 + gap * float_of(index), 22.0 - float(value) / most * 18.0];
    let points: Vec<_> = values.into_iter().enumerate().map(point).collect();
    let mut pen = Pen::default();
    pen.area(["sq", "aq"], &points, 23.0);
    pen.finish()
}
