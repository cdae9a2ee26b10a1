//! A QR code (ISO/IEC 18004) as one SVG path, so that the page draws it without inline style.

use qrcode::{Color, EcLevel, QrCode};
use tessera_shared::dto::factors::QrPicture;

use crate::outcome::{Outcome, Refusal};

/// The picture of `text`; the quiet zone around it is the page's to leave.
pub fn draw(text: &str) -> Outcome<QrPicture> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(Refusal::internal)?;
    let size = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(size).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|left, right| left == right) {
            if run.first() == Some(&Color::Dark) {
                let width = run.len();
                path.push_str(&format!("M{x} {y}h{width}v1h-{width}z"));
            }
            x += run.len();
        }
    }
    let size = u32::try_from(size).map_err(Refusal::internal)?;
    Ok(QrPicture { size, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_its_three_finder_patterns() {
        let picture = draw("otpauth://totp/Tessera:ana%40halden.example?secret=GEZDGNBVGY3TQOJQ").unwrap();
        let right = picture.size - 7;
        for corner in [
            "M0 0h7v1h-7z",
            &format!("M{right} 0h7v1h-7z"),
            &format!("M0 {right}h7v1h-7z"),
        ] {
            assert!(picture.path.contains(corner), "{corner}");
        }
    }
}
