//! Follows the scrolling reader: which blocks of rows are in the document, and when the next page is fetched.

use std::ops::RangeInclusive;

use leptos::prelude::*;
use leptos::{ev, html};
use leptos_router::hooks::use_location;

use super::blocks::{Block, Step, blocks_of, step};
use super::looks;
use super::paged::Paged;
use super::place;
use super::seen::Seen;
use super::window::{Heights, MOST_HEIGHT};
use crate::ui::number::float_of;

/// How many screens above and below the reader come into the document.
const MARGIN: f64 = 1.0;
/// How many screens away it is taken out of it again.
const FAR: f64 = 1.5;
/// Blocks that are there at once when a list begins: about a screen and its margin.
const FIRST: usize = 6;
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
    /// The numbers of the blocks in the document, in order.
    pub shown: RwSignal<Vec<usize>>,
    /// The room before each run of them, and below the last one ([`Heights::gaps`]).
    pub gaps: RwSignal<Vec<f64>>,
    /// The row of the cursor.
    pub cursor: RwSignal<Option<usize>>,
    /// Whether the list is as long as a browser can lay out.
    pub full: RwSignal<bool>,
    pub(super) heights: StoredValue<Heights>,
    /// The blocks of the list.
    pub blocks: RwSignal<Vec<Block>>,
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
        gaps: RwSignal::new(Vec::new()),
        cursor: RwSignal::new(None),
        full: RwSignal::new(false),
        heights: StoredValue::new(Heights::default()),
        blocks: RwSignal::new(Vec::new()),
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
        sight.cut();
        sight.begin();
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
    /// Cuts the pages into blocks.
    pub(super) fn cut(self) {
        let (blocks, lengths) = blocks_of(&self.paged.lengths());
        let lengths = lengths.into_iter().map(float_of).collect();
        self.heights.update_value(|heights| heights.set_lengths(lengths));
        if self.blocks.with_untracked(|now| *now != blocks) {
            self.blocks.set(blocks);
        }
    }

    /// Shows the first blocks at once, when a list has rows and none of them is in the document.
    fn begin(self) {
        let there = self.blocks.with_untracked(Vec::len);
        if there > 0
            && self
                .shown
                .with_untracked(|shown| shown.iter().all(|block| *block >= there))
        {
            self.show((0..there.min(FIRST)).collect());
        }
    }

    /// A block by its number, untracked.
    pub fn block(self, number: usize) -> Option<Block> {
        self.blocks.with_untracked(|blocks| blocks.get(number).copied())
    }

    /// The block of a row, and how far down in it the row is (0 to 1).
    fn block_of(self, row: usize) -> Option<(usize, f64)> {
        self.blocks.with_untracked(|blocks| {
            let number = blocks.partition_point(|block| block.first <= row).checked_sub(1)?;
            let within = row - blocks.get(number)?.first;
            Some((number, float_of(within) / float_of(super::blocks::ROWS)))
        })
    }

    /// A row by its number, untracked.
    pub fn row(self, row: usize) -> Option<T> {
        let block = self.block(self.block_of(row)?.0)?;
        let rows = untrack(|| self.paged.page(block.page))?;
        rows.0.get(block.from + (row - block.first)).cloned()
    }

    /// The element of a row, if it is in the document.
    pub fn element_of(self, row: usize) -> Option<web_sys::Element> {
        let body = self.body.try_get_untracked().flatten()?;
        body.query_selector(&format!("[data-row='{row}']")).ok().flatten()
    }

    /// Asks for those pages again that are here; the others are asked for when the reader comes to them.
    pub(super) fn renew(self, pages: impl IntoIterator<Item = usize>, key: fn(&T) -> String) {
        for page in pages {
            if untrack(|| self.paged.page(page)).is_some() {
                self.paged.renew(page, key);
            }
        }
    }

    /// The pages of some blocks.
    pub(super) fn pages(self, range: &RangeInclusive<usize>) -> RangeInclusive<usize> {
        let page = |number: usize| self.block(number).map_or(0, |block| block.page);
        page(*range.start())..=page(*range.end())
    }

    /// The height of a block.
    pub fn height_of(self, block: usize) -> f64 {
        self.heights.with_value(|heights| heights.of(block))
    }

    /// Scrolls to a row that may not be in the document.
    pub fn scroll_to(self, row: usize) {
        let (Some(body), Some((block, within))) = (self.body.get_untracked(), self.block_of(row)) else {
            return;
        };
        let top = self
            .heights
            .with_value(|heights| heights.top(block) + heights.of(block) * within);
        let scrolled = window().scroll_y().unwrap_or_default();
        let list = body.get_bounding_client_rect().top() + scrolled;
        window().scroll_to_with_x_and_y(0.0, list + top - screen() / 2.0);
    }

    /// Looks again before the next frame: once, and before anything of it is drawn, so that measuring needs no layout of
    /// its own.
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
            return;
        };
        self.measure(&body, |heights, block| !heights.is_measured(block));
        let list = body.get_bounding_client_rect();
        let (top, screen) = (-list.top(), screen());
        let (seen, near, about, total) = self.heights.with_value(|heights| {
            let around = |screens: f64| heights.between(top - screen * screens, top + screen * (1.0 + screens));
            (around(0.0), around(MARGIN), around(FAR), heights.total())
        });
        let there = self.blocks.with_untracked(Vec::len);
        if there > 0 {
            let mut before = self.shown.get_untracked();
            before.retain(|block| *block < there);
            // The block with the focus stays, wherever the reader scrolls.
            let held = held(&body).filter(|held| *held < there);
            let Step { shown, done } = step(&before, &seen, &near, &about, held);
            // The gap in place of what goes is as high as that is now.
            self.measure(&body, |_, block| shown.binary_search(&block).is_err());
            self.show(shown);
            if !done {
                self.look_soon(address);
            }
            let pages = self.pages(&near);
            let kept = pages.start().saturating_sub(KEEP)..=pages.end().saturating_add(KEEP);
            let held = held.and_then(|held| self.block(held)).map(|block| block.page);
            self.paged.keep_only(&kept, held);
            for page in pages.chain(held) {
                self.paged.bring_back(page);
            }
        }
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

    /// Measures those blocks in the document that `which` chooses.
    fn measure(self, body: &web_sys::HtmlDivElement, which: impl Fn(&Heights, usize) -> bool) {
        self.heights.update_value(|heights| {
            for block in self.shown.get_untracked() {
                if which(heights, block) {
                    let element = body.query_selector(&format!("[data-block='{block}']")).ok().flatten();
                    let height = element.map(|element| element.get_bounding_client_rect().height());
                    heights.measure(block, height.unwrap_or_default());
                }
            }
        });
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

/// The block that holds the focus.
fn held(body: &web_sys::HtmlDivElement) -> Option<usize> {
    let focus = document().active_element()?;
    let block = focus.closest("[data-block]").ok().flatten()?;
    let within = body.contains(Some(block.as_ref()));
    within
        .then(|| block.get_attribute("data-block")?.parse().ok())
        .flatten()
}
