//! What goes into a file, whatever its format.

use tessera_shared::instant::Instant;

use crate::outcome::Outcome;

/// A value in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words, ids and instants.
    Text(String),
    /// A count.
    Number(u64),
    /// Nothing.
    Empty,
}

impl Cell {
    /// Text of anything that reads as one.
    pub fn text(value: impl ToString) -> Self {
        Self::Text(value.to_string())
    }

    /// Text, or nothing.
    pub fn maybe(value: Option<impl ToString>) -> Self {
        value.map_or(Self::Empty, Self::text)
    }

    /// An instant (RFC 3339, UTC), or nothing.
    pub fn at(value: Option<Instant>) -> Self {
        Self::maybe(value)
    }
}

/// A row.
pub type Cells = Vec<Cell>;

/// Writes rows in some format. What it returns is to be sent before it is asked for more.
pub trait Sheet: Send {
    /// The beginning of the file, with the names of the columns.
    fn begin(&mut self, heads: &[&'static str]) -> Outcome<Vec<u8>>;

    /// Some rows.
    fn rows(&mut self, rows: &[Cells]) -> Outcome<Vec<u8>>;

    /// The end of the file.
    fn end(&mut self) -> Outcome<Vec<u8>>;
}
