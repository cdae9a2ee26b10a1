//! Opaque, authenticated cursors: a page's last key, bound to its list, its filter and order, and its tenant.

use std::fmt::Debug;

use aws_lc_rs::constant_time;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tessera_shared::error::ErrorCode;
use tessera_shared::page::{DEFAULT_LIMIT, MAX_LIMIT};

use crate::keys::SecretKey;
use crate::outcome::{Outcome, Refusal};

const MAC_LEN: usize = 16;

fn bad() -> Refusal {
    Refusal::new(
        ErrorCode::BadCursor,
        "This cursor was not made for this list with this filter and sort. Start from the first page.",
    )
}

/// The list `name` as `filter` narrows and sorts it. A cursor goes on only where it was made: the filter is told by all
/// its fields, so that one that is added later counts as well.
pub fn filtered(name: &str, filter: &impl Debug) -> String {
    format!("{name} {filter:?}")
}

/// Wraps `last`, the key of a page's last row, for the list `list` of `owner`.
pub fn seal(key: &SecretKey, list: &str, owner: &str, last: &str) -> String {
    let mac = key.mac(&[list.as_bytes(), owner.as_bytes(), last.as_bytes()]);
    let mut bytes = mac.get(..MAC_LEN).unwrap_or_default().to_vec();
    bytes.extend_from_slice(last.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Unwraps what [`seal`] made for the same list and owner.
pub fn open(key: &SecretKey, list: &str, owner: &str, cursor: &str) -> Outcome<String> {
    if cursor.len() > 400 {
        return Err(bad());
    }
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_cause| bad())?;
    let (mac, last) = bytes.split_at_checked(MAC_LEN).ok_or_else(bad)?;
    let expected = key.mac(&[list.as_bytes(), owner.as_bytes(), last]);
    let expected = expected.get(..MAC_LEN).unwrap_or_default();
    constant_time::verify_slices_are_equal(expected, mac).map_err(|_differs| bad())?;
    String::from_utf8(last.to_vec()).map_err(|_cause| bad())
}

/// The page size a caller gets; more than the maximum is refused, not cut.
pub fn limit(wanted: Option<u32>) -> Outcome<i64> {
    match wanted.unwrap_or(DEFAULT_LIMIT) {
        limit @ 1..=MAX_LIMIT => Ok(i64::from(limit)),
        _ => Err(Refusal::new(
            ErrorCode::Malformed,
            "limit takes a number from 1 to 100.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_works_only_where_it_was_made() {
        let key = SecretKey::new([3; 32]);
        let cursor = seal(&key, "tokens", "ten_a", "tok_1");
        assert_eq!(open(&key, "tokens", "ten_a", &cursor).unwrap(), "tok_1");
        assert!(open(&key, "tokens", "ten_b", &cursor).is_err());
        assert!(open(&key, "audit", "ten_a", &cursor).is_err());
        assert!(open(&key, "tokens", "ten_a", &cursor[1..]).is_err());
        assert!(open(&key, "tokens", "ten_a", "").is_err());
    }
}
