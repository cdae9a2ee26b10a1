//! When each credential was last used: noted in memory by the check, written down every few seconds.
//!
//! Between two writes only the first use is noted, so that a check under load reads one word of memory
//! and asks no clock. What is written may therefore be older than the last use by one such pause.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use tessera_shared::ids::GatewayCredentialId;
use tessera_shared::instant::Instant;

use crate::app::App;
use crate::clock::Clock;
use crate::db::{Across, Reach};
use crate::gateways::credential_store as store;
use crate::outcome::Outcome;

/// Written in one transaction, so that other writes need not wait for all.
const BATCH: usize = 256;
/// Not used since the last write.
const UNUSED: i64 = 0;

/// The first use of a credential since the last write. Clones are one and the same.
#[derive(Clone)]
pub struct LastUse(Arc<AtomicI64>);

impl LastUse {
    /// Of a credential that was not used.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(AtomicI64::new(UNUSED)))
    }

    /// It is used now.
    pub fn note(&self, clock: &dyn Clock) {
        if self.0.load(Ordering::Relaxed) == UNUSED {
            self.0.store(clock.now().millis(), Ordering::Relaxed);
        }
    }

    /// The use that is not yet written down, once.
    pub fn take(&self) -> Option<Instant> {
        let at = self.0.swap(UNUSED, Ordering::Relaxed);
        (at != UNUSED).then(|| Instant::from_millis(at))
    }

    /// Could not be written down: later uses say more, so they win.
    fn put_back(&self, at: Instant) {
        let _later = self
            .0
            .compare_exchange(UNUSED, at.millis(), Ordering::Relaxed, Ordering::Relaxed);
    }
}

impl Default for LastUse {
    fn default() -> Self {
        Self::new()
    }
}

/// Writes down which credentials were used since the last time; keeps the rest when the database is away.
pub async fn settle(app: &Arc<App>) -> Outcome<()> {
    let mut used: Vec<(GatewayCredentialId, LastUse, Instant)> = app.gateways.take_uses();
    // Nodes that write the same rows in the same order cannot block each other.
    used.sort_by_key(|(id, ..)| *id);
    for from in (0..used.len()).step_by(BATCH) {
        let rest = used.get(from..).unwrap_or_default();
        let batch: Vec<_> = rest.iter().take(BATCH).map(|(id, _, at)| (*id, *at)).collect();
        let written = app
            .act(Reach::across(Across::Job), move |tx| {
                for (id, at) in batch {
                    store::set_last_used_across_tenants(tx, id, at)?;
                }
                Ok(())
            })
            .await;
        if written.is_err() {
            for (_, used, at) in rest {
                used.put_back(*at);
            }
            return written;
        }
    }
    Ok(())
}
