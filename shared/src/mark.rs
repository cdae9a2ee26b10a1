//! The generated 2×2 mosaic mark of a tenant without a logo of its own.
//!
//! Four quarters of a 16 × 16 square each hold one of eight shapes, chosen by a hash of the short
//! name, so that the same customer has the same mark everywhere and neighbours rarely look alike.

/// Quarter circles round each corner, a square, a circle and two triangles, in an 8 × 8 quarter.
const SHAPES: usize = 8;

/// SVG path data of the mark in a 16 × 16 view box, to be filled with one colour.
pub fn path(slug: &str) -> String {
    let mut bits = hash(slug);
    let mut path = String::new();
    for (x, y) in [(0, 0), (8, 0), (0, 8), (8, 8)] {
        let shape = usize::try_from(bits % 8).unwrap_or(0) % SHAPES;
        bits /= 8;
        path.push_str(&quarter(shape, x, y));
    }
    path
}

/// FNV-1a with a final mix: any change of the name changes every quarter.
fn hash(slug: &str) -> u64 {
    let folded = slug.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mixed = (folded ^ (folded >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^ (mixed >> 29)
}

fn quarter(shape: usize, x: u8, y: u8) -> String {
    let (right, bottom, middle_x) = (x + 8, y + 8, x + 4);
    match shape {
        0 => format!("M{x} {bottom}v-8a8 8 0 0 1 8 8z"),
        1 => format!("M{x} {y}h8a8 8 0 0 1-8 8z"),
        2 => format!("M{right} {y}v8a8 8 0 0 1-8-8z"),
        3 => format!("M{right} {bottom}h-8a8 8 0 0 1 8-8z"),
        4 => format!("M{x} {y}h8v8h-8z"),
        5 => format!("M{middle_x} {y}a4 4 0 1 1 0 8a4 4 0 1 1 0-8z"),
        6 => format!("M{x} {bottom}l8-8v8z"),
        _ => format!("M{x} {y}h8l-8 8z"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_same_name_has_the_same_mark() {
        assert_eq!(path("halden-rail"), path("halden-rail"));
        assert_ne!(path("halden-rail"), path("northquay"));
    }

    #[test]
    fn marks_rarely_repeat() {
        let marks: HashSet<String> = (0..300).map(|number| path(&format!("tenant-{number}"))).collect();
        assert!(marks.len() > 270, "{}", marks.len());
    }
}
