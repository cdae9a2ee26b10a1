//! The rows of a long list: a table, on phones a list of the same things. Only those near the reader are in the
//! document.

use leptos::ev;
use leptos::prelude::*;
use tessera_shared::dto::queue::Topic;

use super::choice::{all_box, all_line, row_box, use_choice_keys};
use super::list_body::{Filled, ListFoot};
use super::live::use_live;
use super::paged::Paged;
use super::pieces::{Piece, drawn, pieces, pixels, room};
use super::row::{ListColumn, Row};
use super::row_keys::{follow_focus, use_row_keys};
use super::sight::{Sight, use_sight};
use super::sort::{self, Sorting};
use crate::components::bulk::Bulk;
use crate::t;

/// From this width on there is a table (`md`).
const WIDE: &str = "(min-width: 48rem)";

/// A long list in each of its states.
#[component]
pub fn List<Q, T>(
    /// The list.
    paged: Paged<Q, T>,
    /// What it lists, in the plural and in lower case.
    what: &'static str,
    /// The same as the table's caption.
    caption: &'static str,
    /// Shown when there is nothing.
    #[prop(into)]
    empty: ViewFn,
    /// Columns the reader took out.
    #[prop(optional)]
    hidden: RwSignal<Vec<String>>,
    /// What is said to have changed when one of its rows did: then those on the screen are looked at again.
    #[prop(optional)]
    live: Option<Topic>,
    /// Its order, where the reader can choose it.
    #[prop(optional)]
    sorting: Option<Sorting>,
    /// The chosen rows, where rows can be chosen.
    #[prop(default = None)]
    bulk: Option<Bulk>,
) -> impl IntoView
where
    Q: Clone + Send + Sync + 'static,
    T: Row,
{
    let sight = use_sight(paged, T::key);
    use_row_keys(sight);
    if let Some(topic) = live {
        use_live(sight, topic);
    }
    if let Some(bulk) = bulk {
        use_choice_keys(sight, bulk);
    }
    let wide = use_wide();
    let skip = move |_| {
        if let Some(foot) = sight.foot.get_untracked() {
            // It takes the focus as long as it is on the page.
            drop(foot.focus());
        }
    };
    view! {
        <Filled paged what empty>
            <button type="button" class="btn btn-sm btn-line sr-only focus:not-sr-only" on:click=skip>
                {t!("Skip the list", "Pular a lista")}
            </button>
            <div node_ref=sight.body on:focusin=move |event| follow_focus(sight, &event)>
                {move || if wide.get() { table(sight, caption, &hidden.get(), sorting, bulk) } else { cards(sight, caption, bulk) }}
            </div>
            <div node_ref=sight.foot tabindex="-1" class="outline-none" role="group" aria-label=t!("End of the list", "Fim da lista")>
                <ListFoot paged />
                <Show when=move || sight.full.get()>
                    <p class="px-4 pb-3 text-xs text-muted">
                        {t!("There are more rows than a screen can hold. Filter the list to see the others.", "Há mais linhas do que a tela comporta. Filtre a lista para ver as outras.")}
                    </p>
                </Show>
            </div>
        </Filled>
    }
}

/// Whether there is room for a table.
fn use_wide() -> Memo<bool> {
    let matches = || {
        let query = window().match_media(WIDE).ok().flatten();
        query.is_none_or(|query| query.matches())
    };
    let width = RwSignal::new(matches());
    let listener = window_event_listener(ev::resize, move |_| {
        let _gone = width.try_set(matches());
    });
    on_cleanup(move || listener.remove());
    Memo::new(move |_| width.get())
}

/// The number of rows and heads; −1 while the end is unknown (ARIA 1.2, aria-rowcount and aria-setsize).
fn count<Q, T>(sight: Sight<Q, T>, heads: usize) -> String
where
    Q: Clone + Send + Sync + 'static,
    T: Row,
{
    if sight.paged.has_more() {
        "-1".to_owned()
    } else {
        (sight.paged.len() + heads).to_string()
    }
}

