//! Passkeys (Web Authentication Level 3, WebAuthn): a key pair whose private half an authenticator
//! keeps and uses after a fingerprint, a face or a PIN. It is a second factor beside the password,
//! and both at once without.
//!
//! - A passkey answers a [`challenge`] that is good once, for five minutes, for one purpose and in
//!   one session (or browser, before anybody is signed in).
//! - It answers on the broker's own pages only: the browser writes down where it was asked, and the
//!   authenticator for which host ([`party`]).
//! - Its owner was there and was verified, always.
//! - Its counter goes up, where it has one: two authenticators with one key are told apart by that.
//!
//! Nothing is asked about who made the authenticator. Why an answer is not good goes into the audit
//! trail; whoever gave it hears only that it is not.
//!
//! The check is the broker's own. Of the libraries for it one brings OpenSSL; the other has its own
//! clock and four crates of cryptography, one of them with a known timing leak.

mod answer;
mod cbor;
mod challenge;
mod cose;
mod data;
mod manage;
mod party;
mod register;
pub mod routes;
mod store;

pub use answer::{Accepted, Asked, Whose, accept_passkey, ask};
pub use challenge::Purpose;
pub use manage::{find_owner, forget_passkeys, has_passkeys, list_passkeys, settle_answered_challenges};
pub use party::Party;

/// What a passkey is called in trail and letters.
const PASSKEY: &str = "a passkey";

/// Why an answer is not good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It cannot be read.
    Unreadable,
    /// It answers no challenge that was asked here, or one that is over.
    Challenge,
    /// Its challenge was answered before.
    Replayed,
    /// It was made to register and is shown to sign in, or the other way round.
    Ceremony,
    /// It was asked for on another page.
    Origin,
    /// It was asked for inside a page of another origin.
    CrossOrigin,
    /// It was made for another host.
    Party,
    /// Nobody was there.
    Presence,
    /// Whoever was there was not verified.
    Verification,
    /// Its flags about backups cannot be, or are not those of the passkey.
    Backup,
    /// Its key is of no kind that was offered.
    Algorithm,
    /// Its statement about the authenticator is none, and not made by its own key.
    Attestation,
    /// Some account has it already.
    Taken,
    /// Nobody has it.
    Unknown,
    /// Somebody else has it.
    OtherAccount,
    /// It names another account than the one that has it, or none where it must.
    Handle,
    /// Its signature is not of its key.
    Signature,
    /// Its counter did not go up: there may be a copy.
    Counter,
    /// Its account signs in with a provider only.
    NoPassword,
}

impl Why {
    /// As audit events say it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Challenge => "no challenge of this session, or an old one",
            Self::Replayed => "challenge answered before",
            Self::Ceremony => "made for another act",
            Self::Origin => "made on another page",
            Self::CrossOrigin => "made inside another page",
            Self::Party => "made for another host",
            Self::Presence => "nobody was there",
            Self::Verification => "person not verified",
            Self::Backup => "flags about backups do not fit",
            Self::Algorithm => "kind of key not offered",
            Self::Attestation => "statement about the authenticator not asked for",
            Self::Taken => "registered already",
            Self::Unknown => "nobody has it",
            Self::OtherAccount => "of another account",
            Self::Handle => "names another account",
            Self::Signature => "wrong signature",
            Self::Counter => "counter did not go up; it may have been copied",
            Self::NoPassword => "account signs in with its provider",
        }
    }
}
