//! Writes SVG markup. One string goes to the page at once, which is lighter than a view per bar.

use std::fmt::Write;

/// Collects shapes.
#[derive(Debug, Default)]
pub struct Pen(String);

/// Which end of a text its position names.
#[derive(Clone, Copy, Debug)]
pub enum Anchor {
    /// The left end.
    Start,
    /// The middle.
    Middle,
    /// The right end.
    End,
}

impl Pen {
    /// A filled box with round corners.
    pub fn rect(&mut self, class: &str, [x, y, width, height]: [f64; 4], radius: f64) {
        self.put(format_args!(
            r#"<rect class="{class}" x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{:.1}" rx="{radius}"/>"#,
            height.max(0.0)
        ));
    }

    /// A straight line.
    pub fn line(&mut self, class: &str, [x1, y1]: [f64; 2], [x2, y2]: [f64; 2]) {
        self.put(format_args!(
            r#"<line class="{class}" x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}"/>"#
        ));
    }

    /// Words; anything that could be markup is written as text.
    pub fn text(&mut self, class: &str, [x, y]: [f64; 2], anchor: Anchor, words: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let words = words.replace('&', "&amp;").replace('<', "&lt;");
        self.put(format_args!(
            r#"<text class="{class}" x="{x:.1}" y="{y:.1}" text-anchor="{anchor}">{words}</text>"#
        ));
    }

    /// A curve through points, and the area between it and `floor`.
    pub fn area(&mut self, [line, area]: [&str; 2], points: &[[f64; 2]], floor: f64) {
        let path = through(points);
        if let (Some([first, _]), Some([last, _])) = (points.first(), points.last()) {
            self.put(format_args!(
                r#"<path class="{area}" d="M{first:.1} {floor:.1}L{}L{last:.1} {floor:.1}z"/>"#,
                path.trim_start_matches('M')
            ));
        }
        self.put(format_args!(r#"<path class="{line}" d="{path}"/>"#));
    }

    /// Grid lines and their labels.
    pub fn grid(&mut self, lines: &[(f64, String)], left: f64, right: f64) {
        for (y, label) in lines {
            self.line("grid", [left, *y], [right, *y]);
            self.text("", [left - 8.0, y + 4.0], Anchor::End, label);
        }
    }

    /// What was drawn.
    pub fn finish(self) -> String {
        self.0
    }

    fn put(&mut self, shape: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _always = self.0.write_fmt(shape);
    }
}

fn through(points: &[[f64; 2]]) -> String {
    let mut path = String::new();
    for [x, y] in points {
        path.push(if path.is_empty() { 'M' } else { 'L' });
        let _always = write!(path, "{x:.1} {y:.1}");
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_never_become_markup() {
        let mut pen = Pen::default();
        pen.text("", [0.0, 0.0], Anchor::Start, "a<b>&c");
        assert!(pen.finish().contains(">a&lt;b>&amp;c<"));
    }

    #[test]
    fn an_area_closes_on_its_floor() {
        let mut pen = Pen::default();
        pen.area(["l", "a"], &[[1.0, 5.0], [2.0, 4.0]], 9.0);
        assert!(pen.finish().contains(r#"d="M1.0 9.0L1.0 5.0L2.0 4.0L2.0 9.0z""#));
    }
}
