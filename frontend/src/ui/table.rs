//! A table for wide screens. Phones get a list of the same things instead, never a squeezed table.

use leptos::prelude::*;

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its title; read out only when `quiet`.
    pub title: &'static str,
    /// Classes of its head, such as `r` for numbers or `hidden xl:table-cell`.
    pub class: &'static str,
}

impl Column {
    /// A column of text.
    pub const fn text(title: &'static str) -> Self {
        Self { title, class: "" }
    }

    /// A column of numbers or dates, on the right.
    pub const fn right(title: &'static str) -> Self {
        Self { title, class: "r" }
    }

    /// A column with classes of its own.
    pub const fn classed(title: &'static str, class: &'static str) -> Self {
        Self { title, class }
    }
}

/// A table; `children` are its rows (`<tr>`).
#[component]
pub fn Table(
    /// What it lists, read out.
    #[prop(into)]
    caption: String,
    /// Its columns.
    #[prop(into)]
    columns: Vec<Column>,
    children: Children,
) -> impl IntoView {
    let heads = columns
        .into_iter()
        .map(|column| view! { <th scope="col" role="columnheader" class=column.class>{column.title}</th> })
        .collect_view();
    view! {
        // The roles stay where a sheet's table is laid out as a list.
        <table class="tbl" role="table">
            <caption class="sr-only">{caption}</caption>
            <thead role="rowgroup"><tr role="row">{heads}</tr></thead>
            <tbody role="rowgroup">{children()}</tbody>
        </table>
    }
    .into_any()
}
