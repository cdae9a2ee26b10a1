//! Instants in the reader's own time zone, in words.

use js_sys::Date;
use tessera_shared::instant::Instant;
use wasm_bindgen::JsValue;

use super::number::{age, float};
use crate::i18n::pick;
use crate::{t, tf};

fn months() -> [&'static str; 12] {
    pick(
        [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ],
        [
            "jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez",
        ],
    )
}

/// From Sunday on.
fn days() -> [&'static str; 7] {
    pick(
        ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
        ["dom", "seg", "ter", "qua", "qui", "sex", "sáb"],
    )
}

/// Now, as the browser's clock has it.
pub fn now() -> Instant {
    String::from(Date::new_0().to_iso_string())
        .parse()
        .unwrap_or(Instant::from_millis(0))
}

fn local(at: Instant) -> Date {
    let millis = u64::try_from(at.millis()).unwrap_or(0);
    Date::new(&JsValue::from_f64(float(millis)))
}

fn at(names: &[&'static str], index: u32) -> &'static str {
    usize::try_from(index)
        .ok()
        .and_then(|index| names.get(index).copied())
        .unwrap_or("")
}

fn month(index: u32) -> &'static str {
    at(&months(), index)
}

/// `29 Nov`, in Portuguese `29 nov`.
fn day_of(day: u32, month_index: u32) -> String {
    format!("{day} {}", month(month_index))
}

/// `29 Nov 2026`.
pub fn date(at: Instant) -> String {
    let date = local(at);
    let day = day_of(date.get_date(), date.get_month());
    format!("{day} {}", date.get_full_year())
}

/// `29 Nov`.
pub fn day_month(at: Instant) -> String {
    let date = local(at);
    day_of(date.get_date(), date.get_month())
}

/// `29 Nov`, in UTC: for days and weeks that the broker counted in UTC.
pub fn utc_day_month(at: Instant) -> String {
    let date = local(at);
    day_of(date.get_utc_date(), date.get_utc_month())
}

/// `29 Nov 2026`, in UTC.
pub fn utc_date(at: Instant) -> String {
    format!("{} {}", utc_day_month(at), local(at).get_utc_full_year())
}

/// `29 Nov 2026, 14:05 UTC`, and at midnight the day alone: for limits that the broker counts from in UTC.
pub fn utc_date_time(at: Instant) -> String {
    let date = local(at);
    let day = utc_day_month(at);
    let day = format!("{day}{}{}", t!(" ", " de "), date.get_utc_full_year());
    match (date.get_utc_hours(), date.get_utc_minutes()) {
        (0, 0) => format!("{day} UTC"),
        (hours, minutes) => format!("{day}, {hours:02}:{minutes:02} UTC"),
    }
}

/// `Thu 31 Dec`, in UTC.
pub fn utc_weekday(at: Instant) -> String {
    format!("{} {}", self::at(&days(), local(at).get_utc_day()), utc_day_month(at))
}

/// `Dec` on the first day of a month in UTC.
pub fn utc_new_month(at: Instant) -> Option<String> {
    let date = local(at);
    (date.get_utc_date() == 1).then(|| month(date.get_utc_month()).to_owned())
}

/// `Dec`, in UTC.
pub fn utc_month(at: Instant) -> String {
    month(local(at).get_utc_month()).to_owned()
}

/// Which day of the week in UTC: 0 for Monday.
pub fn utc_row(at: Instant) -> usize {
    usize::try_from((local(at).get_utc_day() + 6) % 7).unwrap_or(0)
}

/// `14:05`.
pub fn clock(at: Instant) -> String {
    let date = local(at);
    format!("{:02}:{:02}", date.get_hours(), date.get_minutes())
}

/// `29 Nov 2026, 14:05`.
pub fn date_time(at: Instant) -> String {
    format!("{}, {}", date(at), clock(at))
}

/// `29 Nov 2026, 14:05:09 UTC−3`, for tooltips.
pub fn exact(at: Instant) -> String {
    format!("{}:{:02} {}", date_time(at), local(at).get_seconds(), offset(at))
}

/// `UTC−3` or `UTC+5:30`.
pub fn offset(at: Instant) -> String {
    offset_text(local(at).get_timezone_offset())
}

/// `minutes` counts from local time to UTC, as `Date` has it.
fn offset_text(minutes: f64) -> String {
    let sign = if minutes > 0.0 { '−' } else { '+' };
    let (hours, rest) = ((minutes.abs() / 60.0).floor(), minutes.abs() % 60.0);
    if minutes == 0.0 {
        "UTC".to_owned()
    } else if rest == 0.0 {
        format!("UTC{sign}{hours:.0}")
    } else {
        format!("UTC{sign}{hours:.0}:{rest:02.0}")
    }
}

/// The reader's zone for the foot of a page: `São Paulo, UTC−3`.
pub fn zone() -> String {
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
    let name = js_sys::Reflect::get(&format.resolved_options(), &JsValue::from_str("timeZone"))
        .ok()
        .and_then(|zone| zone.as_string())
        .unwrap_or_default();
    let place = place(&name);
    let offset = offset(now());
    if place.is_empty() || place == offset {
        offset
    } else {
        format!("{place}, {offset}")
    }
}

/// Places that the names of zones spell without their accents, each behind the key it has there.
const PLACE_KEYS: &str = "Araguaina=Araguaína Asuncion=Asunción Belem=Belém Bogota=Bogotá Cancun=Cancún \
    Chisinau=Chișinău Cordoba=Córdoba Cuiaba=Cuiabá Curacao=Curaçao Eirunepe=Eirunepé \
    Maceio=Maceió Mazatlan=Mazatlán Merida=Mérida Noronha=Fernando_de_Noronha \
    Reunion=Réunion Santarem=Santarém Sao_Paulo=São_Paulo Sao_Tome=São_Tomé Tucuman=Tucumán \
    Zurich=Zürich";

/// The place in the name of a zone, spelt as people there do.
fn place(zone: &str) -> String {
    let last = zone.rsplit('/').next().unwrap_or_default();
    let mut known = PLACE_KEYS.split_whitespace().filter_map(|pair| pair.split_once('='));
    let spelt = known.find(|(key, _)| *key == last).map_or(last, |(_, spelt)| spelt);
    spelt.replace('_', " ")
}

/// Seconds from `at` to `now`; 0 when `at` lies ahead.
pub fn seconds_since(at: Instant, now: Instant) -> u64 {
    u64::try_from((now - at).as_seconds()).unwrap_or(0)
}

/// `4 s ago`, `in 6 h`, and from a day on `29 Nov 2026`.
pub fn relative(at: Instant, now: Instant) -> String {
    let (past, ahead) = (seconds_since(at, now), seconds_since(now, at));
    match (past, ahead) {
        (0, 0) => t!("now", "agora").to_owned(),
        (1..86_400, 0) => {
            let age = age(past);
            tf!("{age} ago", "há {age}")
        }
        (0, 1..86_400) => {
            let age = age(ahead);
            tf!("in {age}", "em {age}")
        }
        _ => date(at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tessera_shared::instant::Span;

    #[test]
    fn offsets() {
        for (minutes, text) in [(0.0, "UTC"), (180.0, "UTC−3"), (-330.0, "UTC+5:30"), (-60.0, "UTC+1")] {
            assert_eq!(offset_text(minutes), text);
        }
    }

    #[test]
    fn places_are_spelt_as_people_do() {
        for (zone, spelt) in [
            ("America/Sao_Paulo", "São Paulo"),
            ("America/New_York", "New York"),
            ("America/Argentina/Tucuman", "Tucumán"),
            ("UTC", "UTC"),
        ] {
            assert_eq!(place(zone), spelt);
        }
    }

    #[test]
    fn near_times_are_relative() {
        let now = Instant::from_millis(1_000_000_000);
        assert_eq!(relative(now, now), "now");
        assert_eq!(relative(now - Span::seconds(4), now), "4 s ago");
        assert_eq!(relative(now + Span::hours(6), now), "in 6 h");
    }
}
