//! A keyset-paged list: the first page, more on demand, and pages far away without their rows.

use std::ops::RangeInclusive;
use std::pin::Pin;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tessera_shared::page::Page;

use super::sheet::{Kept, Rows, Sheet};
use crate::api::ApiError;

/// How far a list has come.
#[derive(Clone, Debug)]
pub enum Load {
    /// The first page is on its way.
    Loading,
    /// Rows are there; more may be on their way.
    Ready {
        /// Whether the next page is on its way.
        more: bool,
    },
    /// The last try failed.
    Failed(ApiError),
}

/// An answer on its way.
pub type PageFuture<T> = Pin<Box<dyn Future<Output = Result<Page<T>, ApiError>>>>;

/// The rows of a list and how to get more of them.
pub struct Paged<Q: 'static, T: Send + Sync + 'static> {
    /// How far it has come.
    pub load: RwSignal<Load>,
    /// Whether the broker has other rows than these.
    pub changed: RwSignal<bool>,
    /// Counts how often the list began anew.
    pub generation: RwSignal<u32>,
    sheets: RwSignal<Vec<Sheet<T>>>,
    next: RwSignal<Option<String>>,
    query: StoredValue<Option<Q>>,
    turn: StoredValue<u32>,
    fetch: fn(Q, Option<String>) -> PageFuture<T>,
}

impl<Q: 'static, T: Send + Sync + 'static> Clone for Paged<Q, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Q: 'static, T: Send + Sync + 'static> Copy for Paged<Q, T> {}

