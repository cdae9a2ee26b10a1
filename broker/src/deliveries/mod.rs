//! Handing a token's secret to the partner: a sealed one-time link.
//!
//! The link's fragment holds one half, the database the other; neither opens anything alone, and
//! the broker forgets the link as soon as it is in the letter. Looking at the page never consumes
//! it: opening is a POST with a proof that only the link's holder can make. It opens once; the
//! same opener may fetch the same ciphertext again for a few minutes, in case the answer was lost.

pub mod open;
pub mod routes;
pub mod seal;
pub mod service;
pub mod settle;
#[doc(hidden)]
pub mod store;
