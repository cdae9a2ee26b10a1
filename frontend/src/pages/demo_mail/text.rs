//! Finds the links in a plain-text mail.

/// A run of a mail's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Text(String),
    /// An address to follow.
    Link(String),
}

/// Splits a mail's text into words and `http(s)` addresses.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = link_start(rest) {
        let (before, after) = rest.split_at(start);
        let end = after
            .find(|c: char| c.is_whitespace() || "<>\"".contains(c))
            .unwrap_or(after.len());
        let (run, tail) = after.split_at(end);
        let link = run.trim_end_matches(['.', ',', ')', ';', ':']);
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        pieces.push(Piece::Link(link.to_owned()));
        rest = if link.len() == run.len() {
            tail
        } else {
            after.split_at(link.len()).1
        };
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    pieces
}

fn link_start(text: &str) -> Option<usize> {
    let found = ["http://", "https://"]
        .into_iter()
        .filter_map(|scheme| text.find(scheme));
    found.min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_and_nothing_is_lost() {
        let text = "Open\nhttp://localhost:8080/d/dlv_1#abc-_9.\nOr (https://a.example/x) now";
        let found = pieces(text);
        let links: Vec<_> = found
            .iter()
            .filter_map(|piece| match piece {
                Piece::Link(link) => Some(link.as_str()),
                Piece::Text(_) => None,
            })
            .collect();
        assert_eq!(links, ["http://localhost:8080/d/dlv_1#abc-_9", "https://a.example/x"]);
        let whole: String = found
            .into_iter()
            .map(|piece| match piece {
                Piece::Link(text) | Piece::Text(text) => text,
            })
            .collect();
        assert_eq!(whole, text);
    }

    #[test]
    fn other_schemes_stay_text() {
        let text = "javascript:alert(1) and mailto:a@b.co";
        assert_eq!(pieces(text), [Piece::Text(text.to_owned())]);
    }
}
