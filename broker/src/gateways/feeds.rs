//! How many feeds are open: a gateway has a few, and none without end.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tessera_shared::ids::GatewayId;

use crate::outcome::{Outcome, Refusal};

/// Open feeds of one gateway on one node.
const MOST_OPEN: usize = 8;

/// How many feeds each gateway has open here.
#[derive(Clone, Default)]
pub struct Feeds(Arc<Mutex<HashMap<GatewayId, usize>>>);

/// One open feed; gone from the count when it is dropped.
pub(super) struct Place(Feeds, GatewayId);

impl Feeds {
    /// Counts one more, which is one too many from [`MOST_OPEN`] on.
    pub(super) fn enter(&self, gateway: GatewayId) -> Outcome<Place> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(gateway).or_default();
        if *count >= MOST_OPEN {
            return Err(Refusal::TooMany { seconds: 5 });
        }
        *count += 1;
        Ok(Place(self.clone(), gateway))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.1) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.1);
            }
        }
    }
}
