//! Where the reader was when they left a list, and putting the list back as they left it.

use leptos::prelude::*;

use super::place::{self, Place};
use super::sheet::Kept;
use super::sight::{Sight, screen};

/// What is kept for coming back.
#[derive(Clone, Default)]
pub(super) struct Seen {
    entry: Option<f64>,
    address: String,
    scrolled: f64,
}

impl<Q, T> Sight<Q, T>
where
    Q: Clone + Send + Sync + 'static,
    T: Clone + Send + Sync + 'static,
{
    /// Remembers where the reader is.
    pub(super) fn remember(self, address: Memo<String>) {
        let address = address.get_untracked();
        // While another page is on its way, the browser may be elsewhere already, or not yet here.
        if place::is_here(&address) {
            self.seen.set_value(Seen {
                entry: place::mark(),
                address,
                scrolled: window().scroll_y().unwrap_or_default(),
            });
        }
    }

    /// Keeps the list as the reader leaves it.
    pub(super) fn leave(self) {
        let seen = self.seen.try_get_value().unwrap_or_default();
        if let (Some(entry), Some(list)) = (seen.entry, self.paged.kept()) {
            let place = Place {
                list: Box::new(list),
                heights: self.heights.try_get_value().unwrap_or_default(),
                scrolled: seen.scrolled,
                cursor: self.cursor.try_get_untracked().flatten(),
            };
            place::leave(entry, seen.address, place);
        }
    }

    /// Puts it back as they left it.
    pub(super) fn put_back(self, place: Place, key: fn(&T) -> String) {
        let Ok(list) = place.list.downcast::<Kept<T>>() else {
            return;
        };
        self.paged.put_back(*list);
        self.cursor.set(place.cursor);
        let (scrolled, screen) = (place.scrolled, screen());
        let range = place.heights.between(scrolled - screen, scrolled + 2.0 * screen);
        self.heights.set_value(place.heights);
        self.cut();
        self.show(range.clone().collect());
        let pages = self.pages(&range);
        request_animation_frame(move || {
            window().scroll_to_with_x_and_y(0.0, scrolled);
            // What happened meanwhile shows in the rows, without moving them.
            self.renew(pages, key);
        });
    }
}