fn table<Q, T>(
    sight: Sight<Q, T>,
    caption: &'static str,
    hidden: &[String],
    sorting: Option<Sorting>,
    bulk: Option<Bulk>,
) -> AnyView
where
    Q: Clone + Send + Sync + 'static,
    T: Row,
{
    let shown = |column: ListColumn| (!hidden.iter().any(|id| id == column.id)).then_some(column);
    let columns: Vec<Option<ListColumn>> = T::columns().into_iter().map(shown).collect();
    let width = (columns.iter().flatten().count() + usize::from(bulk.is_some())).to_string();
    let columns = StoredValue::new(columns);
    let heads = columns.with_value(|columns| {
        let head = |column: &ListColumn| sort::head(column, sorting);
        columns.iter().flatten().map(head).collect_view()
    });
    let all = bulk.map(|bulk| view! { <th scope="col" class="w-8">{all_box(sight, bulk)}</th> });
    let count = move || count(sight, 1);
    let span = StoredValue::new(width);
    let gap = move |room: Memo<f64>| {
        view! {
            <tbody class="gap" aria-hidden="true" hidden=move || room.get() < 1.0>
                <tr><td colspan=span.get_value() style:height=move || pixels(room.get())></td></tr>
            </tbody>
        }
    };
    let draw = move |index: usize, row: &T| line(sight, index, row, columns, bulk);
    let blank = move |height: String| {
        view! { <tr aria-hidden="true"><td colspan=span.get_value() style:height=height></td></tr> }.into_any()
    };
    let piece = move |piece: Piece| match piece {
        Piece::Gap(number) => gap(room(sight, number)).into_any(),
        Piece::Block { number, block, .. } => {
            view! { <tbody data-block=number>{drawn(sight, number, block, draw, blank)}</tbody> }.into_any()
        }
    };
    view! {
        <div class="relative overflow-x-auto">
            <table class="tbl" aria-rowcount=count>
                <caption class="sr-only">{caption}</caption>
                <thead><tr aria-rowindex="1">{all} {heads}</tr></thead>
                <For each=move || pieces(sight) key=|piece| *piece children=piece />
            </table>
        </div>
    }
    .into_any()
}

fn is_chosen<T: Row>(bulk: Option<Bulk>, row: &T) -> impl Fn() -> bool + Clone + Send + Sync + 'static {
    let key = row.key();
    move || bulk.is_some_and(|bulk| bulk.has(&key))
}

fn line<Q, T>(
    sight: Sight<Q, T>,
    index: usize,
    row: &T,
    columns: StoredValue<Vec<Option<ListColumn>>>,
    bulk: Option<Bulk>,
) -> AnyView
where
    Q: Clone + Send + Sync + 'static,
    T: Row,
{
    let here = move || sight.cursor.get() == Some(index);
    let cells = columns.with_value(|columns| {
        let each = columns.iter().zip(row.cells());
        let shown = each.filter_map(|(column, cell)| Some((column.as_ref()?.cell, cell)));
        shown
            .map(|(class, cell)| view! { <td class=class>{cell}</td> })
            .collect_view()
    });
    view! {
        <tr
            data-row=index aria-rowindex=index + 2
            class=("gone", row.ended()) class=("row-cursor", here) class=("chosen", is_chosen(bulk, row))
        >
            {bulk.map(|bulk| view! { <td>{row_box(sight, bulk, row)}</td> })} {cells}
        </tr>
    }
    .into_any()
}

fn cards<Q, T>(sight: Sight<Q, T>, caption: &'static str, bulk: Option<Bulk>) -> AnyView
where
    Q: Clone + Send + Sync + 'static,
    T: Row,
{
    let gap = |room: Memo<f64>| {
        view! { <div aria-hidden="true" hidden=move || room.get() < 1.0 style:height=move || pixels(room.get())></div> }
    };
    let draw = move |index: usize, row: &T| card(sight, index, row, bulk);
    let blank = |height: String| view! { <div aria-hidden="true" style:height=height></div> }.into_any();
    let piece = move |piece: Piece| match piece {
        Piece::Gap(number) => gap(room(sight, number)).into_any(),
        Piece::Block { number, block, .. } => {
            view! { <div role="presentation" data-block=number>{drawn(sight, number, block, draw, blank)}</div> }
                .into_any()
        }
    };
    view! {
        {bulk.map(|bulk| all_line(sight, bulk))}
        <div role="list" aria-label=caption>
            <For each=move || pieces(sight) key=|piece| *piece children=piece />
        </div>
    }
    .into_any()
}

fn card<Q, T>(sight: Sight<Q, T>, index: usize, row: &T, bulk: Option<Bulk>) -> AnyView
where
    Q: Clone + Send + Sync + 'static,
    T: Row,
{
    let here = move || sight.cursor.get() == Some(index);
    let count = move || count(sight, 0);
    view! {
        <div role="listitem" aria-posinset=index + 1 aria-setsize=count data-row=index
            class="li-card flex items-start gap-3 px-4 py-3 border-b border-line" class=("li-cursor", here)
            class=("bg-selected", is_chosen(bulk, row))>
            {bulk.map(|bulk| view! { <span class="pt-0.5">{row_box(sight, bulk, row)}</span> })}
            <div class="flex-1 min-w-0">{row.card()}</div>
        </div>
    }
    .into_any()
}
