//! Where randomness comes from: the operating system's generator, through one module.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU32, Ordering};

use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use tessera_shared::instant::Instant;

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The operating system gave no random bytes; nothing may go on without them.
#[derive(Debug, thiserror::Error)]
#[error("the operating system's random generator failed")]
pub struct RandomError;

/// `N` random bytes.
pub fn bytes<const N: usize>() -> Result<[u8; N], RandomError> {
    let mut out = [0_u8; N];
    SystemRandom::new().fill(&mut out).map_err(|_unspecified| RandomError)?;
    Ok(out)
}

/// `N` random bytes for names of calls and the like, of which very many are wanted: the generator of the
/// system is asked for some hundred at a time. Never for secrets, since what is left lies in memory.
pub fn many_bytes<const N: usize>() -> Result<[u8; N], RandomError> {
    thread_local! {
        static POOL: RefCell<([u8; 960], usize)> = const { RefCell::new(([0; 960], 960)) };
    }
    POOL.with_borrow_mut(|(pool, from)| {
        if *from + N > pool.len() {
            (*pool, *from) = (bytes::<960>()?, 0);
        }
        let out = pool.get(*from..).and_then(<[u8]>::first_chunk::<N>).copied();
        *from += N;
        out.ok_or(RandomError)
    })
}

/// `length` characters of base 62, by rejection sampling, so that all are equally likely.
pub fn base62(length: usize) -> Result<String, RandomError> {
    let mut out = String::with_capacity(length);
    while out.len() < length {
        for byte in bytes::<64>()? {
            // 248 = 4 × 62: larger bytes would favour the first characters.
            if byte < 248
                && out.len() < length
                && let Some(&character) = BASE62.get(usize::from(byte % 62))
            {
                out.push(char::from(character));
            }
        }
    }
    Ok(out)
}

/// A UUIDv7 value (RFC 9562 §5.7): 48 bits of milliseconds, a 32-bit counter so that what one process
/// makes within a millisecond keeps its order (§6.2, method 1), then 42 random bits.
pub fn uuid_v7(now: Instant) -> Result<u128, RandomError> {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let millis = u128::try_from(now.millis().max(0)).unwrap_or_default() & 0xFFFF_FFFF_FFFF;
    let random = u128::from_be_bytes(bytes::<16>()?);
    let count = u128::from(COUNTER.fetch_add(1, Ordering::Relaxed));
    let rand_a = count >> 20;
    let rand_b = ((count & 0xF_FFFF) << 42) | (random & 0x3FF_FFFF_FFFF);
    Ok((millis << 80) | (0x7 << 76) | (rand_a << 64) | (0b10 << 62) | rand_b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_and_variant_are_in_place() {
        let value = uuid_v7(Instant::from_millis(1_700_000_000_000)).unwrap();
        assert_eq!((value >> 76) & 0xF, 7);
        assert_eq!((value >> 62) & 0b11, 0b10);
        assert_eq!(value >> 80, 1_700_000_000_000);
    }

    #[test]
    fn values_of_one_millisecond_keep_their_order() {
        let values: Vec<u128> = (0..5000)
            .map(|_| uuid_v7(Instant::from_millis(1_700_000_000_000)).unwrap())
            .collect();
        assert!(values.is_sorted_by(|earlier, later| earlier < later));
    }

    #[test]
    fn many_bytes_do_not_come_again() {
        let all: Vec<[u8; 10]> = (0..1_000).map(|_| many_bytes().unwrap()).collect();
        let different: std::collections::HashSet<_> = all.iter().collect();
        assert_eq!(different.len(), all.len());
        assert!(many_bytes::<961>().is_err());
    }

    #[test]
    fn base62_has_the_wanted_length() {
        let text = base62(40).unwrap();
        assert_eq!(text.len(), 40);
        assert!(text.bytes().all(|b| b.is_ascii_alphanumeric()));
    }
}
