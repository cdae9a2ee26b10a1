//! The rows of a page come into the document a few at a time, so that no frame waits for all of them.

use leptos::prelude::*;

use super::row::Row;
use super::rows::pixels;
use super::sheet::Rows;
use super::sight::{Sight, rows_of};
use crate::ui::number::float_of;

/// Rows of a slice.
const ROWS: usize = 5;
/// Slices of a list's first page that are there at once: about a screen.
const FIRST: usize = 6;

/// The slices of a page: those that are drawn, and how much room the others take.
pub struct Slices<Q: 'static, T: Send + Sync + 'static> {
    sight: Sight<Q, T>,
    page: usize,
    first: usize,
    rows: Memo<Option<Rows<T>>>,
    drawn: RwSignal<usize>,
    /// How many there are, drawn or not.
    pub count: Memo<usize>,
}

impl<Q: 'static, T: Send + Sync + 'static> Clone for Slices<Q, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Q: 'static, T: Send + Sync + 'static> Copy for Slices<Q, T> {}

impl<Q, T> Slices<Q, T>
where
    Q: Clone + Send + Sync + 'static,
    T: Row,
{
    /// Those of a page; from now on one more is drawn in each frame.
    pub fn of(sight: Sight<Q, T>, page: usize) -> Self {
        let rows = rows_of(sight, page);
        let expected = sight.paged.lengths().get(page).copied().unwrap_or_default();
        let count = Memo::new(move |before: Option<&usize>| {
            let here = rows.with(|rows| rows.as_ref().map(|rows| rows.0.len().div_ceil(ROWS)));
            here.or(before.copied()).unwrap_or(expected.div_ceil(ROWS))
        });
        let drawn = RwSignal::new(if page == 0 { FIRST } else { 1 });
        draw_on(drawn, count);
        let first = sight.first_row(page);
        Self {
            sight,
            page,
            first,
            rows,
            drawn,
            count,
        }
    }

    /// The rows of a slice, drawn by `draw` with their numbers in the list; `blank` stands for them, so high, until
    /// it is its turn.
    pub fn draw(
        self,
        slice: usize,
        draw: impl Fn(usize, &T) -> AnyView + Send + 'static,
        blank: impl Fn(String) -> AnyView + Send + 'static,
    ) -> impl Fn() -> AnyView + Send + 'static {
        let Self { first, rows, drawn, .. } = self;
        let turn = Memo::new(move |_| drawn.get() > slice);
        move || match rows.get().filter(|_| turn.get()) {
            None => blank(pixels(self.height())),
            Some(rows) => {
                let numbered = rows.0.iter().enumerate().skip(slice * ROWS).take(ROWS);
                let lines = numbered.map(|(index, row)| draw(first + index, row));
                lines.collect_view().into_any()
            }
        }
    }

    /// The height of a slice that is not drawn, as far as one can know.
    fn height(self) -> f64 {
        self.sight.height_of(self.page) / float_of(self.count.get_untracked().max(1))
    }
}

/// Draws one slice more in each frame until all are.
fn draw_on(drawn: RwSignal<usize>, count: Memo<usize>) {
    request_animation_frame(move || {
        // The reader may have gone elsewhere.
        let (Some(now), Some(all)) = (drawn.try_get_untracked(), count.try_get_untracked()) else {
            return;
        };
        if now < all {
            drawn.set(now + 1);
            draw_on(drawn, count);
        }
    });
}
