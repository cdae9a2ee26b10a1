//! Choosing rows of a list: boxes, a head for all of them, and keys. What is done to them is the page's own.

use std::collections::HashSet;

use leptos::prelude::*;

use super::paged::Paged;
use super::row::Row;
use super::row_keys::here;
use super::sight::Sight;
use crate::components::bulk::{AllBox, Bulk, RowBox};
use crate::t;
use crate::ui::keys::use_keys;

/// The keys of all rows that are here and can be chosen, from above. Tracked.
fn keys<Q, T>(paged: Paged<Q, T>) -> Vec<String>
where
    Q: Clone + Send + Sync + 'static,
    T: Row,
{
    let rows = paged.rows();
    let choosable = rows.iter().filter(|row| row.choice().is_some());
    choosable.map(Row::key).collect()
}

/// `X` chooses the row of the cursor, `⇧X` everything up to it, Escape lets go.
pub fn use_choice_keys<Q, T>(sight: Sight<Q, T>, bulk: Bulk)
where
    Q: Clone + Send + Sync + 'static,
    T: Row,
{
    use_keys(move |key| {
        let row = || here(sight).filter(|row| row.choice().is_some());
        match key {
            "x" => row().is_some_and(|row| {
                bulk.toggle(row.key());
                true
            }),
            "shift+x" => row().is_some_and(|row| {
                bulk.range_to(&untrack(|| keys(sight.paged)), &row.key());
                true
            }),
            "escape" if !bulk.chosen.with_untracked(Vec::is_empty) => {
                bulk.clear();
                true
            }
            _ => false,
        }
    });
}

/// The box of a row; the room of one for a row that cannot be chosen.
pub fn row_box<Q, T>(sight: Sight<Q, T>, bulk: Bulk, row: &T) -> AnyView
where
    Q: Clone + Send + Sync + 'static,
    T: Row,
{
    let Some(label) = row.choice() else {
        return view! { <span class="block size-4"></span> }.into_any();
    };
    let key = StoredValue::new(row.key());
    let chosen = Memo::new(move |_| key.with_value(|key| bulk.has(key)));
    let toggle = move |()| bulk.toggle(key.get_value());
    let range = move |()| bulk.range_to(&untrack(|| keys(sight.paged)), &key.get_value());
    view! { <RowBox label chosen on_toggle=toggle on_range=range /> }.into_any()
}

/// The line above cards that chooses all of them.
pub fn all_line<Q, T>(sight: Sight<Q, T>, bulk: Bulk) -> AnyView
where
    Q: Clone + Send + Sync + 'static,
    T: Row,
{
    let some = Memo::new(move |_| !keys(sight.paged).is_empty());
    view! {
        <Show when=move || some.get()>
            <div class="flex items-center gap-3 px-4 py-2 border-b border-line text-xs text-muted">
                {all_box(sight, bulk)} <span aria-hidden="true">{t!("Select all", "Selecionar todas")}</span>
            </div>
        </Show>
    }
    .into_any()
}

/// Chooses all rows that are here, or none.
pub fn all_box<Q, T>(sight: Sight<Q, T>, bulk: Bulk) -> AnyView
where
    Q: Clone + Send + Sync + 'static,
    T: Row,
{
    let all = Memo::new(move |_| keys(sight.paged));
    let label = t!("Select all loaded rows", "Selecionar todas as linhas carregadas").to_owned();
    view! { <AllBox label keys=all bulk /> }.into_any()
}

/// The chosen rows, in the order of the list; those whose page gave up its rows are as they were last seen.
pub fn use_chosen_rows<Q, T>(paged: Paged<Q, T>, bulk: Bulk) -> Memo<Vec<T>>
where
    Q: Clone + Send + Sync + 'static,
    T: Row + PartialEq,
{
    Memo::new(move |before: Option<&Vec<T>>| {
        let chosen: HashSet<String> = bulk.chosen.get().into_iter().collect();
        if chosen.is_empty() {
            return Vec::new();
        }
        let wanted = |row: &T| chosen.contains(&row.key());
        let mut found: Vec<T> = paged.rows().into_iter().filter(wanted).collect();
        let here: HashSet<String> = found.iter().map(Row::key).collect();
        let away = before
            .into_iter()
            .flatten()
            .filter(|row| wanted(row) && !here.contains(&row.key()));
        found.extend(away.cloned());
        found
    })
}
