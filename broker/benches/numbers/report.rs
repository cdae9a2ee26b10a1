//! The table.

use std::fmt;

/// What was measured so far.
#[derive(Default)]
pub struct Report {
    rows: Vec<[String; 4]>,
}

impl Report {
    /// A figure with its bar.
    pub fn row(&mut self, what: impl Into<String>, measured: impl Into<String>, bar: &str, reached: bool) {
        let verdict = if reached { "yes" } else { "**no**" };
        self.push([what.into(), measured.into(), bar.to_owned(), verdict.to_owned()]);
    }

    /// A figure that others are compared with.
    pub fn floor(&mut self, what: impl Into<String>, measured: impl Into<String>) {
        self.push([what.into(), measured.into(), String::new(), String::new()]);
    }

    /// Shown at once as well: a run takes minutes.
    #[expect(clippy::print_stderr, reason = "progress is not part of the table")]
    fn push(&mut self, row: [String; 4]) {
        eprintln!("    {}", row.join("  |  "));
        self.rows.push(row);
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["what", "measured", "bar", "reached"].map(str::to_owned);
        let width = |column: usize| {
            let cells = self.rows.iter().chain([&head]).map(|row| row[column].chars().count());
            cells.max().unwrap_or(0)
        };
        let widths = [0, 1, 2, 3].map(width);
        let line = |out: &mut fmt::Formatter<'_>, row: &[String; 4]| {
            for (cell, width) in row.iter().zip(widths) {
                write!(out, "| {cell:<width$} ")?;
            }
            writeln!(out, "|")
        };
        line(out, &head)?;
        line(out, &widths.map(|width| "-".repeat(width)))?;
        self.rows.iter().try_for_each(|row| line(out, row))
    }
}

/// A large number with separators.
pub fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
