//! What the colours of a chart stand for.

use leptos::prelude::*;

/// One series. The order of fills is `f1` to `f4`; refused is always `fb`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Its name.
    pub name: &'static str,
    /// Class of its fill.
    pub fill: &'static str,
}

/// The series with their values.
#[component]
pub fn Legend(
    /// Series and value; the value may be empty.
    entries: Vec<(Series, String)>,
) -> impl IntoView {
    let entry = |(series, value): (Series, String)| {
        view! {
            <span class="inline-flex items-center gap-1.5">
                <span class=["sw ", series.fill].concat()></span>
                {series.name} <span class="text-ink font-medium num">{value}</span>
            </span>
        }
    };
    let entries = entries.into_iter().map(entry).collect_view();
    view! { <div class="flex flex-wrap gap-x-4 gap-y-1 mt-3 text-xs text-muted">{entries}</div> }
}
