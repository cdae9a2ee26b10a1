//! The seal of a token row: a MAC over everything a check believes, so that somebody who can write
//! to the database can neither mint a token nor widen one.

use crate::keys::Keys;
use crate::tokens::index::TokenEntry;

/// The seal for the present values of a row.
pub fn row_seal(keys: &Keys, entry: &TokenEntry) -> [u8; 32] {
    keys.row_seal.mac(&[
        &entry.digest,
        &entry.tenant.as_u128().to_be_bytes(),
        &entry.token.as_u128().to_be_bytes(),
        &entry.partner.as_u128().to_be_bytes(),
        entry.environment.as_str().as_bytes(),
        entry.state.as_str().as_bytes(),
        &entry.starts_at.millis().to_be_bytes(),
        &entry.expires_at.millis().to_be_bytes(),
        &entry.version.to_be_bytes(),
        entry.apis.as_bytes(),
        entry.audience.as_bytes(),
        entry.scopes.as_bytes(),
    ])
}
