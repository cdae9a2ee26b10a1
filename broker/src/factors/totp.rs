//! Codes of an authenticator app: TOTP (RFC 6238) with what every app understands, HMAC-SHA-1,
//! six digits and half a minute.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;
use tessera_shared::instant::Instant;
use zeroize::Zeroizing;

use crate::random::{self, RandomError};

/// RFC 4226 §4 asks for 160 bits.
const SEED: usize = 20;
const STEP_MS: i64 = 30_000;
const DIGITS: usize = 6;
/// Codes of the neighbouring steps are good as well: clocks of phones differ (RFC 6238 §5.2).
const NEIGHBOURS: [i64; 3] = [-1, 0, 1];

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What app and broker both know. Has no `Debug`, `Display` or `Serialize`.
pub struct Seed(Zeroizing<Vec<u8>>);

impl Seed {
    /// A new one.
    pub fn generate() -> Result<Self, RandomError> {
        Ok(Self(Zeroizing::new(random::bytes::<SEED>()?.to_vec())))
    }

    /// One that was sealed.
    pub fn from_bytes(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self(bytes)
    }

    /// For sealing.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// As people type it into an app (RFC 4648 §6, no padding needed at this length).
    pub fn text(&self) -> String {
        let mut out = String::new();
        for five in self.0.chunks(5) {
            let bits = five.iter().fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
            for place in (0..8).rev() {
                let index = usize::try_from((bits >> (place * 5)) & 31).unwrap_or(0);
                out.extend(BASE32.get(index).map(|byte| char::from(*byte)));
            }
        }
        out
    }

    /// As apps read it from a picture: the key URI that all of them know.
    pub fn uri(&self, account: &str) -> String {
        let account: String = account
            .bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
                other => format!("%{other:02X}"),
            })
            .collect();
        let secret = self.text();
        format!("otpauth://totp/Tessera:{account}?secret={secret}&issuer=Tessera&algorithm=SHA1&digits=6&period=30")
    }

    /// The code of a step (RFC 4226 §5.3).
    fn code(&self, step: i64) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let tag = tag.as_ref();
        let offset = tag.last().map_or(0, |last| usize::from(last & 15));
        let four = tag.get(offset..).and_then(|rest| rest.first_chunk::<4>());
        let number = four.map_or(0, |four| u32::from_be_bytes(*four) & 0x7FFF_FFFF);
        format!("{:0DIGITS$}", number % 1_000_000)
    }

    /// The step whose code this is, if it is good at `now` and newer than `last`, the step of the
    /// code that was taken last: none is good twice.
    pub fn step_of(&self, code: &str, now: Instant, last: i64) -> Option<i64> {
        let current = now.millis().div_euclid(STEP_MS);
        let is_it = |step: i64| verify_slices_are_equal(self.code(step).as_bytes(), code.as_bytes()).is_ok();
        NEIGHBOURS
            .iter()
            .map(|neighbour| current + neighbour)
            .filter(|step| is_it(*step))
            .find(|step| *step > last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_the_rfc() -> Seed {
        Seed::from_bytes(Zeroizing::new(b"12345678901234567890".to_vec()))
    }

    fn at(seconds: i64) -> Instant {
        Instant::from_millis(seconds * 1_000)
    }

    #[test]
    fn codes_are_those_of_rfc_6238_appendix_b() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(of_the_rfc().step_of(code, at(seconds), 0), Some(seconds / 30), "{code}");
        }
    }

    #[test]
    fn a_code_is_good_for_its_step_and_its_neighbours_and_once() {
        let (seed, code) = (of_the_rfc(), "287082");
        // 59 s is in step 1; its neighbours begin at 0 s and at 60 s.
        for (seconds, good) in [(-1, false), (0, true), (30, true), (59, true), (89, true), (90, false)] {
            assert_eq!(seed.step_of(code, at(seconds), 0).is_some(), good, "{seconds}");
        }
        assert_eq!(seed.step_of(code, at(59), 1), None, "taken before");
        assert_eq!(seed.step_of("28708", at(59), 0), None);
        assert_eq!(seed.step_of("", at(59), 0), None);
    }

    #[test]
    fn apps_read_the_seed() {
        assert_eq!(of_the_rfc().text(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        let uri = of_the_rfc().uri("ana+x@halden.example");
        assert!(
            uri.starts_with("otpauth://totp/Tessera:ana%2Bx%40halden.example?secret=GEZD"),
            "{uri}"
        );
    }
}
