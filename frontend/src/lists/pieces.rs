//! What a long list has in the document: blocks of rows, and gaps in place of the others.

use leptos::prelude::*;

use super::blocks::{Block, ROWS};
use super::live::hold_focus;
use super::row::Row;
use super::sheet::Rows;
use super::sight::Sight;

/// What is in the document, from above. Gaps are known by their place, blocks by their rows and by how often the list
/// began anew: a new list has new blocks.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Piece {
    Gap(usize),
    Block {
        generation: u32,
        number: usize,
        block: Block,
    },
}

/// What is in the document of a list. Tracked.
pub(super) fn pieces<Q, T>(sight: Sight<Q, T>) -> Vec<Piece>
where
    Q: Clone + Send + Sync + 'static,
    T: Row,
{
    let generation = sight.paged.generation.get();
    let (mut pieces, mut gaps, mut next) = (vec![Piece::Gap(0)], 1, None);
    sight.blocks.track();
    for number in sight.shown.get() {
        let Some(block) = sight.block(number) else { continue };
        if next.is_some_and(|next| next != number) {
            pieces.push(Piece::Gap(gaps));
            gaps += 1;
        }
        pieces.push(Piece::Block {
            generation,
            number,
            block,
        });
        next = Some(number + 1);
    }
    pieces.push(Piece::Gap(gaps));
    pieces
}

/// The height of a gap.
pub(super) fn room<Q, T>(sight: Sight<Q, T>, gap: usize) -> Memo<f64>
where
    Q: Clone + Send + Sync + 'static,
    T: Row,
{
    Memo::new(move |_| sight.gaps.with(|gaps| gaps.get(gap).copied().unwrap_or(0.0)))
}

/// The rows of a block, drawn by `draw` with their numbers in the list; `blank` stands for them, so high, while they
/// are away.
pub(super) fn drawn<Q, T>(
    sight: Sight<Q, T>,
    number: usize,
    block: Block,
    draw: impl Fn(usize, &T) -> AnyView + Send + 'static,
    blank: impl Fn(String) -> AnyView + Send + 'static,
) -> impl Fn() -> AnyView + Send + 'static
where
    Q: Clone + Send + Sync + 'static,
    T: Row,
{
    let page = Memo::new(move |_| sight.paged.page(block.page));
    let part = move |rows: &Rows<T>| rows.0.iter().skip(block.from).take(ROWS).cloned().collect::<Vec<T>>();
    let rows = Memo::new(move |_| page.with(|rows| rows.as_ref().map(part)));
    move || {
        hold_focus(sight, &(block.first..block.first + ROWS));
        match rows.get() {
            None => blank(pixels(sight.height_of(number))),
            Some(rows) => {
                let numbered = (block.first..).zip(&rows);
                numbered.map(|(index, row)| draw(index, row)).collect_view().into_any()
            }
        }
    }
}

/// A height as CSS has it; exact, as a rounded one would move all rows below by a part of a pixel.
pub(super) fn pixels(height: f64) -> String {
    format!("{height:.3}px")
}
