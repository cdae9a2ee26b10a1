//! Follows the scrolling reader: which pages are in the document, and when the next one is fetched.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::{ev, html};
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;

use super::looks;
use super::paged::Paged;
use super::place;
use super::seen::Seen;
use super::sheet::Rows;
use super::window::{Heights, MOST_HEIGHT};
use crate::ui::number::float_of;

/// How many screens above and below the reader are in the document.
const MARGIN: f64 = 1.0;
/// The next page is fetched when the end is nearer than so many screens.
const AHEAD: f64 = 2.0;
/// How many pages on either side keep their rows.
const KEEP: usize = 6;

/// A list, the parts of it that are in the document, and its cursor.
pub struct Sight<Q: 'static, T: Send + Sync + 'static> {
    /// The list.
    pub paged: Paged<Q, T>,
    /// The element around the rows.
    pub body: NodeRef<html::Div>,
    /// The element behind the rows; a reader in there is not interrupted by more rows.
    pub foot: NodeRef<html::Div>,
    /// The pages in the document, in order.
    pub shown: RwSignal<Vec<usize>>,
    /// The room above each of them, and below the last one.
    pub gaps: RwSignal<(Vec<f64>, f64)>,
    /// The row of the cursor.
    pub cursor: RwSignal<Option<usize>>,
    /// Whether the list is as long as a browser can lay out.
    pub full: RwSignal<bool>,
    pub(super) heights: StoredValue<Heights>,
    waiting: StoredValue<bool>,
    pub(super) seen: StoredValue<Seen>,
}

impl<Q: 'static, T: Send + Sync + 'static> Clone for Sight<Q, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Q: 'static, T: Send + Sync + 'static> Copy for Sight<Q, T> {}

/// The height of the window, in CSS pixels.
pub(super) fn screen() -> f64 {
    let height = window().inner_height().ok().and_then(|height| height.as_f64());
    height.unwrap_or(800.0)
}

/// Follows `paged`; puts it back as it was left when the reader comes back to it.
pub fn use_sight<Q, T>(paged: Paged<Q, T>, key: fn(&T) -> String) -> Sight<Q, T>
where
    Q: Clone + Send + Sync + 'static,
    T: Clone + Send + Sync + 'static,
{
    let sight = Sight {
        paged,
        body: NodeRef::new(),
        foot: NodeRef::new(),
        shown: RwSignal::new(Vec::new()),
        gaps: RwSignal::new((Vec::new(), 0.0)),
        cursor: RwSignal::new(None),
        full: RwSignal::new(false),
        heights: StoredValue::new(Heights::default()),
        waiting: StoredValue::new(false),
        seen: StoredValue::new(Seen::default()),
    };
    let location = use_location();
    let address = Memo::new(move |_| place::address(&location.pathname.get(), &location.search.get()));
    if let Some(place) = place::come_back(&address.get_untracked()) {
        sight.put_back(place, key);
    }
    let scrolling = window_event_listener(ev::scroll, move |_| sight.look_soon(address));
    let resizing = window_event_listener(ev::resize, move |_| sight.look_soon(address));
    Effect::new(move |before: Option<u32>| {
        paged.pages();
        let generation = paged.generation.get();
        if before.is_some_and(|before| before != generation) {
            sight.cursor.set(None);
            sight.heights.update_value(Heights::forget);
        }
        let lengths = paged.lengths().into_iter().map(float_of).collect();
        sight.heights.update_value(|heights| heights.set_lengths(lengths));
        sight.look(address);
        sight.look_soon(address);
        generation
    });
    let density = looks::density();
    Effect::new(move |before: Option<()>| {
        density.track();
        if before.is_some() {
            sight.heights.update_value(Heights::forget);
            sight.look_soon(address);
        }
    });
    on_cleanup(move || {
        scrolling.remove();
        resizing.remove();
        sight.leave();
    });
    sight
}

