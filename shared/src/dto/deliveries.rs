//! Handing the secret over: a sealed one-time link.
//!
//! The link's fragment holds `S`, 256 random bits in base64url without padding. Both sides derive
//! with HKDF-SHA-256 (RFC 5869, empty salt, 32 bytes): `K_enc` with info `tessera delivery enc`
//! and `K_auth` with info `tessera delivery auth`. The broker keeps AES-256-GCM ciphertext (12-byte
//! nonce, additional data = the delivery id's text) and SHA-256 of `K_auth`; it forgets `S`.

use serde::{Deserialize, Serialize};

use crate::dto::catalogue::{ApiBrief, PublicTenant};
use crate::ids::DeliveryId;
use crate::instant::Instant;
use crate::validate::{Errors, Validate};
use crate::words::{DeliveryState, Environment};

/// HKDF info of the key that opens the ciphertext.
pub const INFO_ENC: &str = "tessera delivery enc";
/// HKDF info of the key that proves possession of the link.
pub const INFO_AUTH: &str = "tessera delivery auth";

/// The handing-over of one token, as the tenant's people see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryInfo {
    /// The delivery.
    pub id: DeliveryId,
    /// How far it has come.
    pub state: DeliveryState,
    /// Where the link was sent.
    pub sent_to: String,
    /// When.
    pub sent_at: Instant,
    /// The link works until here.
    pub expires_at: Instant,
    /// When it was opened.
    pub opened_at: Option<Instant>,
    /// From which address.
    pub opened_from: Option<String>,
    /// Attempts that were refused.
    pub refused: u32,
}

/// What a link shows before it is opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicDelivery {
    /// Whose API.
    pub tenant: PublicTenant,
    /// For which company.
    pub company: String,
    /// For which application.
    pub application: String,
    /// APIs the token reaches.
    pub apis: Vec<ApiBrief>,
    /// What it may do.
    pub scopes: Vec<String>,
    /// Where it works.
    pub environment: Environment,
    /// Works from here.
    pub starts_at: Instant,
    /// Ends here.
    pub expires_at: Instant,
    /// How far the handing-over has come.
    pub state: DeliveryState,
    /// The link works until here.
    pub link_expires_at: Instant,
    /// When it was opened.
    pub opened_at: Option<Instant>,
}

/// Open the link.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenDelivery {
    /// `K_auth`, base64url without padding.
    pub proof: String,
    /// 32 random bytes of the opener, base64url without padding. The same key may fetch the same
    /// ciphertext again for ten minutes, so a lost answer loses nothing.
    pub reveal_key: String,
}

impl Validate for OpenDelivery {
    fn check(&self, errors: &mut Errors) {
        for (pointer, text) in [("/proof", &self.proof), ("/reveal_key", &self.reveal_key)] {
            let base64url = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
            if text.len() != 43 || !text.bytes().all(base64url) {
                errors.add(pointer, "base64url", "Send 32 bytes as base64url without padding.");
            }
        }
    }
}

/// The sealed secret; only the holder of the link can read it.
#[derive(Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenedDelivery {
    /// 12 bytes, base64url without padding.
    pub nonce: String,
    /// Ciphertext and 16-byte tag, base64url without padding.
    pub ciphertext: String,
}
