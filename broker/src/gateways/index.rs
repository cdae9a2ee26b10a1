//! Gateway credentials in memory.

use std::collections::HashMap as StdMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use papaya::HashMap;
use tessera_shared::ids::{GatewayId, TenantId};
use tessera_shared::words::Environment;

use crate::keys::Keys;
use crate::tokens::secret::{Digester, TokenKind, is_well_formed};

/// One gateway, as checks know it.
#[derive(Clone)]
pub struct GatewayEntry {
    /// The gateway.
    pub id: GatewayId,
    /// Whose.
    pub tenant: TenantId,
    /// Name, for audit and logs.
    pub name: String,
    /// Tokens of which environment it lets through.
    pub environment: Environment,
    /// Resource identifier a token must be good for.
    pub audience: Option<String>,
    /// Scopes a token must have.
    pub required_scopes: Vec<String>,
    /// Keyed digest of the credential.
    pub digest: [u8; 32],
    /// Whether the credential was ended.
    pub retired: bool,
    /// Counts changes.
    pub version: u32,
}

impl fmt::Debug for GatewayEntry {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "GatewayEntry({} v{})", self.id, self.version)
    }
}

/// All gateway credentials that work.
pub struct GatewayIndex {
    by_digest: HashMap<[u8; 32], Arc<GatewayEntry>>,
    /// Version and digest last applied for each gateway; guards against older news.
    applied: Mutex<StdMap<GatewayId, (u32, [u8; 32])>>,
    digester: Digester,
}

impl GatewayIndex {
    /// An empty index.
    pub fn new(keys: &Keys) -> Self {
        Self {
            by_digest: HashMap::new(),
            applied: Mutex::new(StdMap::new()),
            digester: Digester::new(&keys.token_pepper),
        }
    }

    /// The digest under which a credential is known.
    pub fn digest(&self, credential: &str) -> [u8; 32] {
        self.digester.digest(credential)
    }

    /// Takes an entry in, unless a newer version is known. A replaced credential stops at once.
    pub fn apply(&self, entry: &GatewayEntry) {
        let mut applied = self.applied.lock().unwrap_or_else(PoisonError::into_inner);
        let before = applied.get(&entry.id).copied();
        if before.is_some_and(|(version, _)| version >= entry.version) {
            return;
        }
        let map = self.by_digest.pin();
        if let Some((_, digest)) = before {
            map.remove(&digest);
        }
        if !entry.retired {
            map.insert(entry.digest, Arc::new(entry.clone()));
        }
        applied.insert(entry.id, (entry.version, entry.digest));
    }

    /// Whether this is still what is known of the gateway: its credential works and nothing changed.
    pub fn is_current(&self, entry: &GatewayEntry) -> bool {
        let map = self.by_digest.pin();
        map.get(&entry.digest)
            .is_some_and(|known| known.version == entry.version)
    }

    /// The gateway this credential belongs to.
    pub fn find(&self, credential: &str) -> Option<Arc<GatewayEntry>> {
        if !is_well_formed(TokenKind::Gateway, credential) {
            return None;
        }
        self.by_digest.pin().get(&self.digest(credential)).map(Arc::clone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::SecretKey;
    use crate::tokens::secret::PlainToken;

    fn index() -> GatewayIndex {
        let key = |byte| SecretKey::new([byte; 32]);
        GatewayIndex::new(&Keys {
            token_pepper: key(1),
            password_pepper: key(2),
            row_seal: key(3),
            cursor: key(4),
            outbox: key(5),
            device: key(5),
            factor_seal: key(6),
            recovery_pepper: key(7),
            challenge: key(8),
            provider: key(8),
            flow: key(9),
            issuer: key(10),
        })
    }

    fn entry(index: &GatewayIndex, credential: &PlainToken, version: u32, retired: bool) -> GatewayEntry {
        GatewayEntry {
            id: GatewayId::from_u128(1),
            tenant: TenantId::from_u128(2),
            name: "edge-oslo-1".to_owned(),
            environment: Environment::Production,
            audience: None,
            required_scopes: Vec::new(),
            digest: index.digest(credential.expose()),
            retired,
            version,
        }
    }

    #[test]
    fn a_rotated_credential_stops_and_older_news_does_not_revive_it() {
        let index = index();
        let old = PlainToken::generate(TokenKind::Gateway).unwrap();
        let new = PlainToken::generate(TokenKind::Gateway).unwrap();
        index.apply(&entry(&index, &old, 1, false));
        assert!(index.find(old.expose()).is_some());
        index.apply(&entry(&index, &new, 2, false));
        index.apply(&entry(&index, &old, 1, false));
        assert!(index.find(old.expose()).is_none());
        assert!(index.find(new.expose()).is_some());
        index.apply(&entry(&index, &new, 3, true));
        assert!(index.find(new.expose()).is_none());
    }
}
