//! The card around a chart: title, finding, chart or table, and a link to the rows behind it.

use leptos::prelude::*;

use crate::tf;
use crate::ui::glyph::Glyph;
use crate::ui::icon::Icon;

/// The same numbers as a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Titles of the columns; the first names the row.
    pub columns: Vec<&'static str>,
    /// Cells, row by row.
    pub rows: Vec<Vec<String>>,
}

/// A chart's card.
#[component]
pub fn ChartCard(
    /// What it is about.
    title: &'static str,
    /// What it shows, in one sentence.
    #[prop(into)]
    finding: String,
    /// The same numbers as a table.
    sheet: Sheet,
    /// A link to the rows behind it.
    #[prop(optional, into)]
    foot: Option<ViewFnOnce>,
    /// The chart with its legend.
    children: ChildrenFn,
) -> impl IntoView {
    let as_table = RwSignal::new(false);
    let sheet = StoredValue::new(sheet);
    let children = StoredValue::new(children);
    let name = move || {
        if as_table.get() {
            tf!("{title} as a chart", "{title} em gráfico")
        } else {
            tf!("{title} as a table", "{title} em tabela")
        }
    };
    let body = move || {
        if as_table.get() {
            view! { <SheetTable title sheet=sheet.get_value() /> }.into_any()
        } else {
            children.with_value(|children| children()).into_any()
        }
    };
    view! {
        <section class="card-t flex flex-col min-w-0">
            <div class="card-h pb-0 min-h-0 pt-3">
                <h2 class="text-sm">{title}</h2>
                <button
                    type="button" class="btn btn-ghost btn-xs btn-square ml-auto" aria-label=name title=name
                    on:click=move |_| as_table.update(|shown| *shown = !*shown)
                >
                    <Icon name=Glyph::Table2 class="icon-sm" />
                </button>
            </div>
            <p class="px-4 text-xs text-muted">{finding}</p>
            <div class="px-4 pt-4 pb-3 flex-1 overflow-x-auto min-h-56">{body}</div>
            {foot.map(|foot| view! { <div class="px-4 py-2.5 border-t border-line text-xs empty:hidden">{foot.run()}</div> })}
        </section>
    }
    .into_any()
}

#[component]
fn SheetTable(title: &'static str, sheet: Sheet) -> impl IntoView {
    let right = |index: usize| if index == 0 { "" } else { "r" };
    let heads = sheet
        .columns
        .into_iter()
        .enumerate()
        .map(|(index, column)| view! { <th scope="col" class=right(index)>{column}</th> })
        .collect_view();
    let cells = move |row: Vec<String>| {
        row.into_iter()
            .enumerate()
            .map(|(index, cell)| view! { <td class=right(index)>{cell}</td> })
            .collect_view()
    };
    let rows = sheet
        .rows
        .into_iter()
        .map(|row| view! { <tr>{cells(row)}</tr> })
        .collect_view();
    view! {
        <div class="max-h-80 overflow-auto -mx-4" tabindex="0" role="region" aria-label=title>
            <table class="tbl">
                <caption class="sr-only">{title}</caption>
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
