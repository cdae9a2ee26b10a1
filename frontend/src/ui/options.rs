//! Moving through the rows of a list box by keys, while the focus stays in its field (ARIA APG, combobox).

use leptos::prelude::document;

/// Rows that a page of the keyboard moves by.
const LEAP: usize = 8;

/// Where a key leads from row `at` of those up to `last`; none when it is no key that moves.
pub fn step(key: &str, at: usize, last: usize) -> Option<usize> {
    Some(match key {
        "ArrowDown" if at < last => at + 1,
        "ArrowDown" => 0,
        "ArrowUp" => at.checked_sub(1).unwrap_or(last),
        "PageDown" => (at + LEAP).min(last),
        "PageUp" => at.saturating_sub(LEAP),
        _ => return None,
    })
}

/// Scrolls no further than it takes to see an element.
pub fn keep_in_sight(element: &web_sys::Element) {
    let nearest = web_sys::ScrollIntoViewOptions::new();
    nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&nearest);
}

/// The same for the element with this id, if it is there.
pub fn keep_id_in_sight(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        keep_in_sight(&element);
    }
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn arrows_go_round_and_pages_stop_at_the_ends() {
        for (key, at, to) in [
            ("ArrowDown", 0, Some(1)),
            ("ArrowDown", 9, Some(0)),
            ("ArrowUp", 0, Some(9)),
            ("ArrowUp", 9, Some(8)),
            ("PageDown", 0, Some(8)),
            ("PageDown", 5, Some(9)),
            ("PageUp", 5, Some(0)),
            ("Enter", 5, None),
        ] {
            assert_eq!(step(key, at, 9), to, "{key} at {at}");
        }
    }
}
