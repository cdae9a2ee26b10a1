//! Between instants and the browser's `datetime-local` fields, in the reader's own time zone.

use js_sys::Date;
use tessera_shared::instant::Instant;
use wasm_bindgen::JsValue;

/// What a `datetime-local` field shows for an instant.
pub fn to_field(at: Instant) -> String {
    let date = Date::new(&JsValue::from_str(&at.to_string()));
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}",
        date.get_full_year(),
        date.get_month() + 1,
        date.get_date(),
        date.get_hours(),
        date.get_minutes()
    )
}

/// What a `datetime-local` field means; nothing while it is empty or unfinished.
pub fn from_field(text: &str) -> Option<Instant> {
    if text.is_empty() {
        return None;
    }
    // A date and time without a zone is local time (ECMA-262, Date.parse).
    let date = Date::new(&JsValue::from_str(text));
    if date.get_time().is_nan() {
        return None;
    }
    String::from(date.to_iso_string()).parse().ok()
}
