//! One instant type: UTC, whole milliseconds, RFC 3339 on the wire and `BIGINT` in the database.
//!
//! Milliseconds survive the round trip through both databases and a browser's `Date`.

use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A point in time: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
pub struct Instant(i64);

/// A length of time in whole milliseconds; negative when it points back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(i64);

/// The text is no RFC 3339 instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an RFC 3339 date and time such as 2026-11-24T08:00:00Z")]
pub struct InstantError;

impl Instant {
    /// From milliseconds since the Unix epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the Unix epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the Unix epoch, as OAuth's `exp` and `iat` want them (rounded down).
    pub const fn unix_seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// The start of the hour this instant falls in.
    pub const fn floor_hour(self) -> Self {
        Self(self.0 - self.0.rem_euclid(3_600_000))
    }

    /// The start of the UTC day this instant falls in.
    pub const fn floor_day(self) -> Self {
        Self(self.0 - self.0.rem_euclid(86_400_000))
    }

    fn to_offset(self) -> Option<OffsetDateTime> {
        let seconds = OffsetDateTime::from_unix_timestamp(self.0.div_euclid(1_000)).ok()?;
        let millis = u16::try_from(self.0.rem_euclid(1_000)).ok()?;
        seconds.replace_millisecond(millis).ok()
    }
}

impl Span {
    /// A span of milliseconds.
    pub const fn millis(count: i64) -> Self {
        Self(count)
    }

    /// A span of seconds.
    pub const fn seconds(count: i64) -> Self {
        Self(count.saturating_mul(1000))
    }

    /// A span of minutes.
    pub const fn minutes(count: i64) -> Self {
        Self::seconds(count.saturating_mul(60))
    }

    /// A span of hours.
    pub const fn hours(count: i64) -> Self {
        Self::minutes(count.saturating_mul(60))
    }

    /// A span of 24-hour days.
    pub const fn days(count: i64) -> Self {
        Self::hours(count.saturating_mul(24))
    }

    /// The number of milliseconds.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// The number of whole seconds, rounded down.
    pub const fn as_seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }
}

impl Add<Span> for Instant {
    type Output = Self;

    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Sub<Span> for Instant {
    type Output = Self;

    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}

impl Sub for Instant {
    type Output = Span;

    fn sub(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(at) = self.to_offset() else {
            return write!(out, "{}ms", self.0);
        };
        let (hour, minute, second, millis) = at.to_hms_milli();
        let (year, month, day) = at.date().to_calendar_date();
        let Ok(year @ 0..=9_999) = u16::try_from(year) else {
            return write!(out, "{}ms", self.0);
        };
        // Written digit by digit in one go: every check of a token prints an instant.
        let mut text = *b"0000-00-00T00:00:00.000Z";
        let parts = [
            (3, year),
            (6, u8::from(month).into()),
            (9, day.into()),
            (12, hour.into()),
            (15, minute.into()),
            (18, second.into()),
            (22, millis),
        ];
        for (last, mut value) in parts {
            for digit in text.iter_mut().take(last + 1).rev() {
                if value == 0 {
                    break;
                }
                *digit += u8::try_from(value % 10).unwrap_or_default();
                value /= 10;
            }
        }
        out.write_str(std::str::from_utf8(&text).map_err(|_never| fmt::Error)?)
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl FromStr for Instant {
    type Err = InstantError;

    fn from_str(text: &str) -> Result<Self, InstantError> {
        let at = OffsetDateTime::parse(text, &Rfc3339).map_err(|_cause| InstantError)?;
        let millis = at.unix_timestamp_nanos().div_euclid(1_000_000);
        i64::try_from(millis).map(Self).map_err(|_cause| InstantError)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(input)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn printing_and_parsing_are_inverse(millis in 0_i64..4_102_444_800_000) {
            let at = Instant::from_millis(millis);
            prop_assert_eq!(at.to_string().parse::<Instant>(), Ok(at));
        }
    }

    #[test]
    fn an_instant_is_printed_in_full_or_in_milliseconds() {
        let printed = |millis| Instant::from_millis(millis).to_string();
        assert_eq!(printed(-1), "1969-12-31T23:59:59.999Z");
        assert_eq!(printed(1_709_210_096_007), "2024-02-29T12:34:56.007Z");
        assert_eq!(printed(-62_167_219_200_000), "0000-01-01T00:00:00.000Z");
        assert_eq!(printed(253_402_300_799_999), "9999-12-31T23:59:59.999Z");
        assert_eq!(printed(-62_167_219_200_001), "-62167219200001ms");
        assert_eq!(printed(i64::MAX), format!("{}ms", i64::MAX));
    }

    #[test]
    fn an_offset_is_turned_into_utc() {
        let at: Instant = "2026-11-24T08:00:00+01:00".parse().unwrap();
        assert_eq!(at.to_string(), "2026-11-24T07:00:00.000Z");
    }

    #[test]
    fn words_are_refused() {
        assert_eq!("tomorrow".parse::<Instant>(), Err(InstantError));
    }
}
