//! Comma-separated values (RFC 4180), UTF-8 without a byte order mark.

use super::sheet::{Cell, Cells, Sheet};
use crate::outcome::Outcome;

/// Spreadsheets take a cell that begins so for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A file of comma-separated values.
pub struct Csv;

impl Sheet for Csv {
    fn begin(&mut self, heads: &[&'static str]) -> Outcome<Vec<u8>> {
        Ok(format!("{}\r\n", heads.join(",")).into_bytes())
    }

    fn rows(&mut self, rows: &[Cells]) -> Outcome<Vec<u8>> {
        let mut text = String::new();
        for row in rows {
            for (index, cell) in row.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                match cell {
                    Cell::Text(value) => push(&mut text, value),
                    Cell::Number(number) => text.push_str(&number.to_string()),
                    Cell::Empty => {}
                }
            }
            text.push_str("\r\n");
        }
        Ok(text.into_bytes())
    }

    fn end(&mut self) -> Outcome<Vec<u8>> {
        Ok(Vec::new())
    }
}

/// Appends a text, so that it is read as text.
fn push(line: &mut String, value: &str) {
    let defused = if value.starts_with(FORMULA) { "'" } else { "" };
    if value.contains(['"', ',', '\r', '\n']) {
        line.push('"');
        line.push_str(defused);
        line.push_str(&value.replace('"', "\"\""));
        line.push('"');
    } else {
        line.push_str(defused);
        line.push_str(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(values: &[&str]) -> String {
        let row = values.iter().map(Cell::text).collect();
        String::from_utf8(Csv.rows(&[row]).unwrap()).unwrap()
    }

    #[test]
    fn quotes_commas_and_lines_are_kept() {
        assert_eq!(written(&["a", "b c"]), "a,b c\r\n");
        assert_eq!(
            written(&["a,b", "say \"hi\"", "two\r\nlines", ""]),
            "\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\",\r\n"
        );
    }

    #[test]
    fn nothing_is_a_formula() {
        for begin in FORMULA {
            let cell = written(&[&format!("{begin}1")]);
            assert_eq!(cell.trim_start_matches('"').chars().next(), Some('\''), "{begin:?}");
        }
        assert_eq!(written(&["=HYPERLINK(\"x\",1)"]), "\"'=HYPERLINK(\"\"x\"\",1)\"\r\n");
        assert_eq!(written(&["a=1", "3-4"]), "a=1,3-4\r\n");
    }

    #[test]
    fn counts_are_numbers() {
        let row = vec![Cell::Number(1_000), Cell::Empty, Cell::Number(0)];
        assert_eq!(Csv.rows(&[row]).unwrap(), b"1000,,0\r\n");
    }
}
