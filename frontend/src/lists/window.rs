//! Which blocks of a list are near the reader, and how much room the others take.

use std::ops::RangeInclusive;

/// The height of a list, in CSS pixels, that every browser can still lay out (Firefox ends at 17.9 million).
pub const MOST_HEIGHT: f64 = 15_000_000.0;

/// The height of a row nobody has measured yet, in CSS pixels.
const GUESS: f64 = 44.0;

/// The heights of a list's blocks: measured where they were in the document, else guessed from the others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heights {
    measured: Vec<Option<f64>>,
    lengths: Vec<f64>,
}

impl Heights {
    /// Takes the number of rows of every block; keeps what was measured.
    pub fn set_lengths(&mut self, lengths: Vec<f64>) {
        self.measured.resize(lengths.len(), None);
        self.lengths = lengths;
    }

    /// Forgets what was measured: rows have another height now.
    pub fn forget(&mut self) {
        self.measured.fill(None);
    }

    /// A block is in the document and so high.
    pub fn measure(&mut self, block: usize, height: f64) {
        if let Some(slot) = self.measured.get_mut(block)
            && height > 0.0
        {
            *slot = Some(height);
        }
    }

    /// Whether the height of a block is known.
    pub fn is_measured(&self, block: usize) -> bool {
        self.measured.get(block).copied().flatten().is_some()
    }

    /// How high a row is on average.
    fn row(&self) -> f64 {
        let known = self.measured.iter().zip(&self.lengths);
        let (height, rows) = known.fold((0.0, 0.0), |(height, rows), (measured, length)| {
            measured.map_or((height, rows), |measured| (height + measured, rows + length))
        });
        if rows > 0.0 { height / rows } else { GUESS }
    }

    fn each(&self) -> impl Iterator<Item = f64> {
        let row = self.row();
        let all = self.measured.iter().zip(&self.lengths);
        all.map(move |(measured, length)| measured.unwrap_or(length * row))
    }

    /// The height of all blocks.
    pub fn total(&self) -> f64 {
        self.each().sum()
    }

    /// The height of a block.
    pub fn of(&self, block: usize) -> f64 {
        self.each().nth(block).unwrap_or(0.0)
    }

    /// Where a block begins.
    pub fn top(&self, block: usize) -> f64 {
        self.each().take(block).sum()
    }

    /// The blocks between `from` and `to`, counted from the top of the list: at least one, when there is one.
    pub fn between(&self, from: f64, to: f64) -> RangeInclusive<usize> {
        let (mut top, mut first, mut last) = (0.0, None, 0);
        for (block, height) in self.each().enumerate() {
            let bottom = top + height;
            if bottom > from && first.is_none() {
                first = Some(block);
            }
            if top < to {
                last = block;
            }
            top = bottom;
        }
        let first = first.unwrap_or_else(|| self.lengths.len().saturating_sub(1));
        first..=last.max(first)
    }

    /// The room before each run of neighbours among the blocks in the document (`shown`, in order), the first of them
    /// included, and below the last.
    pub fn gaps(&self, shown: &[usize]) -> Vec<f64> {
        let all: Vec<f64> = self.each().collect();
        let between = |from: usize, to: usize| all.get(from..to).unwrap_or_default().iter().sum();
        let mut gaps = Vec::new();
        let mut next = 0;
        for block in shown {
            if gaps.is_empty() || *block != next {
                gaps.push(between(next, *block));
            }
            next = block + 1;
        }
        gaps.push(between(next, all.len()));
        gaps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ten_blocks() -> Heights {
        let mut heights = Heights::default();
        heights.set_lengths(vec![50.0; 10]);
        heights.measure(0, 1_000.0);
        heights.measure(1, 1_000.0);
        heights
    }

    #[test]
    fn blocks_nobody_measured_are_as_high_as_the_others() {
        let heights = ten_blocks();
        assert!((heights.total() - 10_000.0).abs() < 0.001);
        assert!((heights.top(7) - 7_000.0).abs() < 0.001);
        assert!((Heights::default().total()).abs() < 0.001);
    }

    #[test]
    fn only_blocks_in_sight_are_shown() {
        let heights = ten_blocks();
        for (from, to, blocks) in [
            (-900.0, 1_800.0, 0..=1),
            (0.0, 1_000.0, 0..=0),
            (4_999.0, 6_001.0, 4..=6),
            (9_500.0, 12_000.0, 9..=9),
            (50_000.0, 51_000.0, 9..=9),
            (-51_000.0, -50_000.0, 0..=0),
        ] {
            assert_eq!(heights.between(from, to), blocks, "{from} to {to}");
        }
    }

    #[test]
    fn gaps_and_blocks_fill_the_list() {
        let heights = ten_blocks();
        for shown in [vec![0, 1], vec![4, 5, 6], vec![0, 5, 6], vec![9], vec![]] {
            let gaps: f64 = heights.gaps(&shown).iter().sum();
            let blocks: f64 = shown.iter().map(|block| heights.of(*block)).sum();
            assert!((gaps + blocks - heights.total()).abs() < 0.001);
        }
        assert_eq!(heights.gaps(&[0, 5, 6]), [0.0, 4_000.0, 3_000.0]);
        assert_eq!(heights.gaps(&[1, 2]), [1_000.0, 7_000.0]);
    }

    #[test]
    fn another_density_is_measured_anew() {
        let mut heights = ten_blocks();
        heights.forget();
        heights.measure(3, 2_000.0);
        assert!((heights.total() - 20_000.0).abs() < 0.001);
    }
}
