//! What the index says of a secret.

use std::sync::Arc;

use tessera_shared::ids::{PartnerId, TenantId, TokenId};
use tessera_shared::instant::Instant;
use tessera_shared::networks::Networks;
use tessera_shared::words::{Environment, RefusalReason};

use crate::tokens::index::shared::{Holder, Tenant, Terms};

/// A token that a gateway may let through.
#[derive(Clone)]
pub struct Passed {
    /// The token.
    pub token: TokenId,
    /// Works from here.
    pub starts_at: Instant,
    /// Ends here.
    pub expires_at: Instant,
    pub(super) holder: Arc<Holder>,
    pub(super) terms: Arc<Terms>,
}

impl Passed {
    /// Whose APIs.
    pub fn tenant(&self) -> &Tenant {
        &self.holder.tenant
    }

    /// Who holds it.
    pub fn partner(&self) -> PartnerId {
        self.holder.partner
    }

    /// Where it works.
    pub fn environment(&self) -> Environment {
        self.terms.environment
    }

    /// Space-separated ids of the APIs it reaches.
    pub fn apis(&self) -> &str {
        self.terms.apis()
    }

    /// Space-separated resource identifiers.
    pub fn audience(&self) -> &str {
        self.terms.audience()
    }

    /// Space-separated scopes.
    pub fn scopes(&self) -> &str {
        self.terms.scopes()
    }

    /// Networks it may be used from; none means anywhere.
    pub fn networks(&self) -> Option<&Networks> {
        self.terms.networks()
    }
}

/// Why a check was refused. Callers outside must not be able to tell any but the last apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckRefusal {
    /// What was shown cannot be a token.
    Malformed,
    /// No token with the secret of this digest, or none that may be known here.
    Unknown([u8; 32]),
    /// A known token that must not pass here and now.
    NotGood(Refused),
    /// The index has had no news for too long.
    Stale,
}

/// A known token that was refused, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Whose.
    pub tenant: TenantId,
    /// The token.
    pub token: TokenId,
    /// Why.
    pub reason: RefusalReason,
}
