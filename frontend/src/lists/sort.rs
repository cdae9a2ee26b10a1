//! How a list is sorted: a word in the address, by the heads of columns and by a pill where there are no heads.

use std::fmt::Display;
use std::str::FromStr;

use leptos::prelude::*;

use super::filter_bar::{PillSelect, use_filter};
use super::row::ListColumn;
use crate::i18n::Named;
use crate::t;
use crate::ui::{Glyph, Icon};

/// The order of a list, whatever vocabulary it is a word of. The broker's default is not in the address.
#[derive(Clone, Copy)]
pub struct Sorting {
    now: Memo<String>,
    choose: Callback<String>,
}

/// The order in the address, as a filter takes it and as heads show it. A list in another order begins at its top.
pub fn use_sorting<S>() -> (Memo<Option<S>>, Sorting)
where
    S: FromStr + Display + Default + PartialEq + Copy + Send + Sync + 'static,
{
    let (sort, set_sort) = use_filter::<S>("sort");
    let now = Memo::new(move |_| sort.get().unwrap_or_default().to_string());
    let choose = Callback::new(move |word: String| {
        set_sort.set(word.parse().ok().filter(|sort| *sort != S::default()));
        window().scroll_to_with_x_and_y(0.0, 0.0);
    });
    (sort, Sorting { now, choose })
}

/// Which way a column that sorts can be read.
#[derive(Clone, Copy, Debug)]
pub struct Sorts {
    /// The order in which its values rise.
    pub rising: &'static str,
    /// The order in which they fall; without one, the list goes back to its usual order.
    pub falling: Option<&'static str>,
}

impl Sorting {
    fn is(self, word: &str) -> bool {
        self.now.with(|now| now == word)
    }

    /// The value of `aria-sort` of a column.
    fn of(self, sorts: Sorts) -> Option<&'static str> {
        if self.is(sorts.rising) {
            Some("ascending")
        } else {
            sorts.falling.filter(|word| self.is(word)).map(|_| "descending")
        }
    }

    /// Turns a column's order round.
    fn press(self, sorts: Sorts) {
        let next = if untrack(|| self.is(sorts.rising)) {
            sorts.falling.unwrap_or_default()
        } else {
            sorts.rising
        };
        self.choose.run(next.to_owned());
    }
}

/// The head of a column, with a button in it where the list can be sorted by the column.
pub fn head(column: &ListColumn, sorting: Option<Sorting>) -> AnyView {
    let (title, class) = (column.head.title, column.head.class);
    let Some((sorting, sorts)) = sorting.zip(column.sorts) else {
        return view! { <th scope="col" class=class data-column=column.id>{title}</th> }.into_any();
    };
    let order = Memo::new(move |_| sorting.of(sorts));
    let arrow = move || {
        let (glyph, class) = match order.get() {
            Some("ascending") => (Glyph::ArrowUp, "icon-sm"),
            Some(_) => (Glyph::ArrowDown, "icon-sm"),
            None => (Glyph::ChevronsUpDown, "icon-sm opacity-60"),
        };
        view! { <Icon name=glyph class /> }
    };
    view! {
        <th scope="col" class=class data-column=column.id aria-sort=move || order.get()>
            <button
                type="button" class="inline-flex items-center gap-1 min-h-6 -mx-1 px-1 rounded-md cursor-pointer hover:bg-hover"
                class=("text-ink", move || order.get().is_some()) on:click=move |_| sorting.press(sorts)
            >
                {title} {arrow}
            </button>
        </th>
    }
    .into_any()
}

/// Chooses the order, as a pill.
#[component]
pub fn SortChoice<S>(
    /// The order.
    sorting: Sorting,
    /// Every order.
    all: &'static [S],
    /// Classes of its own, such as those that hide it where heads do the same.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView
where
    S: Display + Named + Copy + Send + Sync + 'static,
{
    let option = move |sort: &'static S| {
        let word = sort.to_string();
        let value = word.clone();
        view! { <option value=value prop:selected=move || sorting.is(&word)>{sort.name()}</option> }
    };
    view! {
        <PillSelect label=t!("Sort", "Ordem") class on_choose=move |word: String| sorting.choose.run(word)>
            {all.iter().map(option).collect_view()}
        </PillSelect>
    }
}
