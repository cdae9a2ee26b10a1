//! Somebody who is not signed in.

use std::net::IpAddr;

use crate::auth::Actor;

/// A caller as far as they can be told apart from others.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// Where the call comes from.
    pub peer: Option<IpAddr>,
    /// Finds the call in the log.
    pub call_id: String,
    /// What the device's cookie says.
    pub device: Option<String>,
}

impl Caller {
    /// Where the call comes from, as audit events say it.
    pub fn address(&self) -> Option<String> {
        self.peer.map(|peer| peer.to_string())
    }

    /// This caller, doing what nobody is signed in for.
    pub fn actor(&self, doing: &str) -> Actor {
        Actor::system(doing).calling(self.address(), self.call_id.clone())
    }
}
