//! A list comes into the document in blocks of a few rows, so that no frame waits for many of them.

use std::ops::RangeInclusive;

/// Rows of a block.
pub const ROWS: usize = 5;

/// A few neighbouring rows of one page.
#[derive(Clone, Copy, Debug, Hash, PartialEq, Eq)]
pub struct Block {
    /// Their page.
    pub page: usize,
    /// The number of the first of them in the page.
    pub from: usize,
    /// The number of the first of them in the list.
    pub first: usize,
}

/// The blocks of pages that are so long, and how many rows each block has.
pub fn blocks_of(pages: &[usize]) -> (Vec<Block>, Vec<usize>) {
    let (mut blocks, mut lengths, mut above) = (Vec::new(), Vec::new(), 0);
    for (page, rows) in pages.iter().copied().enumerate() {
        for from in (0..rows).step_by(ROWS) {
            blocks.push(Block {
                page,
                from,
                first: above + from,
            });
            lengths.push(ROWS.min(rows - from));
        }
        above += rows;
    }
    (blocks, lengths)
}

/// Blocks that come in one frame where the reader would see a gap.
const HURRIED: usize = 2;
/// Blocks that go in one frame.
const GOING: usize = 2;
/// So many may stay that should go while others come; more of them would make the document slow.
const LINGERING: usize = 20;

/// What of a list is in the document after the next frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The blocks, in order.
    pub shown: Vec<usize>,
    /// Whether nothing is left to do.
    pub done: bool,
}

/// What comes and what goes in the next frame: first what is `seen`, then one block of those `near`, the nearest first;
/// what is not even `about` goes in frames in which nothing comes, unless it is much; the block that is `held` stays.
pub fn step(
    shown: &[usize],
    seen: &RangeInclusive<usize>,
    near: &RangeInclusive<usize>,
    about: &RangeInclusive<usize>,
    held: Option<usize>,
) -> Step {
    let missing = |block: &usize| shown.binary_search(block).is_err();
    let mut coming: Vec<usize> = seen.clone().filter(missing).take(HURRIED).collect();
    if coming.is_empty() {
        let away = |block: &usize| {
            seen.start()
                .saturating_sub(*block)
                .max(block.saturating_sub(*seen.end()))
        };
        coming.extend(near.clone().filter(missing).min_by_key(away));
    }
    let mut going: Vec<usize> = shown
        .iter()
        .copied()
        .filter(|block| !about.contains(block) && held != Some(*block))
        .collect();
    let left = going.len();
    going.truncate(if coming.is_empty() || left > LINGERING {
        GOING
    } else {
        0
    });
    let mut after: Vec<usize> = shown.iter().copied().filter(|block| !going.contains(block)).collect();
    after.extend(coming);
    after.sort_unstable();
    after.dedup();
    let done = going.len() == left && near.clone().all(|block| after.binary_search(&block).is_ok());
    Step { shown: after, done }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_have_all_rows_once() {
        let pages = [50, 0, 7, 3, 50];
        let (blocks, lengths) = blocks_of(&pages);
        let mut rows = Vec::new();
        for (block, length) in blocks.iter().zip(&lengths) {
            assert_eq!(block.first, rows.len());
            rows.extend((0..*length).map(|row| (block.page, block.from + row)));
        }
        let expected: Vec<_> = (0..5)
            .flat_map(|page| (0..pages[page]).map(move |row| (page, row)))
            .collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn what_is_seen_comes_first_and_what_is_near_one_by_one() {
        let all = |shown: &[usize]| step(shown, &(10..=14), &(8..=16), &(6..=18), None);
        assert_eq!(all(&[]).shown, [10, 11]);
        assert_eq!(all(&[10, 11]).shown, [10, 11, 12, 13]);
        let next = all(&[10, 11, 12, 13, 14]);
        assert_eq!((next.shown, next.done), (vec![9, 10, 11, 12, 13, 14], false));
        let last = all(&[8, 9, 10, 11, 12, 13, 14, 15]);
        assert_eq!((last.shown, last.done), ((8..=16).collect(), true));
    }

    #[test]
    fn what_is_far_goes_a_little_at_a_time_and_the_held_one_stays() {
        let far = |shown: &[usize], near: usize, held| step(shown, &(40..=44), &(near..=44), &(38..=46), held);
        let seen: Vec<usize> = (40..=44).collect();
        let with = |others: &[usize]| [others, &seen].concat();
        let next = far(&with(&[0, 1, 2, 3, 4]), 40, Some(1));
        assert_eq!((next.shown, next.done), (with(&[1, 3, 4]), false));
        let next = far(&with(&[1, 3, 4]), 40, Some(1));
        assert_eq!((next.shown, next.done), (with(&[1]), true));
        let next = far(&with(&[0, 1]), 39, None);
        assert_eq!((next.shown, next.done), (with(&[0, 1, 39]), false));
        let many: Vec<usize> = (0..30).collect();
        assert_eq!(far(&with(&many), 39, None).shown.len(), 30 + 5 + 1 - GOING);
    }

    #[test]
    fn every_place_is_reached_in_the_end() {
        let mut shown: Vec<usize> = (0..20).collect();
        for top in [0_usize, 7, 300, 295, 0] {
            let (seen, near, about) = (
                top..=top + 5,
                top.saturating_sub(5)..=top + 10,
                top.saturating_sub(8)..=top + 13,
            );
            let mut steps = 0;
            loop {
                let next = step(&shown, &seen, &near, &about, None);
                assert!(next.shown.is_sorted());
                shown = next.shown;
                steps += 1;
                if next.done {
                    break;
                }
                assert!(steps < 40, "never done");
            }
            assert!(shown.iter().all(|block| about.contains(block)));
        }
    }
}