impl<Q, T> Sight<Q, T>
where
    Q: Clone + Send + Sync + 'static,
    T: Clone + Send + Sync + 'static,
{
    /// The number of the first row of a page, untracked.
    pub fn first_row(self, page: usize) -> usize {
        self.paged.lengths().into_iter().take(page).sum()
    }

    /// The page of a row, untracked.
    pub fn page_of(self, row: usize) -> Option<usize> {
        let mut end = 0;
        self.paged.lengths().into_iter().position(|length| {
            end += length;
            row < end
        })
    }

    /// The height of a page.
    pub fn height_of(self, page: usize) -> f64 {
        self.heights.with_value(|heights| heights.of(page))
    }

    /// Scrolls to a page that may not be in the document.
    pub fn scroll_to(self, page: usize, within: f64) {
        let Some(body) = self.body.get_untracked() else { return };
        let top = self
            .heights
            .with_value(|heights| heights.top(page) + heights.of(page) * within);
        let scrolled = window().scroll_y().unwrap_or_default();
        let list = body.get_bounding_client_rect().top() + scrolled;
        window().scroll_to_with_x_and_y(0.0, list + top - screen() / 2.0);
    }

    /// Looks again before the next frame.
    fn look_soon(self, address: Memo<String>) {
        if self.waiting.try_get_value() != Some(false) {
            return;
        }
        self.waiting.set_value(true);
        request_animation_frame(move || {
            if self.waiting.try_set_value(false).is_none() {
                self.look(address);
            }
        });
    }

    /// Measures what is in the document and decides what shall be.
    fn look(self, address: Memo<String>) {
        let Some(body) = self.body.try_get_untracked().flatten() else {
            if self.shown.with_untracked(Vec::is_empty) && !self.paged.lengths().is_empty() {
                self.show(vec![0]);
            }
            return;
        };
        let held = self.measure(&body);
        let list = body.get_bounding_client_rect();
        let (top, screen) = (-list.top(), screen());
        let (range, total) = self.heights.with_value(|heights| {
            let range = heights.between(top - screen * MARGIN, top + screen * (1.0 + MARGIN));
            (range, heights.total())
        });
        let pages = self.paged.lengths().len();
        let mut shown: Vec<usize> = range.clone().filter(|page| *page < pages).collect();
        // The page with the focus stays, wherever the reader scrolls.
        if let Some(held) = held.filter(|held| *held < pages && !shown.contains(held)) {
            shown.push(held);
            shown.sort_unstable();
        }
        let near = range.start().saturating_sub(KEEP)..=range.end().saturating_add(KEEP);
        self.paged.keep_only(&near, held);
        for page in &shown {
            self.paged.bring_back(*page);
        }
        self.show(shown);
        self.remember(address);
        let full = total > MOST_HEIGHT;
        if self.full.get_untracked() != full {
            self.full.set(full);
        }
        let near_end = list.bottom() < screen * (1.0 + AHEAD);
        if near_end && !full && !self.paged.has_failed() && !self.is_in_foot() {
            self.paged.load_more();
        }
    }

    /// Measures the pages in the document; says which of them holds the focus.
    fn measure(self, body: &web_sys::HtmlDivElement) -> Option<usize> {
        let focus = document().active_element();
        let pages = body.query_selector_all("[data-page]").ok()?;
        let (mut held, mut measured) = (None, BTreeMap::<usize, f64>::new());
        for index in 0..pages.length() {
            let element = pages
                .get(index)
                .and_then(|node| node.dyn_into::<web_sys::Element>().ok());
            let Some(element) = element else { continue };
            let Some(page) = element.get_attribute("data-page").and_then(|page| page.parse().ok()) else {
                continue;
            };
            // A page is in several slices.
            *measured.entry(page).or_default() += element.get_bounding_client_rect().height();
            if element.contains(focus.as_ref().map(AsRef::as_ref)) {
                held = Some(page);
            }
        }
        self.heights.update_value(|heights| {
            for (page, height) in measured {
                heights.measure(page, height);
            }
        });
        held
    }

    pub(super) fn show(self, shown: Vec<usize>) {
        let gaps = self.heights.with_value(|heights| heights.gaps(&shown));
        if self.gaps.with_untracked(|now| *now != gaps) {
            self.gaps.set(gaps);
        }
        if self.shown.with_untracked(|now| *now != shown) {
            self.shown.set(shown);
        }
    }

    /// Whether the focus is behind the rows.
    fn is_in_foot(self) -> bool {
        let focus = document().active_element();
        self.foot
            .get_untracked()
            .is_some_and(|foot| foot.contains(focus.as_ref().map(AsRef::as_ref)))
    }
}

/// The rows of a page, in a memo that changes only with them.
pub fn rows_of<Q, T>(sight: Sight<Q, T>, page: usize) -> Memo<Option<Rows<T>>>
where
    Q: Clone + Send + Sync + 'static,
    T: Clone + Send + Sync + 'static,
{
    Memo::new(move |_| sight.paged.page(page))
}
