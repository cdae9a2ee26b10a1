//! Rows that somebody changes elsewhere show it in their places; whether other rows came or went, a note says.

use std::collections::BTreeSet;
use std::time::Duration;

use leptos::prelude::*;
use tessera_shared::dto::queue::Topic;
use wasm_bindgen::JsCast;

use super::row::Row;
use super::sight::Sight;
use crate::components::here;

/// Changes come in bursts; the broker is asked once for those of this long.
const BURST: Duration = Duration::from_secs(1);

/// What of a row can hold the focus.
const FOCUSABLE: &str = "a, button, input";

/// Keeps the rows on the screen as the broker has them, while the list is there.
pub(super) fn use_live<Q, T>(sight: Sight<Q, T>, topic: Topic)
where
    Q: Clone + Send + Sync + 'static,
    T: Row,
{
    let changed = here::use_changed(topic);
    let burst = Memo::new(move |_| changed.get());
    Effect::new(move || {
        if burst.get() {
            let look = move || {
                if changed.try_set(false).is_none() {
                    renew(sight);
                }
            };
            set_timeout(look, BURST);
        }
    });
}

/// Asks for the pages on the screen again and lets go of the others.
fn renew<Q, T>(sight: Sight<Q, T>)
where
    Q: Clone + Send + Sync + 'static,
    T: Row,
{
    let shown = sight.shown.get_untracked();
    let pages: BTreeSet<usize> = shown
        .into_iter()
        .filter_map(|block| Some(sight.block(block)?.page))
        .collect();
    if let (Some(first), Some(last)) = (pages.first(), pages.last()) {
        sight.paged.keep_only(&(*first..=*last), None);
    }
    sight.renew(pages, T::key);
}

/// Gives the focus back to what has it in these rows, if drawing them anew takes it away.
pub(super) fn hold_focus<Q, T>(sight: Sight<Q, T>, rows: &std::ops::Range<usize>)
where
    Q: Clone + Send + Sync + 'static,
    T: Row,
{
    let Some((row, place)) = focused(rows) else { return };
    request_animation_frame(move || {
        // The reader may have gone to another row meanwhile.
        if focused(&(0..usize::MAX)).is_some() {
            return;
        }
        let again = sight
            .element_of(row)
            .and_then(|row| row.query_selector_all(FOCUSABLE).ok()?.get(place));
        if let Some(again) = again.and_then(|again| again.dyn_into::<web_sys::HtmlElement>().ok()) {
            // A control in the document takes the focus.
            drop(again.focus());
        }
    });
}

/// Which of these rows has the focus, and the place of its control among those of the row.
fn focused(rows: &std::ops::Range<usize>) -> Option<(usize, u32)> {
    let control = document().active_element()?;
    let row = control.closest("[data-row]").ok().flatten()?;
    let number = row
        .get_attribute("data-row")?
        .parse()
        .ok()
        .filter(|row| rows.contains(row))?;
    let controls = row.query_selector_all(FOCUSABLE).ok()?;
    let place = (0..controls.length()).find(|place| controls.get(*place).as_ref() == Some(control.as_ref()))?;
    Some((number, place))
}
