//! Which pages of a list are near the reader, and how much room the others take.

use std::ops::RangeInclusive;

/// The height of a list, in CSS pixels, that every browser can still lay out (Firefox ends at 17.9 million).
pub const MOST_HEIGHT: f64 = 15_000_000.0;

/// The height of a row nobody has measured yet, in CSS pixels.
const GUESS: f64 = 44.0;

/// The heights of a list's pages: measured where they were in the document, else guessed from the others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heights {
    measured: Vec<Option<f64>>,
    lengths: Vec<f64>,
}

impl Heights {
    /// Takes the number of rows of every page; keeps what was measured.
    pub fn set_lengths(&mut self, lengths: Vec<f64>) {
        self.measured.resize(lengths.len(), None);
        self.lengths = lengths;
    }

    /// Forgets what was measured: rows have another height now.
    pub fn forget(&mut self) {
        self.measured.fill(None);
    }

    /// A page is in the document and so high.
    pub fn measure(&mut self, page: usize, height: f64) {
        if let Some(slot) = self.measured.get_mut(page)
            && height > 0.0
        {
            *slot = Some(height);
        }
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

    /// The height of all pages.
    pub fn total(&self) -> f64 {
        self.each().sum()
    }

    /// The height of a page.
    pub fn of(&self, page: usize) -> f64 {
        self.each().nth(page).unwrap_or(0.0)
    }

    /// Where a page begins.
    pub fn top(&self, page: usize) -> f64 {
        self.each().take(page).sum()
    }

    /// The pages between `from` and `to`, counted from the top of the list: at least one, when there is one.
    pub fn between(&self, from: f64, to: f64) -> RangeInclusive<usize> {
        let (mut top, mut first, mut last) = (0.0, None, 0);
        for (page, height) in self.each().enumerate() {
            let bottom = top + height;
            if bottom > from && first.is_none() {
                first = Some(page);
            }
            if top < to {
                last = page;
            }
            top = bottom;
        }
        let first = first.unwrap_or_else(|| self.lengths.len().saturating_sub(1));
        first..=last.max(first)
    }

    /// The room above each of the pages in the document (`shown`, in order), and below the last of them.
    pub fn gaps(&self, shown: &[usize]) -> (Vec<f64>, f64) {
        let all: Vec<f64> = self.each().collect();
        let between = |from: usize, to: usize| all.get(from..to).unwrap_or_default().iter().sum();
        let mut next = 0;
        let above = shown.iter().map(|page| {
            let gap = between(next, *page);
            next = page + 1;
            gap
        });
        let above = above.collect();
        (above, between(next, all.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ten_pages() -> Heights {
        let mut heights = Heights::default();
        heights.set_lengths(vec![50.0; 10]);
        heights.measure(0, 1_000.0);
        heights.measure(1, 1_000.0);
        heights
    }

    #[test]
    fn pages_nobody_measured_are_as_high_as_the_others() {
        let heights = ten_pages();
        assert!((heights.total() - 10_000.0).abs() < 0.001);
        assert!((heights.top(7) - 7_000.0).abs() < 0.001);
        assert!((Heights::default().total()).abs() < 0.001);
    }

    #[test]
    fn only_pages_in_sight_are_shown() {
        let heights = ten_pages();
        for (from, to, pages) in [
            (-900.0, 1_800.0, 0..=1),
            (0.0, 1_000.0, 0..=0),
            (4_999.0, 6_001.0, 4..=6),
            (9_500.0, 12_000.0, 9..=9),
            (50_000.0, 51_000.0, 9..=9),
            (-51_000.0, -50_000.0, 0..=0),
        ] {
            assert_eq!(heights.between(from, to), pages, "{from} to {to}");
        }
    }

    #[test]
    fn gaps_and_pages_fill_the_list() {
        let heights = ten_pages();
        for shown in [vec![0, 1], vec![4, 5, 6], vec![0, 5, 6], vec![9], vec![]] {
            let (above, below) = heights.gaps(&shown);
            let pages: f64 = shown.iter().map(|page| heights.of(*page)).sum();
            assert!((above.iter().sum::<f64>() + below + pages - heights.total()).abs() < 0.001);
        }
        assert_eq!(heights.gaps(&[0, 5, 6]), (vec![0.0, 4_000.0, 0.0], 3_000.0));
    }

    #[test]
    fn another_density_is_measured_anew() {
        let mut heights = ten_pages();
        heights.forget();
        heights.measure(3, 2_000.0);
        assert!((heights.total() - 20_000.0).abs() < 0.001);
    }
}
