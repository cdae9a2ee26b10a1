//! Challenges: random, for one purpose in one session, over after five minutes, answered once.
//!
//! One carries its own proof under a key of the broker, so that asking writes nothing and any node
//! can take the answer. Only the digests of answered ones are kept, until they would be over anyway.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use tessera_shared::instant::{Instant, Span};

use crate::db::Conn;
use crate::factors::passkeys::data::sha256;
use crate::factors::passkeys::{Why, store};
use crate::keys::SecretKey;
use crate::outcome::Outcome;
use crate::random::{self, RandomError};

/// How long a challenge can be answered.
pub const GOOD_FOR: Span = Span::minutes(5);

const NONCE: usize = 16;
const END: usize = 8;

/// What an answer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Adding the passkey.
    Register,
    /// The second step of signing in.
    SecondFactor,
    /// Proving once more who one is.
    StepUp,
    /// Signing in with nothing else.
    SignIn,
}

impl Purpose {
    fn as_bytes(self) -> &'static [u8] {
        match self {
            Self::Register => b"register",
            Self::SecondFactor => b"second factor",
            Self::StepUp => b"step-up",
            Self::SignIn => b"sign-in",
        }
    }
}

fn proof(key: &SecretKey, purpose: Purpose, holder: &[u8], body: &[u8]) -> [u8; 32] {
    key.mac(&[b"passkey challenge", purpose.as_bytes(), holder, body])
}

/// A new challenge that whoever is known by `holder` can answer.
pub fn make(key: &SecretKey, purpose: Purpose, holder: &[u8], now: Instant) -> Result<Vec<u8>, RandomError> {
    let nonce = random::bytes::<NONCE>()?;
    let end = (now + GOOD_FOR).millis().to_be_bytes();
    let body = [nonce.as_slice(), end.as_slice()].concat();
    let proof = proof(key, purpose, holder, &body);
    Ok([body.as_slice(), proof.as_slice()].concat())
}

/// When the challenge ends, if it is one for `holder` and `purpose` and not over yet.
fn open(key: &SecretKey, purpose: Purpose, holder: &[u8], challenge: &[u8], now: Instant) -> Option<Instant> {
    let (body, shown) = challenge.split_at_checked(NONCE + END)?;
    verify_slices_are_equal(&proof(key, purpose, holder, body), shown).ok()?;
    let end = body.get(NONCE..).and_then(|end| end.first_chunk::<END>())?;
    let end = Instant::from_millis(i64::from_be_bytes(*end));
    (now < end).then_some(end)
}

/// Takes the answer to a challenge; once, whatever comes of it.
pub fn take(
    conn: &mut Conn,
    key: &SecretKey,
    purpose: Purpose,
    holder: &[u8],
    challenge: &[u8],
    now: Instant,
) -> Outcome<Result<(), Why>> {
    let Some(end) = open(key, purpose, holder, challenge, now) else {
        return Ok(Err(Why::Challenge));
    };
    let digest = sha256(challenge);
    if store::is_answered(conn, &digest)? {
        return Ok(Err(Why::Replayed));
    }
    store::insert_answered(conn, &digest, end)?;
    Ok(Ok(()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_of_its_holder_purpose_key_and_time() {
        let (key, now) = (SecretKey::new([5; 32]), Instant::from_millis(1_000_000));
        let made = make(&key, Purpose::StepUp, b"me", now).unwrap();
        assert_ne!(made, make(&key, Purpose::StepUp, b"me", now).unwrap());
        let opens = |key: &SecretKey, purpose, holder: &[u8], challenge: &[u8], now| {
            open(key, purpose, holder, challenge, now).is_some()
        };
        assert!(opens(&key, Purpose::StepUp, b"me", &made, now));
        assert!(!opens(&key, Purpose::StepUp, b"you", &made, now));
        assert!(!opens(&key, Purpose::SecondFactor, b"me", &made, now));
        assert!(!opens(&SecretKey::new([6; 32]), Purpose::StepUp, b"me", &made, now));
        assert!(opens(
            &key,
            Purpose::StepUp,
            b"me",
            &made,
            now + GOOD_FOR - Span::millis(1)
        ));
        assert!(!opens(&key, Purpose::StepUp, b"me", &made, now + GOOD_FOR));
        assert!(!opens(&key, Purpose::StepUp, b"me", &made[..made.len() - 1], now));
        assert!(!opens(&key, Purpose::StepUp, b"me", b"", now));
        for place in 0..made.len() {
            let mut other = made.clone();
            other[place] ^= 1;
            assert!(!opens(&key, Purpose::StepUp, b"me", &other, now), "{place}");
        }
    }
}