/// A list that starts over whenever `query` changes.
pub fn use_paged<Q, T>(query: impl Fn() -> Q + 'static, fetch: fn(Q, Option<String>) -> PageFuture<T>) -> Paged<Q, T>
where
    Q: Clone + PartialEq + Send + Sync + 'static,
    T: Send + Sync + 'static,
{
    let paged = Paged {
        load: RwSignal::new(Load::Loading),
        changed: RwSignal::new(false),
        generation: RwSignal::new(0),
        sheets: RwSignal::new(Vec::new()),
        next: RwSignal::new(None),
        query: StoredValue::new(None),
        turn: StoredValue::new(0),
        fetch,
    };
    Effect::new(move |before: Option<Q>| {
        let now = query();
        if before.as_ref() != Some(&now) {
            paged.query.set_value(Some(now.clone()));
            // A list that was put back as it was left has its rows already.
            if before.is_some() || paged.sheets.with_untracked(Vec::is_empty) {
                paged.start_over();
            }
        }
        now
    });
    paged
}

impl<Q: Clone + Send + Sync + 'static, T: Send + Sync + 'static> Paged<Q, T> {
    /// Whether there are more rows than loaded.
    pub fn has_more(self) -> bool {
        self.next.with(Option::is_some)
    }

    /// How many rows were loaded so far. Tracked.
    pub fn len(self) -> usize {
        self.sheets.with(|sheets| sheets.iter().map(|sheet| sheet.len).sum())
    }

    /// How many pages were loaded so far. Tracked.
    pub fn pages(self) -> usize {
        self.sheets.with(Vec::len)
    }

    /// The length of each page, untracked.
    pub fn lengths(self) -> Vec<usize> {
        self.sheets
            .with_untracked(|sheets| sheets.iter().map(|sheet| sheet.len).collect())
    }

    /// The rows of a page, unless they are not here. Tracked.
    pub fn page(self, page: usize) -> Option<Rows<T>> {
        self.sheets
            .with(|sheets| sheets.get(page).and_then(|sheet| sheet.rows.clone()))
    }

    /// What is asked for, untracked.
    pub fn query(self) -> Option<Q> {
        self.query.try_get_value().flatten()
    }

    /// Loads the first page again and forgets the rest.
    pub fn start_over(self) {
        self.load.try_set(Load::Loading);
        self.get(None);
    }

    /// Loads the first page again behind the rows on the screen.
    pub fn refresh(self) {
        self.get(None);
    }

    /// Loads the next page.
    pub fn load_more(self) {
        let next = self.next.try_get_untracked().flatten();
        let idle = matches!(
            self.load.try_get_untracked(),
            Some(Load::Ready { more: false } | Load::Failed(_))
        );
        if next.is_some() && idle {
            self.load.try_set(Load::Ready { more: true });
            self.get(next);
        }
    }

    /// Whether the last page that was asked for did not come.
    pub fn has_failed(self) -> bool {
        self.load.with_untracked(|load| matches!(load, Load::Failed(_)))
    }

    /// Lets go of the rows of all pages but `near` and `held`; they come back by their cursor.
    pub fn keep_only(self, near: &RangeInclusive<usize>, held: Option<usize>) {
        let keeps = |page: usize| near.contains(&page) || held == Some(page);
        let far = |(page, sheet): (usize, &Sheet<T>)| sheet.rows.is_some() && !keeps(page);
        if self.sheets.with_untracked(|sheets| sheets.iter().enumerate().any(far)) {
            self.sheets.update(|sheets| {
                for (page, sheet) in sheets.iter_mut().enumerate() {
                    if !keeps(page) {
                        sheet.rows = None;
                    }
                }
            });
        }
    }

    /// Fetches the rows of a page that has none.
    pub fn bring_back(self, page: usize) {
        let missing = |sheet: &Sheet<T>| sheet.rows.is_none() && !sheet.fetching;
        if self
            .sheets
            .with_untracked(|sheets| sheets.get(page).is_some_and(missing))
        {
            self.get_again(page, |fresh, _old| Some(fresh));
        }
    }

    /// Asks the broker for a page that is on the screen once more: rows that are still there are renewed in their
    /// places, and [`Paged::changed`] tells of others.
    pub fn renew(self, page: usize, key: fn(&T) -> String)
    where
        T: Clone,
    {
        let changed = self.changed;
        self.get_again(page, move |fresh, old| {
            let Some(old) = old else { return Some(fresh) };
            let keys = |rows: &[T]| rows.iter().map(key).collect::<Vec<_>>();
            if keys(&fresh) != keys(&old.0) {
                changed.try_set(true);
            }
            let found = |row: &T| fresh.iter().find(|other| key(other) == key(row)).unwrap_or(row).clone();
            Some(old.0.iter().map(found).collect())
        });
    }

    /// What it takes to go on from here later.
    pub fn kept(self) -> Option<Kept<T>> {
        let sheets = self.sheets.try_with_untracked(Clone::clone)?;
        let next = self.next.try_get_untracked()?;
        (!sheets.is_empty()).then_some(Kept { sheets, next })
    }

    /// Goes on from there.
    pub fn put_back(self, kept: Kept<T>) {
        self.sheets.set(kept.sheets);
        self.next.set(kept.next);
        self.load.set(Load::Ready { more: false });
    }

    fn get(self, cursor: Option<String>) {
        let Some(query) = self.query.try_get_value().flatten() else {
            return;
        };
        // Only the answer to the newest question counts.
        let turn = self.turn.try_get_value().unwrap_or_default().wrapping_add(1);
        self.turn.try_set_value(turn);
        let first = cursor.is_none();
        let answer = (self.fetch)(query, cursor.clone());
        spawn_local(async move {
            let answer = answer.await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match answer {
                Ok(page) => {
                    self.sheets.try_update(|sheets| {
                        if first {
                            sheets.clear();
                        }
                        if !page.items.is_empty() {
                            sheets.push(Sheet {
                                cursor,
                                len: page.items.len(),
                                rows: Some(Rows(Arc::new(page.items))),
                                fetching: false,
                            });
                        }
                    });
                    if first {
                        self.generation
                            .try_update(|generation| *generation = generation.wrapping_add(1));
                        self.changed.try_set(false);
                    }
                    self.next.try_set(page.next);
                    self.load.try_set(Load::Ready { more: false });
                }
                Err(error) => {
                    self.load.try_set(Load::Failed(error));
                }
            }
        });
    }

    /// Asks for a page by its cursor; `merge` makes its rows of the fresh and the old ones. What no longer joins the
    /// page behind it ends the list there, and the rest is loaded again.
    fn get_again(self, page: usize, merge: impl FnOnce(Vec<T>, Option<Rows<T>>) -> Option<Vec<T>> + 'static) {
        let (Some(query), Some(generation)) = (
            self.query.try_get_value().flatten(),
            self.generation.try_get_untracked(),
        ) else {
            return;
        };
        let mark = move |fetching: bool| {
            move |sheets: &mut Vec<Sheet<T>>| {
                if let Some(sheet) = sheets.get_mut(page) {
                    sheet.fetching = fetching;
                }
            }
        };
        let Some(cursor) = self
            .sheets
            .with_untracked(|sheets| sheets.get(page).map(|sheet| sheet.cursor.clone()))
        else {
            return;
        };
        self.sheets.try_update_untracked(mark(true));
        let answer = (self.fetch)(query, cursor);
        spawn_local(async move {
            let answer = answer.await;
            if self.generation.try_get_untracked() != Some(generation) {
                return;
            }
            self.sheets.try_update_untracked(mark(false));
            // Without an answer the page stays empty; the next scrolling asks again.
            let Ok(fresh) = answer else { return };
            self.sheets.try_update(|sheets| {
                let Some(sheet) = sheets.get_mut(page) else { return };
                let renewed = sheet.rows.is_some();
                let Some(rows) = merge(fresh.items, sheet.rows.clone()) else {
                    return;
                };
                sheet.len = rows.len();
                sheet.rows = Some(Rows(Arc::new(rows)));
                let joins = match sheets.get(page + 1) {
                    Some(behind) => behind.cursor == fresh.next,
                    None => self.next.with_untracked(|next| *next == fresh.next),
                };
                if !renewed && !joins {
                    sheets.truncate(page + 1);
                    self.next.try_set(fresh.next);
                }
            });
        });
    }
}

impl<Q: Clone + Send + Sync + 'static, T: Clone + Send + Sync + 'static> Paged<Q, T> {
    /// Shows what became of some rows, in their places; `change` says how a row looks now, if it changed.
    pub fn patch(self, change: impl Fn(&T) -> Option<T>) {
        self.sheets.try_update(|sheets| {
            for rows in sheets.iter_mut().filter_map(|sheet| sheet.rows.as_mut()) {
                if rows.0.iter().any(|row| change(row).is_some()) {
                    let changed = rows.0.iter().map(|row| change(row).unwrap_or_else(|| row.clone()));
                    *rows = Rows(Arc::new(changed.collect()));
                }
            }
        });
    }

    /// Every row that is here. Tracked.
    pub fn rows(self) -> Vec<T> {
        self.sheets.with(|sheets| {
            let here = sheets.iter().filter_map(|sheet| sheet.rows.as_ref());
            here.flat_map(|rows| rows.0.iter().cloned()).collect()
        })
    }
}
