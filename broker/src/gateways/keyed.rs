//! Gateways with public keys, in memory.

use std::sync::{Arc, Mutex, PoisonError};

use tessera_shared::ids::{GatewayCredentialId, TenantId};
use tessera_shared::instant::Instant;

use crate::auth::assertion::Verifier;
use crate::gateways::assertions::{Shown, UsedAssertions};
use crate::gateways::index::{GatewayEntry, Shows};

/// A gateway with its public keys, and the assertions it has shown. Clones share those.
#[derive(Clone)]
pub struct KeyedGateway {
    entries: Vec<Arc<GatewayEntry>>,
    used: Arc<Mutex<UsedAssertions>>,
}

impl KeyedGateway {
    /// The gateway with these keys, of which there is at least one, in place of what was known `before`.
    pub fn new(entries: Vec<Arc<GatewayEntry>>, before: Option<&Self>) -> Self {
        Self {
            entries,
            used: before.map(|before| Arc::clone(&before.used)).unwrap_or_default(),
        }
    }

    /// The one with this key.
    pub fn entry(&self, key: GatewayCredentialId) -> Option<&Arc<GatewayEntry>> {
        self.entries.iter().find(|entry| entry.credential.id == key)
    }

    /// One entry for each key.
    pub fn entries(&self) -> &[Arc<GatewayEntry>] {
        &self.entries
    }

    /// Whose it is.
    pub fn tenant(&self) -> Option<TenantId> {
        self.entries.first().map(|entry| entry.tenant)
    }

    /// The keys that work at `now`.
    pub fn keys(&self, now: Instant) -> impl Iterator<Item = (&Arc<GatewayEntry>, &Verifier)> {
        let working = self.entries.iter().filter(move |entry| entry.credential.works(|| now));
        working.filter_map(|entry| match &entry.credential.shows {
            Shows::Key(key) => Some((entry, &**key)),
            Shows::Secret(_) => None,
        })
    }

    /// It shows the assertion of this name.
    pub fn show(&self, name: &str, ends_at: Instant, now: Instant) -> Shown {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.show(name, ends_at, now)
    }
}
