//! Addresses of the lists behind the figures: the same rows that were counted.

use tessera_shared::ids::PartnerId;
use tessera_shared::instant::{Instant, Span};

/// Tokens that end on a day.
pub fn ends_on(day: Instant) -> String {
    format!("/tokens?ends_from={day}&ends_before={}", day + Span::days(1))
}

/// Tokens that end before.
pub fn ends_before(at: Instant) -> String {
    format!("/tokens?ends_before={at}")
}

/// Working tokens that were not used for so many days.
pub fn idle(as_of: Instant, days: u32) -> String {
    format!("/tokens?idle_since={}", as_of - Span::days(days.into()))
}

/// Working tokens of a partner.
pub fn of_partner(partner: PartnerId) -> String {
    format!("/tokens?state=active&partner={partner}")
}
