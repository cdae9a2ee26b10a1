//! What a search found, with the hit marked.

use leptos::prelude::*;

/// Where in a name a hit may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// At the beginning of a word.
    Beginning,
    /// There, or else anywhere.
    Anywhere,
}

/// The name with the first word of `text` marked.
pub fn marked(name: &str, text: &str, place: Where) -> AnyView {
    match split(name, text, place) {
        Some([head, hit, tail]) => view! { {head.to_owned()}<mark>{hit.to_owned()}</mark>{tail.to_owned()} }.into_any(),
        None => name.to_owned().into_any(),
    }
}

fn split<'a>(name: &'a str, text: &str, place: Where) -> Option<[&'a str; 3]> {
    let wanted = text.split_whitespace().next()?.to_lowercase();
    let begins = |at: usize| {
        let word = name.get(at..)?;
        // Lower case may be longer or shorter than the name's own letters.
        let ends = word.char_indices().map(|(end, letter)| end + letter.len_utf8());
        let mut hits = ends.filter(|end| word.get(..*end).is_some_and(|head| head.to_lowercase() == wanted));
        hits.next().map(|end| at + end)
    };
    let starts = name.char_indices().filter(|(at, _)| {
        name.get(..*at)
            .is_some_and(|head| head.is_empty() || head.ends_with([' ', '-']))
    });
    let anywhere = name.char_indices().filter(|_| place == Where::Anywhere);
    let mut places = starts.chain(anywhere).map(|(at, _)| at);
    let (start, end) = places.find_map(|at| begins(at).map(|end| (at, end)))?;
    Some([name.get(..start)?, name.get(start..end)?, name.get(end..)?])
}

#[cfg(test)]
mod tests {
    use super::{Where, split};

    #[test]
    fn the_beginning_of_a_word_is_marked() {
        let split = |name, text| split(name, text, Where::Beginning);
        assert_eq!(split("Northquay Freight", "no"), Some(["", "No", "rthquay Freight"]));
        assert_eq!(split("Northquay Freight", "FRE x"), Some(["Northquay ", "Fre", "ight"]));
        assert_eq!(split("İzmir Port", "i\u{307}z"), Some(["", "İz", "mir Port"]));
        for (name, text) in [("Northquay", "quay"), ("Northquay", " "), ("", "a")] {
            assert_eq!(split(name, text), None, "{name} {text}");
        }
    }

    #[test]
    fn else_any_part_is() {
        let split = |name, text| split(name, text, Where::Anywhere);
        assert_eq!(split("Northquay", "QUAY"), Some(["North", "quay", ""]));
        assert_eq!(split("Banana anchor", "an"), Some(["Banana ", "an", "chor"]));
    }
}
