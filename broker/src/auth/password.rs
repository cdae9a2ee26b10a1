//! Passwords: Argon2id (19 MiB, 2 passes, 1 lane) over an HMAC with a pepper the database does
//! not hold, in a bounded pool, so that guessing cannot eat the machine.
//!
//! A password is compared in the form Unicode calls NFKC, so that it is the same on keyboards that
//! spell it differently (NIST SP 800-63B-4 §3.1.1.2). A new one must not be [`guessable`].

use std::sync::Arc;

use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use icu_normalizer::ComposingNormalizer;
use tessera_shared::error::ErrorCode;
use tokio::sync::Semaphore;

use crate::auth::guessable;
use crate::keys::SecretKey;
use crate::outcome::{Outcome, Refusal};
use crate::random;

/// Hashes at work at one time.
const PERMITS: usize = 2;
/// Callers that may wait for their turn; the next one is told to come back.
const WAITING: usize = 32;

/// Hashes and verifies passwords.
#[derive(Clone)]
pub struct Passwords {
    pepper: SecretKey,
    turns: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    dummy: Arc<str>,
}

/// A password somebody wants from now on.
pub struct NewPassword {
    pointer: &'static str,
    text: String,
    theirs: Vec<String>,
}

impl NewPassword {
    /// `theirs` is what others know of the person: name, address, customer. `pointer` names the
    /// field a refusal is about.
    pub fn new<'a>(pointer: &'static str, text: String, theirs: impl IntoIterator<Item = &'a str>) -> Self {
        let theirs = theirs.into_iter().map(str::to_owned).collect();
        Self { pointer, text, theirs }
    }
}

fn normal(password: &str) -> String {
    ComposingNormalizer::new_nfkc().normalize(password).into_owned()
}

fn hash_new_with(pepper: &SecretKey, password: &NewPassword) -> Outcome<String> {
    if guessable::is_guessable(&normal(&password.text), &password.theirs) {
        let detail = "This password is common or easy to guess from your name or a pattern. \
            A few words that have nothing to do with each other make a good one.";
        return Err(Refusal::field(password.pointer, "guessable", detail));
    }
    hash_with(pepper, &password.text)
}

fn argon() -> Outcome<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(Refusal::internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_with(pepper: &SecretKey, password: &str) -> Outcome<String> {
    let salt = SaltString::encode_b64(&random::bytes::<16>()?).map_err(Refusal::internal)?;
    let peppered = pepper.mac(&[normal(password).as_bytes()]);
    argon()?
        .hash_password(&peppered, &salt)
        .map(|hash| hash.to_string())
        .map_err(Refusal::internal)
}

impl Passwords {
    /// A hasher with its pepper.
    pub fn new(pepper: SecretKey) -> Outcome<Self> {
        let dummy = hash_with(&pepper, "an account that does not exist")?;
        Ok(Self {
            pepper,
            turns: Arc::new(Semaphore::new(PERMITS)),
            waiting: Arc::new(Semaphore::new(WAITING)),
            dummy: dummy.into(),
        })
    }

    /// The PHC string to store for `password`, whatever it is worth: for demo worlds and tests.
    /// Takes tens of milliseconds; not for workers.
    pub fn hash_blocking(&self, password: &str) -> Outcome<String> {
        hash_with(&self.pepper, password)
    }

    /// The PHC string to store for a new password that is not guessable; for the command line.
    pub fn hash_new_blocking(&self, password: &NewPassword) -> Outcome<String> {
        hash_new_with(&self.pepper, password)
    }

    /// Like [`Passwords::hash_new_blocking`], in its turn and off the caller's thread.
    pub async fn hash_new(&self, password: NewPassword) -> Outcome<String> {
        let pepper = self.pepper.clone();
        self.in_turn(move || hash_new_with(&pepper, &password)).await
    }

    async fn in_turn<T, F>(&self, work: F) -> Outcome<T>
    where
        F: FnOnce() -> Outcome<T> + Send + 'static,
        T: Send + 'static,
    {
        let busy = || Refusal::new(ErrorCode::Unavailable, "Too many sign-ins at once.");
        let _place = self.waiting.try_acquire().map_err(|_full| busy())?;
        let _turn = self.turns.acquire().await.map_err(|_closed| busy())?;
        tokio::task::spawn_blocking(work).await.map_err(Refusal::internal)?
    }

    /// Whether `password` belongs to `stored`. An account without a password (or no account)
    /// costs the same time and is never right.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Outcome<bool> {
        let (pepper, dummy) = (self.pepper.clone(), Arc::clone(&self.dummy));
        self.in_turn(move || {
            let known = stored.is_some();
            let phc = stored.unwrap_or_else(|| dummy.to_string());
            let parsed = PasswordHash::new(&phc).map_err(Refusal::internal)?;
            let peppered = pepper.mac(&[normal(&password).as_bytes()]);
            Ok(argon()?.verify_password(&peppered, &parsed).is_ok() && known)
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_a_known_account_is_right() {
        let passwords = Passwords::new(SecretKey::new([1; 32])).unwrap();
        let stored = passwords.hash_blocking("correct horse").unwrap();
        let check = |text: &str, stored: Option<String>| passwords.verify(text.to_owned(), stored);
        assert!(check("correct horse", Some(stored.clone())).await.unwrap());
        assert!(!check("wrong horse", Some(stored)).await.unwrap());
        let dummy = "an account that does not exist";
        assert!(!check(dummy, None).await.unwrap());
    }

    #[tokio::test]
    async fn a_password_is_the_same_on_every_keyboard() {
        let passwords = Passwords::new(SecretKey::new([1; 32])).unwrap();
        let stored = passwords.hash_blocking("caf\u{e9} Stra\u{df}e \u{ff11}").unwrap();
        let check = |text: &str| passwords.verify(text.to_owned(), Some(stored.clone()));
        assert!(check("cafe\u{301} Stra\u{df}e 1").await.unwrap());
        assert!(!check("cafe Stra\u{df}e 1").await.unwrap());
        assert!(!check("caf\u{e9} Strasse 1").await.unwrap());
    }
}
