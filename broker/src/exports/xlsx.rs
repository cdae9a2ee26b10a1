//! A workbook with one sheet (ECMA-376), written from front to back: texts stand in their cells (§18.3.1.53), so that
//! no table of them has to be kept. Such texts are never formulas.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use super::sheet::{Cell, Cells, Sheet};
use crate::outcome::{Outcome, Refusal};

/// Rows a sheet can hold, with the one of the names (Excel specifications and limits).
pub const MOST_ROWS: i64 = 1_048_576;

const PARTS: [(&str, &str); 4] = [
    (
        "[Content_Types].xml",
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#,
    ),
    (
        "_rels/.rels",
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Export" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    ),
];
const SHEET: &str = "xl/worksheets/sheet1.xml";
const SHEET_BEGIN: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#;
const SHEET_END: &str = "</sheetData></worksheet>";

/// Where the archive goes until it is sent.
#[derive(Clone, Default)]
struct Outlet(Arc<Mutex<Vec<u8>>>);

impl Outlet {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A workbook.
pub struct Xlsx {
    outlet: Outlet,
    archive: Option<ZipWriter<StreamWriter<Outlet>>>,
}

impl Xlsx {
    /// An empty one.
    pub fn new() -> Self {
        let outlet = Outlet::default();
        Self {
            archive: Some(ZipWriter::new_stream(outlet.clone())),
            outlet,
        }
    }

    fn write(&mut self, text: &str) -> Outcome<()> {
        let archive = self
            .archive
            .as_mut()
            .ok_or_else(|| Refusal::internal("closed archive"))?;
        archive.write_all(text.as_bytes()).map_err(Refusal::internal)
    }

    fn part(&mut self, name: &str) -> Outcome<()> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        let archive = self
            .archive
            .as_mut()
            .ok_or_else(|| Refusal::internal("closed archive"))?;
        archive.start_file(name, options).map_err(Refusal::internal)
    }
}

impl Sheet for Xlsx {
    fn begin(&mut self, heads: &[&'static str]) -> Outcome<Vec<u8>> {
        for (name, text) in PARTS {
            self.part(name)?;
            self.write(text)?;
        }
        self.part(SHEET)?;
        self.write(SHEET_BEGIN)?;
        let heads: Cells = heads.iter().map(Cell::text).collect();
        self.rows(&[heads])
    }

    fn rows(&mut self, rows: &[Cells]) -> Outcome<Vec<u8>> {
        let mut text = String::new();
        for row in rows {
            text.push_str("<row>");
            for cell in row {
                match cell {
                    Cell::Text(value) => {
                        text.push_str(r#"<c t="inlineStr"><is><t xml:space="preserve">"#);
                        escape(&mut text, value);
                        text.push_str("</t></is></c>");
                    }
                    Cell::Number(number) => {
                        text.push_str("<c><v>");
                        text.push_str(&number.to_string());
                        text.push_str("</v></c>");
                    }
                    Cell::Empty => text.push_str("<c/>"),
                }
            }
            text.push_str("</row>");
        }
        self.write(&text)?;
        Ok(self.outlet.take())
    }

    fn end(&mut self) -> Outcome<Vec<u8>> {
        self.write(SHEET_END)?;
        if let Some(archive) = self.archive.take() {
            archive.finish().map_err(Refusal::internal)?;
        }
        Ok(self.outlet.take())
    }
}

/// Appends a text as XML 1.0 can hold it (§2.2): control characters have no place there.
fn escape(xml: &mut String, value: &str) {
    for character in value.chars() {
        match character {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '\t' | '\n' | '\r' => xml.push(character),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => xml.push('\u{fffd}'),
            other => xml.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    #[test]
    fn a_workbook_holds_its_rows_as_texts_and_numbers() {
        let mut sheet = Xlsx::new();
        let mut file = sheet.begin(&["name", "count"]).unwrap();
        let row = vec![Cell::text("=1+1 <b> & \u{1}"), Cell::Number(7), Cell::Empty];
        file.extend(sheet.rows(&[row]).unwrap());
        file.extend(sheet.end().unwrap());
        let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
        assert_eq!(archive.len(), PARTS.len() + 1);
        let mut text = String::new();
        archive.by_name(SHEET).unwrap().read_to_string(&mut text).unwrap();
        assert!(
            text.contains(r#"<t xml:space="preserve">=1+1 &lt;b&gt; &amp; �</t>"#),
            "{text}"
        );
        assert!(
            text.contains("<c><v>7</v></c><c/></row></sheetData></worksheet>"),
            "{text}"
        );
    }

    #[test]
    fn nothing_is_kept_that_was_sent() {
        let mut sheet = Xlsx::new();
        sheet.begin(&["name"]).unwrap();
        let rows: Vec<Cells> = (0..1_000).map(|row| vec![Cell::text(format!("row {row}"))]).collect();
        for _ in 0..100 {
            sheet.rows(&rows).unwrap();
            assert_eq!(sheet.outlet.take().capacity(), 0);
        }
    }
}
