//! A keyset-paged list: the first page, and more on demand.

use std::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tessera_shared::page::Page;

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
    /// Rows so far.
    pub rows: RwSignal<Vec<T>>,
    /// How far it has come.
    pub load: RwSignal<Load>,
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
        rows: RwSignal::new(Vec::new()),
        load: RwSignal::new(Load::Loading),
        next: RwSignal::new(None),
        query: StoredValue::new(None),
        turn: StoredValue::new(0),
        fetch,
    };
    Effect::new(move |before: Option<Q>| {
        let now = query();
        if before.as_ref() != Some(&now) {
            paged.query.set_value(Some(now.clone()));
            paged.start_over();
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

    fn get(self, cursor: Option<String>) {
        let Some(query) = self.query.try_get_value().flatten() else {
            return;
        };
        // Only the answer to the newest question counts.
        let turn = self.turn.try_get_value().unwrap_or_default().wrapping_add(1);
        self.turn.try_set_value(turn);
        let first = cursor.is_none();
        let answer = (self.fetch)(query, cursor);
        spawn_local(async move {
            let answer = answer.await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match answer {
                Ok(page) => {
                    self.rows.try_update(|rows| {
                        if first {
                            rows.clear();
                        }
                        rows.extend(page.items);
                    });
                    self.next.try_set(page.next);
                    self.load.try_set(Load::Ready { more: false });
                }
                Err(error) => {
                    self.load.try_set(Load::Failed(error));
                }
            }
        });
    }
}
